import type { LookupFunction } from 'node:net';
import { type Dispatcher, Pool, ProxyAgent } from 'undici';
import { mapAll } from '../awaitable.js';
import { AlbError } from '../errors.js';
import type { ClusterConfig, ServerIdentity } from './cluster-config.js';
import { sharedLookup } from './shared-lookup.js';

/**
 * What connections are for. Each has its own: watches that last, or requests that hang, must not keep the server from asking
 * after rights, or after the cluster itself.
 */
export type Purpose = 'request' | 'review' | 'watch';

/** A second request must not queue behind a slow answer: HTTP/1.1, one at a time on each of so many connections. */
const connections: Readonly<Record<Purpose, number | null>> = { request: 64, review: 32, watch: null };

/** What a pool of connections is opened with. */
export interface ConnectionSettings {
  readonly origin: string;
  readonly purpose: Purpose;
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly serverName: string | undefined;
  readonly proxyUrl: string | undefined;
  /** Resolves the host's name. */
  readonly lookup: LookupFunction;
}

export type CreateDispatcher = (settings: ConnectionSettings) => Dispatcher;

/** For resolving the name, connecting and agreeing on TLS, or on a way through a proxy. */
const connectMs = 10_000;

interface Entry {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly dispatcher: Dispatcher;
}

/**
 * The connections to one cluster: one pool for each purpose and TLS identity. A request that carries a caller's token
 * never travels on a connection with the server's own certificate: a cluster would believe the certificate first.
 */
export class Transport {
  readonly #entries = new Map<string, Entry>();
  /** Replaced, and closing: what is under way on them ends there. */
  readonly #retired = new Set<Dispatcher>();
  readonly #lookup = sharedLookup();
  readonly #origin: string;
  #closed = false;

  constructor(
    private readonly config: ClusterConfig,
    private readonly create: CreateDispatcher = createDispatcher,
  ) {
    this.#origin = new URL(config.url).origin;
  }

  get origin(): string {
    return this.#origin;
  }

  /** The pool for requests by `identity`; undefined: those that bring a caller's token. */
  async dispatcherFor(purpose: Purpose, identity: ServerIdentity | undefined): Promise<Dispatcher> {
    const { cert, key } = identity ?? {};
    const ca = await this.config.ca?.();
    // The authorities may have been long in coming.
    if (this.#closed) throw new AlbError('CLUSTER_UNAVAILABLE', `Cluster ${this.config.name} is closed`);
    const slot = `${purpose}:${cert === undefined ? 'plain' : 'certificate'}`;
    const entry = this.#entries.get(slot);
    if (entry !== undefined && entry.ca === ca && entry.cert === cert && entry.key === key) return entry.dispatcher;
    const { serverName, proxyUrl } = this.config;
    const lookup = this.#lookup;
    const dispatcher = this.create({ origin: this.#origin, purpose, ca, cert, key, serverName, proxyUrl, lookup });
    this.#entries.set(slot, { ca, cert, key, dispatcher });
    if (entry !== undefined) this.#retire(entry.dispatcher);
    return dispatcher;
  }

  /** The certificates were renewed: what is under way on the old connections may end there. */
  #retire(dispatcher: Dispatcher): void {
    this.#retired.add(dispatcher);
    const forget = () => void this.#retired.delete(dispatcher);
    dispatcher.close().then(forget, forget);
  }

  /** Requests that wait for a connection. */
  get queued(): number {
    let sum = 0;
    for (const { dispatcher } of this.#entries.values())
      sum += dispatcher instanceof Pool ? dispatcher.stats.queued : 0;
    return sum;
  }

  /** Cuts every connection. */
  async close(): Promise<void> {
    this.#closed = true;
    const dispatchers = [...[...this.#entries.values()].map(({ dispatcher }) => dispatcher), ...this.#retired];
    this.#entries.clear();
    await mapAll(dispatchers, (dispatcher) => dispatcher.destroy());
  }
}

function createDispatcher(settings: ConnectionSettings): Dispatcher {
  const tls = {
    // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment does not turn it off.
    rejectUnauthorized: true,
    ...(settings.ca === undefined ? {} : { ca: settings.ca }),
    ...(settings.cert === undefined ? {} : { cert: settings.cert, key: settings.key }),
    ...(settings.serverName === undefined ? {} : { servername: settings.serverName }),
  };
  const options = {
    allowH2: false,
    connections: connections[settings.purpose],
    // Deadlines are the callers'; here they would only come a second time.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 15_000,
  };
  const { lookup } = settings;
  if (settings.proxyUrl !== undefined) {
    return new ProxyAgent({
      ...options,
      uri: settings.proxyUrl,
      connectTimeout: connectMs,
      // Of the request by which the proxy is asked for a way: one that accepts it and never answers is no way.
      clientFactory: (origin, more) => new Pool(origin, { ...more, headersTimeout: connectMs }),
      proxyTls: { lookup },
      requestTls: tls,
    });
  }
  const connect = { ...tls, lookup, timeout: connectMs, keepAlive: true, keepAliveInitialDelay: 20_000 };
  return new Pool(settings.origin, { ...options, connect });
}
