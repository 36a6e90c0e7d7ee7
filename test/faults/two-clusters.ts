import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import type { Clock } from '../../src/clock.js';
import { indexesFor } from '../../src/gateway/indexes.js';
import { createSchema } from '../../src/graphql/build-schema.js';
import { createEngine } from '../../src/graphql/create-engine.js';
import { createIdentify } from '../../src/http/identity.js';
import { createHttpServer, type HttpServer } from '../../src/http/server.js';
import type { AccessMode } from '../../src/kube/cluster.js';
import type { ClusterConfig } from '../../src/kube/cluster-config.js';
import { createClusters, type RunningClusters } from '../../src/kube/clusters.js';
import type { CreateDispatcher } from '../../src/kube/transport.js';
import { createLogger } from '../../src/log.js';
import { createMetrics } from '../../src/metrics.js';
import type { SandboxRequest, SandboxResponse } from '../../src/sandbox/sandbox.js';
import { defaultTokens } from '../../src/sandbox/users.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { FakeClock } from '../harness/fake-clock.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';

/** What is wrong with the cluster `hung`. */
export interface HungPort {
  readonly config?: Partial<ClusterConfig>;
  /** For its connections alone. */
  readonly createDispatcher?: CreateDispatcher;
  /** Of its requests, those that are never answered. */
  readonly hangs?: (request: SandboxRequest) => boolean;
}

const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };
const most = Number.POSITIVE_INFINITY;
const limits = {
  ...{ maxDocumentChars: 100_000, maxTokens: 10_000, maxDepth: 20, maxComplexity: 1_000_000, maxAliases: 1_000 },
  ...{ maxRootFields: 20, maxDirectives: 50, maxVariablesDepth: 20, maxVariablesBytes: 1e6 },
  ...{ maxBodyBytes: 1e6, maxHeaderBytes: 16_384, maxUnsentBytes: most },
  ...{ maxOperations: 100, maxOperationsPerCaller: most, maxOperationsPerSecond: most },
  ...{ maxOperationsPerSecondPerCaller: most, maxSubscriptions: most, maxSubscriptionsPerCaller: most },
  ...{
    maxSubscriptionBytes: most,
    maxSubscriptionBytesPerCaller: most,
    maxVariablesDepth: 32,
    maxVariablesBytes: 262_144,
  },
  ...{ maxConnections: most, maxSockets: most, maxSocketsPerCaller: most, maxOperationsPerSocket: most },
};

/** This server with all its parts, in the test's time, on two clusters: of `hung` one port hangs, `well` is well. */
export class TwoClusters {
  readonly clock = new FakeClock();
  readonly clusters: RunningClusters;
  /** Requests that `hung` holds without an answer. */
  held = 0;
  readonly #metrics = createMetrics();
  #server!: HttpServer;
  #api!: AlbGraphql;

  private constructor(
    private readonly opened: readonly [hung: OpenedSandbox, well: OpenedSandbox],
    { config, createDispatcher }: HungPort,
    mode: AccessMode,
  ) {
    const identity = async () => ({ headers: { authorization: 'Bearer admin-token' } });
    const [hung, well] = opened.map(({ listening: { url } }, at) => ({
      name: ['hung', 'well'][at] ?? '',
      url,
      identity,
    }));
    if (hung === undefined || well === undefined) throw new Error('there are two');
    const configs = [{ ...hung, ...config }, well];
    this.clusters = createClusters({
      configs,
      mode,
      clock: this.clock,
      random: () => 0,
      indexes: indexesFor(settings),
      idleMs: 1000,
      ...(createDispatcher && {
        createDispatcher: (to) => (to.origin === well.url ? new Pool(to.origin) : createDispatcher(to)),
      }),
    });
  }

  static async open(port: HungPort, mode: AccessMode): Promise<TwoClusters> {
    let two: TwoClusters | undefined;
    const hold = (request: SandboxRequest): Promise<SandboxResponse> | undefined =>
      port.hangs?.(request) === true ? two?.hold(request) : undefined;
    const opened = [
      await openSandbox({ tokens: defaultTokens, intercept: hold }),
      await openSandbox({ tokens: defaultTokens }),
    ] as const;
    for (const { api } of opened) await createNamespace(api, 'a1');
    two = new TwoClusters(opened, port, mode);
    await two.#listen();
    return two;
  }

  /** Never answers it. */
  hold({ signal }: SandboxRequest): Promise<never> {
    this.held += 1;
    signal?.addEventListener('abort', () => {
      this.held -= 1;
    });
    return new Promise(() => undefined);
  }

  /** A caller. */
  as(token: string): AlbGraphql {
    return this.#api.as(token);
  }

  /** Operations that have a place. */
  async operationsUnderWay(): Promise<number> {
    return Number(/^alb_graphql_operations_under_way (\d+)$/m.exec(await this.#metrics.expose())?.[1]);
  }

  /** Resolves when so many operations have a place. */
  async untilUnderWay(count: number): Promise<void> {
    while ((await this.operationsUnderWay()) !== count) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Requests to `hung` that have a place, or wait for one. */
  get places(): number {
    const load = this.clusters.loads().find(({ cluster }) => cluster === 'hung');
    return (load?.underWay ?? 0) + (load?.waiting ?? 0);
  }

  async close(): Promise<void> {
    await this.#api.stop();
    await this.#server.close({ graceMs: 0 });
    await this.clusters.close();
    for (const opened of this.opened) await opened.close();
  }

  async #listen(): Promise<void> {
    const { clock, clusters } = this;
    let operations = 0;
    const engine = createEngine({
      schema: createSchema(),
      clusters,
      settings,
      clock,
      random: () => 0,
      operationId: () => `op-${++operations}`,
      limits,
    });
    this.#server = await createHttpServer({
      engine,
      identify: createIdentify(Buffer.from(randomUUID())),
      clock: impatient(clock),
      operationTimeoutMs: 5000,
      heartbeatMs: 0,
      logger: createLogger('silent'),
      metrics: this.#metrics,
      host: '127.0.0.1',
      port: 0,
      requestTimeoutMs: 0,
      idleTimeoutMs: 0,
      playground: false,
      readiness: () => ({ ready: true, detail: {} }),
      origins: { allowedOrigins: [], localOnly: false },
      limits,
    });
    const { url } = await this.#server.listen();
    this.#api = AlbGraphql.at(url);
  }
}

/** What closes a server is not to wait for a clock that nobody moves. */
function impatient(clock: FakeClock): Clock {
  return {
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    schedule(delayMs, task) {
      if (delayMs > 0) return clock.schedule(delayMs, task);
      task();
      return () => undefined;
    },
  };
}
