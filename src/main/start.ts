import { randomBytes, randomUUID } from 'node:crypto';
import { systemClock } from '../clock.js';
import type { Config } from '../config.js';
import { indexesFor } from '../gateway/indexes.js';
import { createEngine } from '../graphql/create-engine.js';
import type { TrustedDocuments } from '../graphql/trusted-documents.js';
import { createIdentify } from '../http/identity.js';
import { createHttpServer, type HttpServer } from '../http/server.js';
import { createClusters, type RunningClusters } from '../kube/clusters.js';
import type { Logger } from '../log.js';
import { type CacheState, createMetrics, type Metrics } from '../metrics.js';
import { type ClusterSet, findClusters } from './cluster-configs.js';
import { asSetup } from './setup-error.js';
import { tlsPairReader } from './tls-pair.js';
import { readTrustedDocuments } from './trusted-documents.js';

export interface Running {
  readonly url: string;
  readonly clusterNames: readonly string[];
  /** Of the sandbox: the path of a file by which kubectl reaches it. */
  readonly kubeconfig: string | undefined;
  /** Resolves when the caches that are to be filled first are filled. */
  readonly ready: Promise<void>;
  /** Drains for DRAIN_MS at most, then closes everything. */
  stop(): Promise<void>;
}

/** Puts the parts together and listens. Rejects with SetupError, or with the system's error where it cannot listen. */
export async function start(config: Config, logger: Logger): Promise<Running> {
  const metrics = createMetrics();
  const found = await asSetup(() => findClusters(config, systemClock, logger));
  let clusters: RunningClusters | undefined;
  try {
    clusters = await asSetup(async () => openClusters(config, found, logger, metrics));
    const trusted = await asSetup(() => readTrustedDocuments(config.web));
    const server = await createServer(config, clusters, { trusted, logger, metrics });
    const { url } = await server.listen();
    return {
      url,
      clusterNames: clusters.names(),
      kubeconfig: found.kubeconfig,
      ready: clusters.ready,
      stop: stopper(server, clusters, found, config.drainMs),
    };
  } catch (error) {
    await clusters?.close();
    await found.close();
    throw error;
  }
}

function openClusters(config: Config, found: ClusterSet, logger: Logger, metrics: Metrics): RunningClusters {
  const clusters = createClusters({
    configs: found.configs,
    defaultName: config.defaultCluster ?? found.defaultName,
    // With the caller's own token for everything there is nothing to fill before a caller comes.
    preload: config.authMode === 'passthrough' ? [] : preloadOf(config, found),
    mode: config.authMode,
    clock: systemClock,
    random: Math.random,
    indexes: indexesFor(config.gateway),
    ...config.access,
    observer: {
      onRequest: (event) => metrics.countUpstreamRequest(event),
      onInformer: ({ cluster, kind, namespace, state, error: err }) => {
        if (state === 'waiting') metrics.countWatchRestart({ cluster, kind: kind.kind });
        logger.debug({ cluster, kind: kind.kind, namespace, state, err }, 'watch');
      },
      onListenerFault: (err) => logger.error({ err }, 'listener failed'),
    },
  });
  metrics.reportWatches(() => clusters.states().filter(({ state }) => state === 'watching'));
  metrics.reportCaches(() => cacheStates(clusters));
  return clusters;
}

/** Of the sets that serve everybody; whose token keeps which of the others is nobody else's business. */
function cacheStates(clusters: RunningClusters): CacheState[] {
  return clusters.states().flatMap(({ own, cluster, kind, state, objects, users, lastEventMs }) => {
    const lastEventAgeMs = lastEventMs === undefined ? undefined : systemClock.now() - lastEventMs;
    return own ? [{ cluster, kind, state, objects, users, lastEventAgeMs }] : [];
  });
}

/** The sandbox is there at once, so that its first answer may be whole too. */
function preloadOf({ clusters, preload }: Config, found: ClusterSet): readonly string[] {
  return clusters.kind === 'sandbox' ? found.configs.map(({ name }) => name) : preload;
}

async function createServer(
  config: Config,
  clusters: RunningClusters,
  { trusted, logger, metrics }: { trusted: TrustedDocuments | undefined; logger: Logger; metrics: Metrics },
): Promise<HttpServer> {
  const engine = createEngine({
    clusters,
    settings: config.gateway,
    clock: systemClock,
    random: Math.random,
    operationId: randomUUID,
    limits: config.limits,
    introspection: config.web.introspection,
    trusted,
    maxKeptBytes: config.maxKeptBytes,
    onNotice: (message, facts) => logger.info(facts, message),
    onMutation: (record) => logger.info(record, 'mutation'),
    onRefused: (limit) => metrics.countRefusal(limit),
    onInternalError: (err) => logger.error({ err }, 'internal error'),
  });
  let filled = false;
  clusters.ready.then(() => {
    filled = true;
  });
  const { host, port, limits, operationTimeoutMs, requestTimeoutMs, idleTimeoutMs, heartbeatMs } = config;
  return createHttpServer({
    ...{
      host,
      port,
      limits,
      operationTimeoutMs,
      requestTimeoutMs,
      idleTimeoutMs,
      heartbeatMs,
      engine,
      logger,
      metrics,
    },
    identify: createIdentify(randomBytes(32)),
    clock: systemClock,
    readTls: await asSetup(() => tlsPairReader(config.web, systemClock)),
    playground: config.web.playground,
    origins: { allowedOrigins: config.web.allowedOrigins, localOnly: config.authMode === 'single-user' },
    readiness: () => ({
      ready: filled,
      detail: {
        ...(!filled && { waitingFor: 'the caches of the clusters in PRELOAD' }),
        caches: cacheStates(clusters),
      },
    }),
  });
}

function stopper(server: HttpServer, clusters: RunningClusters, found: ClusterSet, graceMs: number) {
  return async () => {
    await server.close({ graceMs });
    await clusters.close();
    await found.close();
  };
}
