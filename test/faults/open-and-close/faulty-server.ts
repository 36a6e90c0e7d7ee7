import { indexesFor } from '../../../src/gateway/indexes.js';
import type { Context } from '../../../src/graphql/context.js';
import { createEngine } from '../../../src/graphql/create-engine.js';
import type { Engine } from '../../../src/graphql/engine.js';
import { createIdentify } from '../../../src/http/identity.js';
import { createHttpServer, type HttpServer } from '../../../src/http/server.js';
import { createClusters, type RunningClusters } from '../../../src/kube/clusters.js';
import type { ClusterPorts, LiveCollection, SharedSet, Watcher } from '../../../src/kube/ports.js';
import { createLogger } from '../../../src/log.js';
import { createMetrics, type Metrics } from '../../../src/metrics.js';
import { fillPlatform } from '../../../src/sandbox/platform.js';
import { defaultTokens } from '../../../src/sandbox/users.js';
import { type OpenedSandbox, openSandbox } from '../../harness/open-sandbox.js';
import { CountingClock } from './counting-clock.js';
import { PlantedFault } from './planted-fault.js';

const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };
const many = 10_000;

/** So few at once that a place which is not given back is missed by the next operation. */
const places = { maxOperations: 2, maxSubscriptions: 2 };

const limits = {
  maxBodyBytes: 1 << 20,
  maxHeaderBytes: 16_384,
  maxDocumentChars: many,
  maxTokens: many,
  maxDepth: 20,
  maxComplexity: 100_000,
  maxAliases: 50,
  maxRootFields: 20,
  maxDirectives: 50,
  maxVariablesDepth: 32,
  maxVariablesBytes: 1 << 20,
  maxOperationsPerCaller: many,
  maxOperationsPerSecond: many,
  maxOperationsPerSecondPerCaller: many,
  maxSubscriptionsPerCaller: many,
  maxSubscriptionBytes: Number.POSITIVE_INFINITY,
  maxSubscriptionBytesPerCaller: Number.POSITIVE_INFINITY,
  maxConnections: many,
  maxSockets: many,
  maxSocketsPerCaller: many,
  maxOperationsPerSocket: many,
  maxUnsentBytes: 1 << 20,
  ...places,
};

/** A whole server in shared mode over a sandbox, whose parts can be made to fail at any of their functions. */
export class FaultyServer {
  readonly fault = new PlantedFault();
  readonly metrics = createMetrics();
  readonly #sets = new WeakMap<SharedSet, SharedSet>();
  #server: HttpServer | undefined;
  url = '';

  private constructor(
    private readonly sandbox: OpenedSandbox,
    private readonly clusters: RunningClusters,
    private readonly clock: CountingClock,
  ) {}

  static async start(): Promise<FaultyServer> {
    const sandbox = await openSandbox({ tokens: defaultTokens });
    fillPlatform(sandbox.sandbox.admin, { at: '2026-01-01T00:00:00Z' });
    const headers = { authorization: 'Bearer admin-token' };
    const clock = new CountingClock();
    const clusters = createClusters({
      configs: [{ name: 'sandbox', url: sandbox.listening.url, identity: async () => ({ headers }) }],
      preload: ['sandbox'],
      mode: 'shared',
      clock,
      random: Math.random,
      indexes: indexesFor(settings),
    });
    await clusters.ready;
    const server = new FaultyServer(sandbox, clusters, clock);
    await server.#listen();
    return server;
  }

  async #listen(): Promise<void> {
    const { fault, clock, metrics } = this;
    const engine = createEngine({
      clusters: { ...this.clusters, open: (...args) => this.#failing(this.clusters.open(...args)) },
      settings,
      clock,
      random: Math.random,
      operationId: () => 'an-operation',
      limits,
    });
    const identify = createIdentify(Buffer.from('secret'));
    this.metrics.reportUpstream(() => this.clusters.loads());
    this.#server = await createHttpServer({
      engine: fault.on<Engine<Context>>(engine, 'engine', {
        parse: 'throws',
        check: 'throws',
        answer: 'rejects',
        contextFor: 'throws',
        execute: 'throws',
        subscribe: 'rejects',
      }) as Engine,
      identify,
      clock,
      limits,
      operationTimeoutMs: 20_000,
      heartbeatMs: 0,
      logger: createLogger('silent'),
      metrics: fault.on<Metrics>(metrics, 'metrics', { openSubscription: 'throws' }),
      host: '127.0.0.1',
      port: 0,
      requestTimeoutMs: 30_000,
      idleTimeoutMs: 0,
      playground: false,
      readiness: () => ({ ready: true, detail: {} }),
      origins: { allowedOrigins: [], localOnly: false },
    });
    this.url = `${(await this.#server.listen()).url}/graphql`;
  }

  /** All that an operation may leave open. */
  async held(): Promise<Record<string, number>> {
    const page = await this.metrics.expose();
    const gauges = [...page.matchAll(/^alb_graphql_(open_\w+|\w+_under_way|\w+_queue)\S* (\d+)$/gm)];
    const sums = new Map<string, number>();
    for (const [, name = '', value] of gauges) sums.set(name, (sums.get(name) ?? 0) + Number(value));
    const users = this.clusters.states().reduce((sum, state) => sum + state.users, 0);
    return { ...Object.fromEntries(sums), users, timers: this.clock.pending };
  }

  async stop(): Promise<void> {
    await this.#server?.close({ graceMs: 0 });
    await this.clusters.close();
    await this.sandbox.close();
  }

  #failing(ports: ClusterPorts): ClusterPorts {
    const { fault } = this;
    const watcher: Watcher = {
      watch: async (kind, scope, options) =>
        this.#failingSet((await ports.watcher.watch(kind, scope, options)) as unknown as LiveCollection) as never,
    };
    return {
      ...ports,
      reader: fault.on(ports.reader, 'reader', { get: 'rejects', list: 'rejects' }),
      fresh: fault.on(ports.fresh, 'fresh', { get: 'rejects', list: 'rejects' }),
      writer: fault.on(ports.writer, 'writer', { create: 'rejects', replace: 'rejects', delete: 'rejects' }),
      watcher: fault.on(watcher, 'watcher', { watch: 'rejects' }),
      authorizer: fault.on(ports.authorizer, 'authorizer', { can: 'rejects', whoAmI: 'rejects' }),
    };
  }

  #failingSet(set: LiveCollection): LiveCollection {
    const { fault } = this;
    const { shared } = set;
    if (shared !== undefined && !this.#sets.has(shared)) {
      const open = (): LiveCollection => this.#failingSet(shared.open());
      this.#sets.set(shared, fault.on<SharedSet>({ open }, 'shared', { open: 'throws' }));
    }
    const failing = fault.on(set, 'set', { onChange: 'throws', onEnd: 'throws', all: 'throws', get: 'throws' });
    return new Proxy(failing, {
      get: (target, member) =>
        member === 'shared' && shared !== undefined ? this.#sets.get(shared) : Reflect.get(target, member, target),
    });
  }
}
