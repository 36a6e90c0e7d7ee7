import { hash } from 'node:crypto';
import { type ExecutionResult, parse } from 'graphql';
import { type Dispatcher, Pool } from 'undici';
import type { Clock } from '../../src/clock.js';
import { indexesFor } from '../../src/gateway/indexes.js';
import { createSchema } from '../../src/graphql/build-schema.js';
import { createEngine } from '../../src/graphql/create-engine.js';
import type { MutationRecord } from '../../src/graphql/mutations.js';
import { anonymous } from '../../src/http/identity.js';
import { type ClustersOptions, createClusters, type RunningClusters } from '../../src/kube/clusters.js';
import { RequestCounter } from './kube-request.js';
import { openResources } from './open-resources.js';

const schema = createSchema();
const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };

const limits = {
  maxDocumentChars: 100_000,
  maxTokens: 10_000,
  maxVariablesDepth: 32,
  maxVariablesBytes: 262_144,
  maxDepth: 20,
  maxComplexity: 1_000_000,
  maxAliases: 1_000,
  maxRootFields: 20,
  maxDirectives: 50,
};

export interface DirectEngineOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly random?: () => number;
  /** Default: real connections, whose requests are counted. */
  readonly createDispatcher?: ClustersOptions['createDispatcher'];
  readonly onMutation?: (record: MutationRecord) => void;
  readonly onNotice?: (message: string, facts: Record<string, unknown>) => void;
  readonly token?: string;
  /** Default: as of a server. */
  readonly writeTimeoutMs?: number;
  readonly onInternalError?: (error: unknown) => void;
  /** Default: passthrough. */
  readonly mode?: 'passthrough' | 'shared';
  /** Before the ids of its operations. */
  readonly id?: string;
}

export interface Outcome {
  readonly data: any;
  /** The first error's code and the rest of its extensions. */
  readonly error: { readonly code: string; readonly message: string; readonly [member: string]: any } | undefined;
}

/** This server without its hosts: the engine on its clusters, for tests that own time and connections. */
export class DirectEngine {
  /** Requests that have been sent and not been answered. */
  inFlight = 0;
  readonly clusters: RunningClusters;
  readonly engine: ReturnType<typeof createEngine>;
  #refused: { readonly at: string; readonly onward: boolean } | undefined;
  #refusing = false;
  #counter = new RequestCounter();
  readonly #closedPort = new Pool('http://127.0.0.1:1');

  constructor(private readonly options: DirectEngineOptions) {
    const {
      url,
      clock,
      random = Math.random,
      createDispatcher,
      onMutation,
      onNotice,
      onInternalError,
      id = 'op',
      mode = 'passthrough',
      writeTimeoutMs,
    } = options;
    this.clusters = createClusters({
      configs: [{ name: 'test', url, ...(mode === 'shared' && { identity: async () => ({ headers: {} }) }) }],
      mode,
      clock,
      random,
      indexes: indexesFor(settings),
      writeTimeoutMs,
      // To its caller it is nothing at all: an event that never comes.
      ...(onInternalError && { observer: { onListenerFault: onInternalError } }),
      createDispatcher: createDispatcher ?? (({ origin }) => this.#dispatcher(origin)),
    });
    let operations = 0;
    this.engine = createEngine({
      schema,
      clusters: this.clusters,
      settings,
      clock,
      random,
      operationId: () => `${id}-${++operations}`,
      limits,
      onInternalError,
      onMutation,
      onNotice,
    });
  }

  /** Refuses the connection for one request (as RequestCounter names it), or for all from there on. Counts anew. */
  refuse(at?: string, onward = false): void {
    this.#refused = at === undefined ? undefined : { at, onward };
    this.#refusing = false;
    this.#counter = new RequestCounter();
  }

  /** Whether the request that was to be refused has been sent. */
  get refused(): boolean {
    return this.#refusing;
  }

  /** `token`: null for a caller who brings none. */
  async execute(
    query: string,
    variables: Record<string, unknown> = {},
    token: string | null = this.options.token ?? 'admin-token',
  ): Promise<Outcome> {
    const { engine } = this;
    const caller = token === null ? anonymous : { token, key: hash('sha256', token) };
    const result = (await engine.execute({
      schema: engine.schema,
      document: parse(query),
      variableValues: variables,
      contextValue: engine.contextFor(caller, openResources()),
    })) as ExecutionResult;
    const [error] = (result.errors ?? []).map((one) => engine.formatError(one));
    const { code, ...extensions } = error?.extensions ?? {};
    return {
      data: result.data,
      error: error && { ...extensions, code: String(code), message: error.message },
    };
  }

  async close(): Promise<void> {
    await this.clusters.close();
    await this.#closedPort.destroy();
  }

  #dispatcher(origin: string): Dispatcher {
    const pool = new Pool(origin, { headersTimeout: 0, bodyTimeout: 0 });
    return pool.compose((dispatch) => (options, handler) => {
      this.inFlight += 1;
      const counted = new CountedHandler(handler, () => {
        this.inFlight -= 1;
      });
      const refused = this.#isRefused(options);
      return refused ? this.#closedPort.dispatch(options, counted) : dispatch(options, counted);
    });
  }

  #isRefused({ method, path }: Dispatcher.DispatchOptions): boolean {
    const what = this.#counter.next(method, path);
    if (this.#refused === undefined) return false;
    if (what === this.#refused.at) this.#refusing = true;
    return what === this.#refused.at || (this.#refusing && this.#refused.onward);
  }
}

/** Tells when a request is over, one way or the other. */
class CountedHandler implements Dispatcher.DispatchHandler {
  #over = false;

  constructor(
    private readonly handler: Dispatcher.DispatchHandler,
    private readonly onOver: () => void,
  ) {}

  onRequestStart(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onRequestStart']>>): void {
    this.handler.onRequestStart?.(...args);
  }

  onResponseStart(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>): void {
    this.handler.onResponseStart?.(...args);
  }

  onResponseData(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseData']>>): void {
    this.handler.onResponseData?.(...args);
  }

  onResponseEnd(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseEnd']>>): void {
    this.#end();
    this.handler.onResponseEnd?.(...args);
  }

  onResponseError(...args: Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseError']>>): void {
    this.#end();
    this.handler.onResponseError?.(...args);
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.onOver();
  }
}
