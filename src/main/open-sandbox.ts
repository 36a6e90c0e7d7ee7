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
  /** From a gateway's creation until it is READY; the operator's other delays keep their proportion to it. */
  readonly readyMs: number;
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
  readyMs,
  settings,
  clock,
  random,
  logger,
}: SandboxClusterOptions): Promise<ClusterSet> {
  const sandbox = new Sandbox({ clock, random, tokens: users ? defaultTokens : undefined });
  fillPlatform(sandbox.admin, { ...settings, at: timestamp(clock) });
  const operator = new SimulatedOperator(sandbox.admin, { ...settings, ...delays(readyMs), clock, random });
  operator.start();
  const listening = await listenSandbox(sandbox);
  // Kept while the sandbox is there: kubectl can be pointed at it too.
  const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, listening.kubeconfig(users ? defaultTokens[0]?.token : undefined), { mode: 0o600 });
  logger.info({ kubeconfig }, 'sandbox');
  const { configs, currentContext } = await configsFromKubeconfig([kubeconfig], { clock });
  return {
    configs,
    defaultName: currentContext,
    skipped: [],
    kubeconfig,
    async close() {
      operator.stop();
      await listening.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** By the operator's own standard a gateway takes 3 s, the look-up after a delete 0.5 s, and the end of an ALB 10 s. */
function delays(readyMs: number) {
  return { workloadMs: readyMs / 2, addressMs: readyMs / 2, lookUpMs: readyMs / 6, finalizeMs: (readyMs * 10) / 3 };
}
