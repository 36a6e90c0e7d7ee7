import type { ReportedCache } from '../../../src/bounded-cache.js';
import { type Clock, systemClock } from '../../../src/clock.js';
import { parseConfig } from '../../../src/config.js';
import { indexesFor } from '../../../src/gateway/indexes.js';
import { createSchema } from '../../../src/graphql/build-schema.js';
import { createEngine } from '../../../src/graphql/create-engine.js';
import { Admission } from '../../../src/http/admission.js';
import { createIdentify } from '../../../src/http/identity.js';
import { createHttpServer, type HttpServer } from '../../../src/http/server.js';
import { createClusters } from '../../../src/kube/clusters.js';
import { createLogger } from '../../../src/log.js';
import { createMetrics } from '../../../src/metrics.js';
import { fillPlatform } from '../../../src/sandbox/platform.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { defaultTokens } from '../../../src/sandbox/users.js';
import { MemoryWire } from '../../harness/memory-wire.js';

const schema = createSchema();
const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };

/** Answers travel for one turn of the event loop. */
const quick: Clock = {
  ...systemClock,
  schedule(delayMs, task) {
    if (delayMs > 0) return systemClock.schedule(delayMs, task);
    const turn = setImmediate(task);
    return () => clearImmediate(turn);
  },
};

function shippedLimits() {
  const parsed = parseConfig({ AUTH_MODE: 'shared', KUBECONFIG: '/none' }, { fileExists: () => true });
  if (parsed.kind !== 'config') throw new Error(JSON.stringify(parsed.faults));
  return parsed.config.limits;
}

/** Every part of a server in shared mode that keeps something, with the limits as shipped, before a sandbox without sockets. */
export async function openFloodedServer() {
  const caches: ReportedCache[] = [];
  const onCache = (cache: ReportedCache) => caches.push(cache);
  const sandbox = new Sandbox({ clock: systemClock, random: Math.random, tokens: defaultTokens });
  fillPlatform(sandbox.admin, { at: '2026-01-01T00:00:00Z' });
  const limits = shippedLimits();
  const metrics = createMetrics();
  const clusters = createClusters({
    configs: [
      {
        name: 'sandbox',
        url: 'http://127.0.0.1:1',
        identity: async () => ({ headers: { authorization: 'Bearer admin-token' } }),
      },
    ],
    mode: 'shared',
    clock: systemClock,
    random: Math.random,
    indexes: indexesFor(settings),
    preload: ['sandbox'],
    // A review is believed for longer than the test takes.
    allowMs: 600_000,
    denyMs: 600_000,
    createDispatcher: () => new MemoryWire(sandbox, quick, () => ({ thereMs: 0, backMs: 0 })),
    onCache,
  });
  await clusters.ready;
  const common = { clusters, settings, clock: systemClock, random: Math.random, operationId: () => 'op' };
  const engine = createEngine({ ...common, schema, limits, onCache, onMutation: () => undefined });
  const identify = createIdentify(Buffer.from('secret'), onCache);
  const admission = new Admission({ limits, clock: systemClock, metrics, onCache });
  let server: HttpServer | undefined;
  return {
    caches,
    clusters,
    engine,
    identify,
    admission,
    limits,
    sandbox,
    /** Its own admission is none of the caches above. */
    async listen(): Promise<string> {
      server = await createHttpServer({
        engine,
        identify,
        limits: { ...limits, maxOperationsPerSecondPerCaller: Number.POSITIVE_INFINITY },
        clock: systemClock,
        operationTimeoutMs: 30_000,
        heartbeatMs: 0,
        logger: createLogger('silent'),
        metrics: createMetrics(),
        host: '127.0.0.1',
        port: 0,
        requestTimeoutMs: 0,
        idleTimeoutMs: 0,
        playground: false,
        readiness: () => ({ ready: true, detail: {} }),
        origins: { allowedOrigins: [], localOnly: false },
      });
      return (await server.listen()).url;
    },
    async close(): Promise<void> {
      await server?.close({ graceMs: 0 });
      await clusters.close();
      await sandbox.close();
    },
  };
}

export type FloodedServer = Awaited<ReturnType<typeof openFloodedServer>>;
