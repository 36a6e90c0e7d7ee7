import { albKind, eventKind, gatewayClassKind, gatewayKind, type Kind, namespaceKind } from '../kube/kinds.js';
import { gatewayRules } from './gateway-rules.js';
import type { SandboxObject } from './json.js';
import { albSchema, gatewayClassSchema, gatewaySchema, type StructuralSchema } from './schemas.js';
import type { StatusCause } from './status.js';

/** A kind as the sandbox serves it. */
export interface SandboxResource extends Kind {
  /** The version that objects are stored in. */
  readonly storageVersion: string;
  readonly hasStatus: boolean;
  readonly shortNames: readonly string[];
  /** Absent for the built-in kinds, which are taken as they come. */
  readonly schema?: StructuralSchema;
  readonly rules?: (object: SandboxObject, before: SandboxObject | undefined) => StatusCause[];
}

export function resourcesFor(gatewayApiVersions: readonly string[]): SandboxResource[] {
  const gatewayApi = { versions: gatewayApiVersions, storageVersion: gatewayApiVersions[0] ?? 'v1', hasStatus: true };
  return [
    { ...gatewayClassKind, ...gatewayApi, shortNames: ['gc'], schema: gatewayClassSchema },
    { ...gatewayKind, ...gatewayApi, shortNames: ['gtw'], schema: gatewaySchema, rules: gatewayRules },
    {
      ...albKind,
      versions: ['v2beta1', 'v1', 'v2'],
      storageVersion: 'v2beta1',
      hasStatus: true,
      shortNames: ['alb2'],
      schema: albSchema,
    },
    { ...namespaceKind, storageVersion: 'v1', hasStatus: true, shortNames: ['ns'] },
    { ...eventKind, storageVersion: 'v1', hasStatus: false, shortNames: ['ev'] },
  ];
}
