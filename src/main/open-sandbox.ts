import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, timestamp } from '../clock.js';
import type { GatewaySettings } from '../gateway/settings.js';
import { configsFromKubeconfig } from '../kube/configs-from-kubeconfig.js';
import type { Logger } from '../log.js';
import { listenSandbox } from '../sandbox/listen.js';
import { SimulatedOperator } from '../sandbox/operator.js';
import { fillPlatform } from '../sandbox/platform.js';
import { Sandbox } from '../sandbox/sandbox.js';
import { defaultTokens } from '../sandbox/users.js';
import type { ClusterSet } from './cluster-configs.js';

export interface SandboxClusterOptions {
  /** With users, who are told apart by their tokens; the server itself then is the first of them. */
  readonly users: boolean;
  readonly settings: GatewaySettings;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
}

/**
 * The embedded sandbox as a cluster like any other: behind a port, and reached by way of a kubeconfig. So what answers
 * on the sandbox has passed the same client, transport and parsing as on a real cluster.
 */
export async function openSandbox({
  users,
  settings,
  clock,
  random,
  logger,
}: SandboxClusterOptions): Promise<ClusterSet> {
  const sandbox = new Sandbox({ clock, random, tokens: users ? defaultTokens : undefined });
  fillPlatform(sandbox.admin, { ...settings, at: timestamp(clock) });
  const operator = new SimulatedOperator(sandbox.admin, { ...settings, clock, random });
  operator.start();
  const listening = await listenSandbox(sandbox);
  // Kept while the sandbox is there: kubectl can be pointed at it too.
  const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, listening.kubeconfig(users ? defaultTokens[0]?.token : undefined), { mode: 0o600 });
  logger.info({ kubeconfig }, 'sandbox');
  const { configs, currentContext } = await configsFromKubeconfig([kubeconfig], clock);
  return {
    configs,
    defaultName: currentContext,
    async close() {
      operator.stop();
      await listening.close();
      await rm(folder, { recursive: true });
    },
  };
}
