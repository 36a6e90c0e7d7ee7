import { mapAll } from '../awaitable.js';
import type { OnCache } from '../bounded-cache.js';
import { AlbError } from '../errors.js';
import { Cluster, type ClusterOptions } from './cluster.js';
import type { ClusterConfig } from './cluster-config.js';
import type { InformerState } from './informer.js';
import { createRuleCache } from './named-rights.js';
import type { Clusters } from './ports.js';
import type { UpstreamLoad } from './rest.js';
import { createVerdictCache } from './reviews.js';

export interface ClustersOptions extends ClusterOptions {
  readonly configs: readonly ClusterConfig[];
  /** Default: the first. */
  readonly defaultName?: string | undefined;
  /** Clusters whose caches fill now and stay; the others fill on first use. */
  readonly preload?: readonly string[] | undefined;
  readonly onCache?: OnCache | undefined;
}

/** All configured clusters, and what the composition root needs of them beside. */
export interface RunningClusters extends Clusters {
  /** Resolves when the caches of the preloaded clusters are filled, however long a cluster does not answer. */
  readonly ready: Promise<void>;
  /** The sets that are being kept current now, for metrics. */
  states(): InformerState[];
  /** How much is under way to each cluster now. */
  loads(): (UpstreamLoad & { readonly cluster: string })[];
  /** Ends every watch, and cuts every connection. */
  close(): Promise<void>;
}

/** Throws an Error when the names do not fit together; touches no cluster but those to preload. */
export function createClusters(options: ClustersOptions): RunningClusters {
  const { configs, preload = [], onCache } = options;
  const common = { ...options, verdicts: createVerdictCache(onCache), rules: createRuleCache(onCache) };
  const clusters = new Map(
    configs.map((config, at) => [config.name, new Cluster(config, { ...common, scope: String(at) })]),
  );
  const find = (name: string): Cluster => {
    const cluster = clusters.get(name);
    if (cluster === undefined)
      throw new AlbError(
        'CLUSTER_UNKNOWN',
        `No cluster is named ${JSON.stringify(name)}; clusters lists those there are.`,
      );
    return cluster;
  };
  const names = [...clusters.keys()];
  const defaultName = options.defaultName ?? names[0];
  if (defaultName === undefined) throw new Error('No cluster is configured');
  if (names.length < configs.length) throw new Error('Two clusters have the same name');
  for (const name of [defaultName, ...preload]) {
    if (!clusters.has(name)) throw new Error(`Cluster ${JSON.stringify(name)} is not among those configured`);
  }
  const fillAll = async () => void (await mapAll(preload, (name) => find(name).preload()));
  return {
    names: () => names,
    defaultName,
    open(name, caller, signal, trace) {
      const cluster = find(name);
      caller.observation?.clusters.add(name);
      return cluster.open(caller, signal, trace);
    },
    confirm(name, trace, caller, signal) {
      const cluster = find(name);
      caller.observation?.clusters.add(name);
      return cluster.confirm(trace, caller, signal);
    },
    ready: fillAll(),
    loads: () => [...clusters.values()].map((cluster) => ({ cluster: cluster.name, ...cluster.load() })),
    states: () => [...clusters.values()].flatMap((cluster) => cluster.states()),
    close: async () => {
      await mapAll([...clusters.values()], (cluster) => cluster.close());
    },
  };
}
