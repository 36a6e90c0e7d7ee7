import { systemClock } from '../clock.js';
import type { Config } from '../config.js';
import { indexesFor } from '../gateway/indexes.js';
import { createClusters, type RunningClusters } from '../kube/clusters.js';
import { createLogger } from '../log.js';
import { type ClusterSet, findClusters } from './cluster-configs.js';
import { asSetup } from './setup-error.js';
import { tokenFrom } from './token-from.js';

/** What a command that does its work and ends has of the clusters that the settings name. */
export interface CommandClusters {
  readonly clusters: RunningClusters;
  readonly found: ClusterSet;
  /** A caller's; undefined: the server's own identity serves. */
  readonly token: string | undefined;
  close(): Promise<void>;
}

/** `tokenFile`: holds a caller's token. Throws SetupError where the settings do not fit what they point at. */
export async function clustersForCommand(config: Config, tokenFile: string | undefined): Promise<CommandClusters> {
  const token = tokenFile === undefined ? undefined : await tokenFrom(tokenFile);
  const found = await asSetup(() => findClusters(config, systemClock, createLogger('silent')));
  const clusters = createClusters({
    configs: found.configs,
    defaultName: config.defaultCluster ?? found.defaultName,
    mode: token === undefined ? 'single-user' : 'passthrough',
    clock: systemClock,
    random: Math.random,
    indexes: indexesFor(config.gateway),
    ...config.access,
  });
  return {
    clusters,
    found,
    token,
    async close() {
      await clusters.close();
      await found.close();
    },
  };
}
