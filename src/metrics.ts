import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { CacheUse } from './bounded-cache.js';
import type { Observation } from './observation.js';

/** One GraphQL operation that is over, or a subscription that was let in or refused. */
export interface OperationEvent {
  /** As the caller named it: for the log alone, since names are the callers' to invent, and each would be a series for ever. */
  readonly name: string | undefined;
  /** What it asked for: its one root field, several, or introspection. Absent: it did not come so far as to be known. */
  readonly field?: string | undefined;
  readonly type: 'query' | 'mutation' | 'subscription' | 'unknown';
  /** OK, or the code of its first error. */
  readonly code: string;
  /** Absent for subscriptions. */
  readonly durationMs?: number | undefined;
  /** Who asked, as far as that is known. */
  readonly caller?: { readonly key: string; readonly observation?: Observation | undefined } | undefined;
}

/** One request to a cluster. `code` is the HTTP status, 0 where no answer came. */
export interface UpstreamRequestEvent {
  readonly cluster: string;
  readonly verb: string;
  readonly kind: string;
  readonly code: number;
  readonly durationMs: number;
}

/** A set of objects kept in memory with the server's own identity. */
export interface CacheState {
  readonly cluster: string;
  readonly kind: string;
  /** What keeps it current is listing, watching or waiting to try again. */
  readonly state: string;
  readonly objects: number;
  readonly users: number;
  /** Since the cluster last sent anything about the set; undefined before the first list. */
  readonly lastEventAgeMs: number | undefined;
  /** Up to which it is known to be current: the cluster's resourceVersion. */
  readonly revision: string;
}

/** One metric, for its documentation. */
export interface MetricDescription {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/** What the server counts. The functions that open something return the one that closes it. */
export interface Metrics {
  countOperation(event: OperationEvent): void;
  countUpstreamRequest(event: UpstreamRequestEvent): void;
  openSubscription(transport: 'ws' | 'sse'): () => void;
  openSocket(): () => void;
  /** Where to ask, at each exposure, which sets of which clusters are being watched. */
  reportWatches(read: () => Iterable<{ readonly cluster: string; readonly kind: string }>): void;
  /** Where to ask, at each exposure, how the sets kept in memory are doing. */
  reportCaches(read: () => Iterable<CacheState>): void;
  /** Where to ask, at each exposure, how full the caches are that docs/operations/limits.md lists. */
  reportMemory(read: () => Iterable<CacheUse>): void;
  /** Where to ask, at each exposure, how many queries and mutations are under way. */
  reportOperations(read: () => number): void;
  /** Where to ask, at each exposure, how many events wait for listeners. */
  reportEvents(read: () => number): void;
  /** Where to ask, at each exposure, how much is under way to each cluster. */
  reportUpstream(
    read: () => Iterable<{ readonly cluster: string; readonly underWay: number; readonly waiting: number }>,
  ): void;
  /** A list or a watch of a set failed, and will be tried again. */
  countWatchRestart(labels: { readonly cluster: string; readonly kind: string }): void;
  /** Objects of a watched set have changed. */
  countChanges(event: { readonly cluster: string; readonly kind: string; readonly changes: number }): void;
  /** A rejection reached the process, since nobody handled it: a fault of this program. */
  countUnhandledRejection(): void;
  /** A limit said no; `limit` is the name of its setting. */
  countRefusal(limit: string): void;
  describe(): MetricDescription[];
  readonly contentType: string;
  /** Everything, in Prometheus' text format. */
  expose(): Promise<string>;
}

const operationSeconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const operations = new Counter({
    name: 'alb_graphql_operations_total',
    help: 'GraphQL operations by root field (several, introspection, or none known), type and code (OK, or the code of the first error)',
    labelNames: ['operation', 'type', 'code'],
    registers,
  });
  const operationDuration = new Histogram({
    name: 'alb_graphql_operation_duration_seconds',
    help: 'Time from an operation to its result, by root field; subscriptions left out',
    labelNames: ['operation', 'type'],
    buckets: operationSeconds,
    registers,
  });
  const upstream = new Counter({
    name: 'alb_graphql_upstream_requests_total',
    help: 'Requests to clusters by verb, kind and HTTP status (0: no answer)',
    labelNames: ['cluster', 'verb', 'kind', 'code'],
    registers,
  });
  const upstreamDuration = new Histogram({
    name: 'alb_graphql_upstream_request_duration_seconds',
    help: "Time from a request to a cluster to its answer's head",
    labelNames: ['cluster', 'verb'],
    buckets: operationSeconds,
    registers,
  });
  const subscriptions = gauge('alb_graphql_open_subscriptions', 'Subscriptions under way', ['transport'], registry);
  const sockets = gauge('alb_graphql_open_sockets', 'WebSocket connections', [], registry);
  const refusals = new Counter({
    name: 'alb_graphql_refused_total',
    help: 'What a limit refused, by the name of its setting',
    labelNames: ['limit'],
    registers,
  });
  const unhandled = new Counter({
    name: 'alb_graphql_unhandled_rejections_total',
    help: 'Failures that nobody handled, each a fault of this program; they end nothing but the operation they belong to',
    registers,
  });
  const restarts = new Counter({
    name: 'alb_graphql_watch_restarts_total',
    help: 'Lists and watches that failed and were to be tried again',
    labelNames: ['cluster', 'kind'],
    registers,
  });
  const watchChanges = new Counter({
    name: 'alb_graphql_watch_changes_total',
    help: 'Objects that came, changed or went in sets kept current by a watch',
    labelNames: ['cluster', 'kind'],
    registers,
  });

  return {
    countOperation({ field: operation = '', type, code, durationMs }) {
      operations.inc({ operation, type, code });
      if (durationMs !== undefined) operationDuration.observe({ operation, type }, durationMs / 1000);
    },
    countUpstreamRequest({ cluster, verb, kind, code, durationMs }) {
      upstream.inc({ cluster, verb, kind, code: String(code) });
      upstreamDuration.observe({ cluster, verb }, durationMs / 1000);
    },
    openSubscription: (transport) => subscriptions({ transport }),
    openSocket: () => sockets({}),
    reportWatches(read) {
      new Gauge({
        name: 'alb_graphql_upstream_watches',
        help: 'Sets of objects that are being kept current by a watch',
        labelNames: ['cluster', 'kind'],
        registers,
        collect() {
          this.reset();
          for (const { cluster, kind } of read()) this.inc({ cluster, kind });
        },
      });
    },
    reportCaches(read) {
      for (const { labelNames = [], set, ...rest } of cacheGauges) {
        new Gauge<string>({
          ...rest,
          labelNames: ['cluster', 'kind', ...labelNames],
          registers,
          collect() {
            this.reset();
            for (const state of read()) set(this, { cluster: state.cluster, kind: state.kind }, state);
          },
        });
      }
    },
    reportMemory(read) {
      for (const [Metric, name, help, part] of memoryMetrics) {
        new Metric<'cache'>({
          name,
          help,
          labelNames: ['cache'],
          registers,
          collect() {
            this.reset();
            for (const use of read()) this.inc({ cache: use.name }, use[part]);
          },
        });
      }
    },
    reportOperations: (read) =>
      reported(
        'alb_graphql_operations_under_way',
        'Queries and mutations that are being answered, or whose answer is being read',
        read,
        registry,
      ),
    reportEvents: (read) =>
      reported(
        'alb_graphql_event_queue',
        'Events that wait for listeners of subscriptions to take them',
        read,
        registry,
      ),
    reportUpstream(read) {
      for (const [name, help, part] of upstreamGauges) {
        new Gauge({
          name,
          help,
          labelNames: ['cluster'],
          registers,
          collect() {
            for (const load of read()) this.set({ cluster: load.cluster }, load[part]);
          },
        });
      }
    },
    countWatchRestart: ({ cluster, kind }) => restarts.inc({ cluster, kind }),
    countChanges: ({ cluster, kind, changes }) => watchChanges.inc({ cluster, kind }, changes),
    countUnhandledRejection: () => unhandled.inc(),
    countRefusal: (limit) => refusals.inc({ limit }),
    describe: () =>
      registry.getMetricsAsArray().map((metric) => {
        const { name, type, help, labelNames = [] } = metric as typeof metric & { labelNames?: readonly string[] };
        return { name, type, help, labels: labelNames };
      }),
    contentType: registry.contentType,
    expose: () => registry.metrics(),
  };
}

const upstreamGauges = [
  ['alb_graphql_upstream_under_way', 'Requests sent to a cluster and not yet answered, watches left out', 'underWay'],
  ['alb_graphql_upstream_queue', 'Requests to a cluster that wait for a connection, or for their turn', 'waiting'],
] as const;

const memoryMetrics = [
  [Gauge, 'alb_graphql_cache_bytes', 'Estimated bytes that a cache holds (see limits.md)', 'bytes'],
  [Gauge, 'alb_graphql_cache_max_bytes', 'Bytes that a cache may hold', 'maxBytes'],
  [Gauge, 'alb_graphql_cache_entries', 'Entries that a cache holds', 'entries'],
  [Counter, 'alb_graphql_cache_hits_total', 'Lookups that a cache answered', 'hits'],
  [Counter, 'alb_graphql_cache_misses_total', 'Lookups that a cache could not answer', 'misses'],
  [Counter, 'alb_graphql_cache_evictions_total', 'Entries that a cache dropped to make room', 'evictions'],
] as const;

type SetGauge = (gauge: Gauge<string>, labels: Record<string, string>, state: CacheState) => void;

const cacheGauges: readonly { name: string; help: string; labelNames?: string[]; set: SetGauge }[] = [
  {
    name: 'alb_graphql_cache_state',
    help: 'What keeps a set of objects current is doing this now',
    labelNames: ['state'],
    set: (gauge, labels, { state }) => gauge.set({ ...labels, state }, 1),
  },
  {
    name: 'alb_graphql_cache_objects',
    help: 'Objects kept in memory',
    set: (gauge, labels, { objects }) => gauge.set(labels, objects),
  },
  {
    name: 'alb_graphql_cache_listeners',
    help: 'Holds on a set kept in memory, such as those of subscriptions',
    set: (gauge, labels, { users }) => gauge.set(labels, users),
  },
  {
    name: 'alb_graphql_cache_last_event_age_seconds',
    help: 'Since the cluster last sent anything about a set',
    set: (gauge, labels, { lastEventAgeMs }) => {
      if (lastEventAgeMs !== undefined) gauge.set(labels, lastEventAgeMs / 1000);
    },
  },
  {
    name: 'alb_graphql_cache_revision',
    help: "The cluster's resourceVersion up to which a set is known to be current",
    set: (gauge, labels, { revision }) => {
      if (/^\d+$/.test(revision)) gauge.set(labels, Number(revision));
    },
  },
];

/** A gauge without labels, whose value is asked for at each exposure. */
function reported(name: string, help: string, read: () => number, registry: Registry): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

/** A gauge as a function that raises it and returns the one that lowers it again, once. */
function gauge(name: string, help: string, labelNames: string[], registry: Registry) {
  const it = new Gauge({ name, help, labelNames, registers: [registry] });
  return (labels: Record<string, string>) => {
    it.inc(labels);
    let open = true;
    return () => {
      if (open) it.dec(labels);
      open = false;
    };
  };
}
