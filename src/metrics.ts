import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';

/** One GraphQL operation that is over, or a subscription that was let in or refused. */
export interface OperationEvent {
  /** As the caller named it. Only the first hundred names are told apart: names are the callers' to invent. */
  readonly name: string | undefined;
  readonly type: 'query' | 'mutation' | 'subscription' | 'unknown';
  /** OK, or the code of its first error. */
  readonly code: string;
  /** Absent for subscriptions. */
  readonly durationMs?: number | undefined;
}

/** One request to a cluster. `code` is the HTTP status, 0 where no answer came. */
export interface UpstreamRequestEvent {
  readonly cluster: string;
  readonly verb: string;
  readonly kind: string;
  readonly code: number;
  readonly durationMs: number;
}

/** What the server counts. The functions that open something return the one that closes it. */
export interface Metrics {
  countOperation(event: OperationEvent): void;
  countUpstreamRequest(event: UpstreamRequestEvent): void;
  openSubscription(transport: 'ws' | 'sse'): () => void;
  openSocket(): () => void;
  /** Where to ask, at each exposure, which sets of which clusters are being watched. */
  reportWatches(read: () => Iterable<{ readonly cluster: string; readonly kind: string }>): void;
  /** A limit said no; `limit` is the name of its setting. */
  countRefusal(limit: string): void;
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
    help: 'GraphQL operations by name, type and code (OK, or the code of the first error)',
    labelNames: ['name', 'type', 'code'],
    registers,
  });
  const operationDuration = new Histogram({
    name: 'alb_graphql_operation_duration_seconds',
    help: 'Time from an operation to its result; subscriptions left out',
    labelNames: ['type'],
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
  const operationName = createBoundedLabel(100);

  return {
    countOperation({ name, type, code, durationMs }) {
      operations.inc({ name: name === undefined ? '' : operationName(name), type, code });
      if (durationMs !== undefined) operationDuration.observe({ type }, durationMs / 1000);
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
    countRefusal: (limit) => refusals.inc({ limit }),
    contentType: registry.contentType,
    expose: () => registry.metrics(),
  };
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

/** Every distinct value of a label costs memory for ever: after `limit` of them, new ones are "other". */
function createBoundedLabel(limit: number): (value: string) => string {
  const seen = new Set<string>();
  return (value) => {
    if (seen.has(value)) return value;
    if (seen.size >= limit) return 'other';
    seen.add(value);
    return value;
  };
}
