import { randomBytes, randomUUID } from 'node:crypto';
import type { OnCache, ReportedCache } from '../bounded-cache.js';
import { systemClock } from '../clock.js';
import type { Config, DrainTimes } from '../config.js';
import { indexesFor } from '../gateway/indexes.js';
import { createSchema } from '../graphql/build-schema.js';
import { createEngine } from '../graphql/create-engine.js';
import { traceRootFields } from '../graphql/trace-root-fields.js';
import type { TrustedDocuments } from '../graphql/trusted-documents.js';
import { createIdentify } from '../http/identity.js';
import { createHttpServer, type HttpServer } from '../http/server.js';
import { createClusters, type RunningClusters } from '../kube/clusters.js';
import type { Logger } from '../log.js';
import { type CacheState, createMetrics, type Metrics } from '../metrics.js';
import type { OpenTracing } from '../tracing/open-tracing.js';
import { type ClusterSet, findClusters } from './cluster-configs.js';
import { callerHash } from './log-operation.js';
import { kubeObserver, type Notes, observing } from './observers.js';
import { openTracer } from './open-tracer.js';
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
  /** Leaves and drains for as long as the DRAIN_… settings say, then closes everything. */
  stop(): Promise<void>;
}

/** Puts the parts together and listens. Rejects with SetupError, or with the system's error where it cannot listen. */
export async function start(config: Config, logger: Logger, metrics: Metrics = createMetrics()): Promise<Running> {
  const tracing = await openTracer(config, logger);
  const notes = { logger, metrics, tracer: tracing?.tracer };
  const found = await asSetup(() => findClusters(config, systemClock, logger));
  const caches: ReportedCache[] = [];
  const onCache: OnCache = (cache) => caches.push(cache);
  notes.metrics.reportMemory(() => caches.map(({ use }) => use));
  let clusters: RunningClusters | undefined;
  try {
    clusters = await asSetup(async () => openClusters(config, found, { ...notes, onCache }));
    const trusted = await asSetup(() => readTrustedDocuments(config.web));
    const server = await createServer(config, clusters, { trusted, onCache, ...notes });
    const { url } = await server.listen();
    return {
      url,
      clusterNames: clusters.names(),
      kubeconfig: found.kubeconfig,
      ready: clusters.ready,
      stop: stopper(server, clusters, found, tracing, config.drain),
    };
  } catch (error) {
    await clusters?.close();
    await found.close();
    await tracing?.close();
    throw error;
  }
}

function openClusters(
  config: Config,
  found: ClusterSet,
  { onCache, ...notes }: Notes & { readonly onCache: OnCache },
): RunningClusters {
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
    observer: kubeObserver(notes),
    onCache,
  });
  const { metrics } = notes;
  metrics.reportUpstream(() => clusters.loads());
  metrics.reportWatches(() => clusters.states().filter(({ state }) => state === 'watching'));
  metrics.reportCaches(() => cacheStates(clusters));
  return clusters;
}

/** Of the sets that serve everybody; whose token keeps which of the others is nobody else's business. */
function cacheStates(clusters: RunningClusters): CacheState[] {
  return clusters
    .states()
    .flatMap(({ own, cluster, kind, state, objects, users, lastEventMs, resourceVersion: revision }) => {
      const lastEventAgeMs = lastEventMs === undefined ? undefined : Math.round(systemClock.elapsed() - lastEventMs);
      return own ? [{ cluster, kind, state, objects, users, lastEventAgeMs, revision }] : [];
    });
}

/** The sandbox is there at once, so that its first answer may be whole too. */
function preloadOf({ clusters, preload }: Config, found: ClusterSet): readonly string[] {
  return clusters.kind === 'sandbox' ? found.configs.map(({ name }) => name) : preload;
}

async function createServer(
  config: Config,
  clusters: RunningClusters,
  { trusted, onCache, ...notes }: Notes & { readonly trusted: TrustedDocuments | undefined; readonly onCache: OnCache },
): Promise<HttpServer> {
  const { logger, tracer } = notes;
  const metrics = observing(notes);
  const engine = createEngine({
    clusters,
    ...(tracer && { schema: traceRootFields(createSchema(), tracer) }),
    settings: config.gateway,
    clock: systemClock,
    random: Math.random,
    operationId: randomUUID,
    limits: config.limits,
    introspection: config.web.introspection,
    trusted,
    maxKeptBytes: config.maxKeptBytes,
    onNotice: (message, facts) => logger.info(facts, message),
    onMutation: (record) => logger.info({ ...record, caller: callerHash(record.caller) }, 'mutation'),
    onRefused: (limit) => metrics.countRefusal(limit),
    onCache,
    onInternalError: (err) => logger.error({ err }, 'internal error'),
  });
  let filled = false;
  clusters.ready.then(
    () => {
      filled = true;
    },
    // Whoever waits for the server to be ready is told why it is not.
    () => undefined,
  );
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
      tracer,
      onCache,
    },
    identify: createIdentify(randomBytes(32), onCache),
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

function stopper(
  server: HttpServer,
  clusters: RunningClusters,
  found: ClusterSet,
  tracing: OpenTracing | undefined,
  times: DrainTimes,
) {
  return async () => {
    await server.close(times);
    await clusters.close();
    await found.close();
    await tracing?.close();
  };
}
