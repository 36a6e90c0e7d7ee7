import type { Clock } from '../clock.js';
import { type Config, childEnvironment } from '../config.js';
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
  /** Contexts of a kubeconfig that cannot be used, and why. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  /** Of the sandbox: the path of a file by which kubectl reaches it. */
  readonly kubeconfig?: string;
  close(): Promise<void>;
}

/** The ways to the clusters that the settings name. Throws an Error that says which setting is wrong, and how. */
export async function findClusters(config: Config, clock: Clock, logger: Logger): Promise<ClusterSet> {
  const found = await clustersFrom(config, clock, logger);
  try {
    checkNames(config, found);
    return found;
  } catch (error) {
    await found.close();
    throw error;
  }
}

/** What could not be told before the kubeconfig was opened. */
function checkNames({ defaultCluster, preload }: Config, { configs }: ClusterSet): void {
  const names = configs.map(({ name }) => name);
  const check = (setting: string, name: string) => {
    if (!names.includes(name)) throw new Error(`${setting} names ${name}, which is none of ${names.join(', ')}`);
  };
  if (defaultCluster !== undefined) check('DEFAULT_CLUSTER', defaultCluster);
  for (const name of preload) check('PRELOAD', name);
}

async function clustersFrom(config: Config, clock: Clock, logger: Logger): Promise<ClusterSet> {
  const { clusters: source, gateway } = config;
  const common = { defaultName: undefined, skipped: [], close: async () => undefined };
  switch (source.kind) {
    case 'sandbox': {
      const { users, readyMs } = source;
      return openSandbox({ users, readyMs, settings: gateway, clock, random: Math.random, logger });
    }
    case 'kubeconfig':
      return { ...common, ...(await clustersFromKubeconfig(source.paths, config, clock, logger)) };
    case 'template': {
      const { urlTemplate: template, names, caFile, tokenFile } = source;
      return { ...common, configs: configsFromTemplate({ template, names, caFile, tokenFile, clock }) };
    }
    case 'in-cluster': {
      const { host, port } = source;
      return { ...common, configs: [configFromServiceAccount({ host, port, clock })] };
    }
    default:
      return source satisfies never;
  }
}

async function clustersFromKubeconfig(paths: readonly string[], { access }: Config, clock: Clock, logger: Logger) {
  const { configs, currentContext, skipped } = await configsFromKubeconfig(paths, {
    clock,
    // Shorter than the wait of who needs them: then they hear why there are none.
    credentialsLimitMs: Math.floor(0.9 * access.readTimeoutMs),
    environment: childEnvironment,
    onPluginFailure: (context, err) => logger.warn({ context, err }, 'credential plugin failed'),
  });
  for (const { name, reason } of skipped) logger.warn({ context: name, reason }, 'kubeconfig context left out');
  if (configs.length === 0) throw new Error(`KUBECONFIG holds no context that can be used: ${paths.join(', ')}`);
  return { configs, defaultName: currentContext, skipped };
}
