import type { Dispatcher } from 'undici';
import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import type { Span } from '../observation.js';
import type { ClusterConfig, ServerIdentity } from './cluster-config.js';
import { Deadline } from './deadline.js';
import { FairShare } from './fair-share.js';
import type { Identity } from './identity.js';
import type { Sight } from './lookout.js';
import { errorFromNetwork, networkCodeOf } from './network-error.js';
import { NotSentError } from './not-sent-error.js';
import type { KubeObserver } from './observer.js';
import { type BodySink, jsonSink, readBody, textSink } from './read-body.js';
import { readLines } from './read-lines.js';
import { parseRetryAfter } from './retry-after.js';
import { errorFromStatus } from './status-error.js';
import { type CreateDispatcher, type Purpose, Transport } from './transport.js';

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the cluster's URL, from a slash; encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Default application/json. */
  readonly contentType?: string;
  readonly identity: Identity;
  readonly signal?: AbortSignal | undefined;
  /** Default: readTimeoutMs, for what changes something writeTimeoutMs. */
  readonly timeoutMs?: number;
  /** Whether something is changed if the request is carried out. Default: by the method. */
  readonly changes?: boolean;
  /** Which connections it takes. Default: request. */
  readonly purpose?: 'request' | 'review' | undefined;
  /** Takes in the body of a good answer; throws SyntaxError where it is no JSON. Default: its JSON. */
  readonly sink?: BodySink<unknown> | undefined;
  /** For the observer: the Kubernetes verb and the kind. */
  readonly verb: string;
  readonly kind: string;
}

export interface RestClientOptions {
  readonly config: ClusterConfig;
  readonly clock: Clock;
  readonly observer?: KubeObserver | undefined;
  /** Replaces the HTTP connections, for tests. */
  readonly createDispatcher?: CreateDispatcher | undefined;
  /** The longest wait for the whole answer to a read. Default 10,000 ms; then TIMEOUT. */
  readonly readTimeoutMs?: number | undefined;
  /** The same for a write. Default 30,000 ms; then TIMEOUT with an unknown outcome. */
  readonly writeTimeoutMs?: number | undefined;
  /** The largest answer, and the longest line of a watch. Default 64 MiB; then CLUSTER_UNAVAILABLE. */
  readonly maxAnswerBytes?: number | undefined;
  readonly userAgent?: string | undefined;
}

/** Requests of one moment, watches left out. */
export interface UpstreamLoad {
  /** Sent and not yet answered. */
  readonly underWay: number;
  /** For a connection, or because their caller has its share under way. */
  readonly waiting: number;
}

type Answer = Dispatcher.ResponseData;

/** How far a request has come. */
interface Exchange {
  /** Whether it was handed to a connection: from then on the cluster may have it. */
  sent: boolean;
  /** The answer's status; 0 while there is none. */
  code: number;
}

/** So many requests of one caller are under way at once, for each purpose; a quarter of what all have together. */
const shares = { request: 16, review: 8 } as const;

/** HTTP with one cluster: JSON in, JSON out, every failure as AlbError. Follows no redirect. */
export class RestClient {
  readonly #transport: Transport;
  readonly #basePath: string;
  readonly #maxAnswerBytes: number;
  #underWay = 0;
  readonly #shares = { request: new FairShare(shares.request), review: new FairShare(shares.review) };

  constructor(private readonly options: RestClientOptions) {
    this.#transport = new Transport(options.config, options.createDispatcher);
    this.#basePath = new URL(options.config.url).pathname.replace(/\/+$/, '');
    this.#maxAnswerBytes = options.maxAnswerBytes ?? 64 * 1024 * 1024;
  }

  get cluster(): string {
    return this.options.config.name;
  }

  load(): UpstreamLoad {
    const { request, review } = this.#shares;
    // Those that were given up stay in the queue for a connection until one is made or fails; they wait no more.
    const waiting = Math.min(this.#underWay, request.waiting + review.waiting + this.#transport.queued);
    return { underWay: this.#underWay - waiting, waiting };
  }

  /** The answer's JSON. */
  async request(asked: RestRequest): Promise<unknown> {
    const span = spanOf(asked, this.cluster);
    const request = span === undefined ? asked : { ...asked, identity: { ...asked.identity, span } };
    const { clock, readTimeoutMs = 10_000, writeTimeoutMs = 30_000 } = this.options;
    const changes = changesSomething(request);
    const timeoutMs = request.timeoutMs ?? (changes ? writeTimeoutMs : readTimeoutMs);
    const deadline = new Deadline(clock, timeoutMs, request.signal, { cluster: this.cluster, changes });
    const startedMs = clock.elapsed();
    const exchange: Exchange = { sent: false, code: 0 };
    let leave: () => void = () => undefined;
    this.#underWay += 1;
    try {
      if (deadline.error !== undefined) throw deadline.error;
      leave = await this.#enter(request, deadline.signal);
      return await deadline.race(this.#ask(request, deadline.signal, exchange));
    } catch (thrown) {
      const error = deadline.error ?? this.#errorFrom(thrown, changes);
      throw changes && !exchange.sent && deadline.error !== undefined ? new NotSentError(error.message) : error;
    } finally {
      const { code } = exchange;
      this.#underWay -= 1;
      leave();
      deadline.clear();
      span?.end({
        fault: code > 0 && code < 400 ? undefined : String(code),
        attributes: { 'http.response.status_code': code },
      });
      this.#observe(request, code, startedMs);
    }
  }

  /** One caller must not take every connection from the others; the server's own requests are few. */
  async #enter({ identity, purpose = 'request' }: RestRequest, signal: AbortSignal): Promise<() => void> {
    if (identity.type === 'server') return () => undefined;
    return this.#shares[purpose].enter(identity.key, signal);
  }

  async #ask(request: RestRequest, signal: AbortSignal, exchange: Exchange): Promise<unknown> {
    const answer = await this.#send(request, request.purpose ?? 'request', signal, exchange);
    const { code } = exchange;
    if (code < 200 || code > 299) throw this.#errorFromAnswer(request, answer, await this.#textOf(answer));
    return readBody(answer.body, this.#maxAnswerBytes, request.sink ?? jsonSink());
  }

  /**
   * The lines of an answer that does not end, each parsed. It ends when the cluster ends it, and fails when the
   * connection breaks or `signal` aborts. `onBytes` is called for every sign of life, the head of a good answer included.
   */
  async *stream(request: RestRequest, onBytes: () => void): AsyncGenerator<unknown> {
    const { clock, readTimeoutMs = 10_000 } = this.options;
    // For the answer's head alone: a cluster sends it as soon as the watch stands.
    const deadline = new Deadline(clock, request.timeoutMs ?? readTimeoutMs, request.signal, {
      cluster: this.cluster,
      changes: false,
    });
    try {
      const answer = await this.#openStream(request, deadline);
      onBytes();
      for await (const line of readLines(noticed(answer.body, onBytes), this.#maxAnswerBytes)) {
        yield JSON.parse(line);
      }
    } catch (thrown) {
      throw deadline.error ?? this.#errorFrom(thrown, false);
    } finally {
      deadline.clear();
    }
  }

  /** How the cluster answers when it is asked whether it is ready. Never rejects. */
  async look(identity: Identity, timeoutMs: number): Promise<Sight> {
    const request: RestRequest = { method: 'GET', path: '/readyz', identity, verb: 'discovery', kind: 'readyz' };
    const startedMs = this.options.clock.elapsed();
    const deadline = new Deadline(this.options.clock, timeoutMs, undefined, { cluster: this.cluster, changes: false });
    const exchange: Exchange = { sent: false, code: 0 };
    try {
      return await deadline.race(this.#look(request, deadline.signal, exchange));
    } catch {
      return 'silent';
    } finally {
      deadline.clear();
      this.#observe(request, exchange.code, startedMs);
    }
  }

  /** Cuts everything under way. */
  close(): Promise<void> {
    this.options.config.close?.();
    return this.#transport.close();
  }

  async #look(request: RestRequest, signal: AbortSignal, exchange: Exchange): Promise<Sight> {
    const answer = await this.#send(request, 'review', signal, exchange);
    await this.#textOf(answer);
    const { code } = exchange;
    if (code === 401 || code === 403) return 'unclear';
    return code < 500 ? 'ready' : 'not ready';
  }

  async #openStream(request: RestRequest, deadline: Deadline): Promise<Answer> {
    const startedMs = this.options.clock.elapsed();
    const exchange: Exchange = { sent: false, code: 0 };
    try {
      if (deadline.error !== undefined) throw deadline.error;
      const answer = await deadline.race(this.#watch(request, deadline.signal, exchange));
      deadline.lift();
      return answer;
    } finally {
      this.#observe(request, exchange.code, startedMs);
    }
  }

  async #watch(request: RestRequest, signal: AbortSignal, exchange: Exchange): Promise<Answer> {
    const answer = await this.#send(request, 'watch', signal, exchange);
    if (exchange.code === 200) return answer;
    throw this.#errorFromAnswer(request, answer, await this.#textOf(answer));
  }

  /** The cluster's answer. Credentials that it refuses are exchanged for new ones, once, where there are such. */
  async #send(request: RestRequest, purpose: Purpose, signal: AbortSignal, exchange: Exchange): Promise<Answer> {
    const { identity } = request;
    let own = await this.#credentials(identity);
    let answer = await this.#sendAs(own, request, purpose, signal, exchange);
    if (answer.statusCode === 401 && own?.onRefused?.() === true) {
      await answer.body.dump();
      exchange.sent = false;
      own = await this.#credentials(identity);
      answer = await this.#sendAs(own, request, purpose, signal, exchange);
    }
    exchange.code = answer.statusCode;
    return answer;
  }

  async #sendAs(
    own: ServerIdentity | undefined,
    request: RestRequest,
    purpose: Purpose,
    signal: AbortSignal,
    exchange: Exchange,
  ): Promise<Answer> {
    const dispatcher = await this.#credential(this.#transport.dispatcherFor(purpose, own));
    // Whoever asked may have gone while the credentials were waited for.
    signal.throwIfAborted();
    const options: Dispatcher.RequestOptions = {
      origin: this.#transport.origin,
      method: request.method,
      path: this.#basePath + request.path + queryString(request.query),
      headers: this.#headers(request, own?.headers ?? {}),
      body: request.body === undefined ? null : JSON.stringify(request.body),
      signal,
    };
    exchange.sent = true;
    try {
      return await dispatcher.request(options);
    } catch (thrown) {
      // A kept connection that the other side closed meanwhile: a read is asked again, once, on a new one.
      if (request.method !== 'GET' || signal.aborted || !isBroken(thrown)) throw thrown;
      return await dispatcher.request(options);
    }
  }

  #credentials({ type }: Identity): Promise<ServerIdentity | undefined> {
    const { identity } = this.options.config;
    return type === 'server' && identity !== undefined ? this.#credential(identity()) : Promise.resolve(undefined);
  }

  /** Whatever the server needs to prove itself, or to know the cluster by. */
  async #credential<V>(read: Promise<V>): Promise<V> {
    try {
      return await read;
    } catch (cause) {
      if (cause instanceof AlbError) throw cause;
      const message = `The server's credentials for cluster ${this.cluster} cannot be had`;
      throw new AlbError('CLUSTER_UNAVAILABLE', message, { cause });
    }
  }

  #headers(request: RestRequest, own: Readonly<Record<string, string>>): Record<string, string> {
    const { identity } = request;
    const headers: Record<string, string> = {
      accept: 'application/json',
      'user-agent': this.options.userAgent ?? 'alb-graphql',
      ...(identity.span && { traceparent: identity.span.traceparent }),
      ...(request.body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
    };
    if (identity.type === 'server') return { ...headers, ...own };
    // Refused here, because the HTTP library would quote the header in its error.
    if (!/^[\x21-\x7e]+$/.test(identity.token)) throw new AlbError('UNAUTHENTICATED', 'The token is not well-formed');
    return { ...headers, authorization: `Bearer ${identity.token}` };
  }

  #textOf({ body }: Answer): Promise<string> {
    return readBody(body, this.#maxAnswerBytes, textSink());
  }

  /** Why there is no answer. */
  #errorFrom(thrown: unknown, changes: boolean): AlbError {
    const { cluster } = this;
    if (!(thrown instanceof SyntaxError)) return errorFromNetwork(thrown, { cluster, changes });
    return new AlbError('CLUSTER_UNAVAILABLE', `Cluster ${cluster} answered with something other than JSON`, {
      cause: thrown,
      outcomeUnknown: changes,
    });
  }

  #errorFromAnswer(request: RestRequest, answer: Answer, text: string): AlbError {
    const retryAfter = answer.headers['retry-after'];
    return errorFromStatus(answer.statusCode, parseOrUndefined(text), {
      cluster: this.cluster,
      changes: changesSomething(request),
      retryAfterMs: parseRetryAfter(typeof retryAfter === 'string' ? retryAfter : undefined, this.options.clock.now()),
      secret: request.identity.type === 'caller' ? request.identity.token : undefined,
    });
  }

  #observe(request: RestRequest, code: number, startedMs: number): void {
    const { verb, kind } = request;
    const durationMs = this.options.clock.elapsed() - startedMs;
    this.options.observer?.onRequest?.({ cluster: this.cluster, verb, kind, code, durationMs });
  }
}

/** The request within the operation that it is made for. */
function spanOf({ identity, method, verb, kind }: RestRequest, cluster: string): Span | undefined {
  return identity.span?.start(
    `${verb} ${kind}`,
    {
      'http.request.method': method,
      'k8s.cluster.name': cluster,
      'alb_graphql.verb': verb,
      'alb_graphql.kind': kind,
    },
    'client',
  );
}

function changesSomething(request: RestRequest): boolean {
  return request.changes ?? request.method !== 'GET';
}

function isBroken(thrown: unknown): boolean {
  return ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(networkCodeOf(thrown));
}

function queryString(query: RestRequest['query']): string {
  const entries = Object.entries(query ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as [string, string]],
  );
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* noticed(chunks: AsyncIterable<Uint8Array>, onBytes: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes();
    yield chunk;
  }
}
