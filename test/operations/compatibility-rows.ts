import type { IpFamily } from '../harness/control-plane.js';
import { type DefinitionChoice, hasBackEndAlb } from '../harness/control-plane-setup.js';
import type { Dialect } from './platform.js';

/** One platform of the matrix, and how it differs from the first. */
export interface CompatibilityRow {
  readonly title: string;
  readonly definitions?: DefinitionChoice;
  readonly ipFamily?: IpFamily;
  readonly dialect?: Partial<Dialect>;
  readonly settings?: Record<string, string>;
}

const backEnd = hasBackEndAlb ? 'back end' : 'own';

/** docs/operations/compatibility.md has a line for each, which test/docs looks after. */
export const compatibilityRows: readonly CompatibilityRow[] = [
  { title: 'the newest Gateway API' },
  { title: "Gateway API v1.0.0 and the back end's ALB2", definitions: { gatewayApi: 'oldest', alb: backEnd } },
  {
    title: 'v1beta1 alone',
    definitions: { gatewayApi: 'beforeV1', alb: backEnd },
    dialect: { gatewayApi: 'v1beta1' },
  },
  { title: 'another label domain', dialect: { labelDomain: 'example.org' }, settings: { LABEL_DOMAIN: 'example.org' } },
  { title: 'IPv6 alone', ipFamily: 'IPv6', settings: { HOST: '::1' } },
  { title: 'IPv4 and IPv6', ipFamily: 'dual', settings: { HOST: 'localhost' } },
];
