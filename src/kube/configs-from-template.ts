import type { Clock } from '../clock.js';
import { checkClusterUrl } from './check-url.js';
import type { ClusterConfig } from './cluster-config.js';
import { identityFromTokenFile, pemFromFile } from './file-credentials.js';

export interface TemplateOptions {
  /** Such as `https://platform/kubernetes/{cluster}`. */
  readonly template: string;
  /** DNS labels: nothing else is ever put into the URL. */
  readonly names: readonly string[];
  /** PEM; absent: the system's authorities. */
  readonly caFile?: string | undefined;
  /** The server's own token. */
  readonly tokenFile?: string | undefined;
  readonly clock: Clock;
}

const placeholder = '{cluster}';
const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The clusters behind a platform's proxy. Throws an Error that says what is wrong with the settings. */
export function configsFromTemplate(options: TemplateOptions): ClusterConfig[] {
  const { template, names, caFile, tokenFile, clock } = options;
  if (template.split(placeholder).length !== 2) {
    throw new Error(`The URL template needs ${placeholder} exactly once: ${template}`);
  }
  const invalid = names.filter((name) => !dnsLabel.test(name));
  if (invalid.length > 0)
    throw new Error(`Not a DNS label: cluster name ${invalid.map((name) => JSON.stringify(name))}`);
  if (names.length === 0) throw new Error('The URL template needs at least one cluster name');
  const ca = caFile === undefined ? undefined : pemFromFile(caFile, clock);
  const identity = tokenFile === undefined ? undefined : identityFromTokenFile(tokenFile, clock);
  return names.map((name) => ({ name, url: checkClusterUrl(template.replace(placeholder, name)), ca, identity }));
}
