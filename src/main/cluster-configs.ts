import type { Clock } from '../clock.js';
import type { Config } from '../config.js';
import type { ClusterConfig } from '../kube/cluster-config.js';
import { configFromServiceAccount } from '../kube/config-from-service-account.js';
import { configsFromKubeconfig } from '../kube/configs-from-kubeconfig.js';
import { configsFromTemplate } from '../kube/configs-from-template.js';
import type { Logger } from '../log.js';
import { openSandbox } from './open-sandbox.js';

export interface ClusterSet {
  readonly configs: readonly ClusterConfig[];
  /** Where the source itself prefers one. */
  readonly defaultName: string | undefined;
  close(): Promise<void>;
}

/** The ways to the clusters that the settings name. Throws an Error that says which setting is wrong, and how. */
export async function findClusters(
  { clusters: source, gateway }: Config,
  clock: Clock,
  logger: Logger,
): Promise<ClusterSet> {
  const close = async () => undefined;
  switch (source.kind) {
    case 'sandbox':
      return openSandbox({ users: source.users, settings: gateway, clock, random: Math.random, logger });
    case 'kubeconfig':
      return { ...(await clustersFromKubeconfig(source.paths, clock, logger)), close };
    case 'template': {
      const { urlTemplate: template, names, caFile, tokenFile } = source;
      return {
        configs: configsFromTemplate({ template, names, caFile, tokenFile, clock }),
        defaultName: undefined,
        close,
      };
    }
    case 'in-cluster': {
      const { host, port } = source;
      return { configs: [configFromServiceAccount({ host, port, clock })], defaultName: undefined, close };
    }
    default:
      return source satisfies never;
  }
}

async function clustersFromKubeconfig(paths: readonly string[], clock: Clock, logger: Logger) {
  const { configs, currentContext, skipped } = await configsFromKubeconfig(paths, clock);
  for (const { name, reason } of skipped) logger.warn({ context: name, reason }, 'kubeconfig context left out');
  if (configs.length === 0) throw new Error(`KUBECONFIG holds no context that can be used: ${paths.join(', ')}`);
  return { configs, defaultName: currentContext };
}
