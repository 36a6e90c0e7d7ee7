import { type Awaitable, andThen, mapAll, together } from '../awaitable.js';
import type { BoundedCache } from '../bounded-cache.js';
import { AllowedNamespaces } from './allowed-namespaces.js';
import { RestAuthorizer } from './authorizer.js';
import { CachedReader } from './cached-reader.js';
import { CachedWatcher } from './cached-watcher.js';
import type { ClusterConfig } from './cluster-config.js';
import { DirectReader } from './direct-reader.js';
import { DirectWatcher } from './direct-watcher.js';
import { Discovery } from './discovery.js';
import { type Identity, serverIdentity, tokenEndOf } from './identity.js';
import type { InformerState } from './informer.js';
import { Informers } from './informers.js';
import { albKind, gatewayClassKind, gatewayKind, type Kind } from './kinds.js';
import { KubeClient } from './kube-client.js';
import { Lookout, type Pause } from './lookout.js';
import { NamedRights, type NamedRules } from './named-rights.js';
import type {
  AccessQuestion,
  Caller,
  ClusterInfo,
  ClusterPorts,
  IndexFunctions,
  Reader,
  RightsQuestion,
  Trace,
  TraceSink,
  Watcher,
} from './ports.js';
import { Preloader } from './preloader.js';
import { RestClient, type RestClientOptions, type UpstreamLoad } from './rest.js';
import { RestWriter } from './rest-writer.js';
import { Reviews, type Verdict } from './reviews.js';
import { ServerCache } from './server-cache.js';
import { unauthenticatedPorts } from './unauthenticated-ports.js';

/**
 * `single-user`: the server's own identity for everything. `passthrough`: every request carries the caller's token.
 * `shared`: reads come from memory, kept with the server's identity, as far as the cluster says that the caller may; the
 * rest carries the caller's token.
 */
export type AccessMode = 'single-user' | 'passthrough' | 'shared';

export interface ClusterOptions extends Omit<RestClientOptions, 'config'> {
  readonly mode: AccessMode;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** The indexes to keep for each kind. */
  readonly indexes: (kind: Kind) => IndexFunctions;
  /** The kinds kept in memory in `single-user` and `shared` mode. Default: GatewayClass, Gateway, ALB2. */
  readonly cachedKinds?: readonly Kind[] | undefined;
  /** How long a kept set outlives its last use. Default 60,000 ms. */
  readonly idleMs?: number | undefined;
  /** The longest silence of a watch. Default 58,000 ms; then it is opened anew. */
  readonly watchIdleTimeoutMs?: number | undefined;
  /** A kept set cut off from its cluster for longer is not read from. Default 60,000 ms. */
  readonly maxStaleMs?: number | undefined;
  /** How often a stream's rights are looked at again. Default 30,000 ms. */
  readonly recheckMs?: number | undefined;
  /** How long a review's yes, and its no, are believed. Defaults 10,000 ms and 5,000 ms. */
  readonly allowMs?: number | undefined;
  readonly denyMs?: number | undefined;
  /** What all clusters keep in common; in there, `scope` tells them apart. Default: each cluster keeps its own. */
  readonly verdicts?: BoundedCache<Verdict> | undefined;
  readonly rules?: BoundedCache<NamedRules> | undefined;
  readonly scope?: string | undefined;
}

/** A cluster that says within this time that it is ready is back. */
const lookTimeoutMs = 2000;

/** One cluster: its connections, its caches, and the ports by which each caller meets it. */
export class Cluster {
  readonly #rest: RestClient;
  readonly #client: KubeClient;
  readonly #informers: Informers;
  readonly #cache: ServerCache;
  readonly #reviews: Reviews;
  readonly #namedRights: NamedRights;
  readonly #namespaces: AllowedNamespaces;
  readonly #preloader: Preloader;
  readonly #lookout: Lookout;
  readonly #kinds: readonly Kind[];

  constructor(
    config: ClusterConfig,
    private readonly options: ClusterOptions,
  ) {
    const { clock, random, indexes, observer, idleMs, watchIdleTimeoutMs, maxStaleMs, allowMs, denyMs } = options;
    const { verdicts, rules, scope } = options;
    this.#kinds = options.cachedKinds ?? [gatewayClassKind, gatewayKind, albKind];
    this.#rest = new RestClient({ ...options, config });
    this.#client = new KubeClient(this.#rest, new Discovery({ rest: this.#rest, clock }));
    const look = (identity: Identity) => this.#rest.look(identity, lookTimeoutMs);
    this.#lookout = new Lookout({ clock, random, look });
    this.#informers = new Informers({
      client: this.#client,
      clock,
      random,
      indexes,
      idleMs,
      idleTimeoutMs: watchIdleTimeoutMs,
      recheckMs: options.recheckMs,
      maxStaleMs,
      lookout: this.#lookout,
      observer,
    });
    this.#cache = new ServerCache({ informers: this.#informers, clock, kinds: this.#kinds, maxStaleMs });
    const informerOf = (kind: Kind) => this.#informers.get(kind, undefined, serverIdentity);
    this.#preloader = new Preloader({ clock, informerOf });
    this.#reviews = new Reviews({ rest: this.#rest, clock, allowMs, denyMs, verdicts, scope });
    this.#namedRights = new NamedRights({ rest: this.#rest, clock, keptMs: denyMs, rules, scope });
    this.#namespaces = new AllowedNamespaces(this.#client, this.#reviews);
  }

  get name(): string {
    return this.#rest.cluster;
  }

  open(caller: Caller, signal?: AbortSignal, trace?: TraceSink): ClusterPorts {
    const identity = this.#identityOf(caller);
    if (identity === undefined) return unauthenticatedPorts(this.name);
    const direct = this.#directReader(identity, signal);
    return {
      name: this.name,
      reader: this.#reader(identity, direct, signal, trace),
      fresh: this.#directReader(identity, undefined),
      writer: new RestWriter(this.#client, this.#informers, identity),
      watcher: this.#watcher(identity, signal),
      authorizer: new RestAuthorizer(this.#rest, this.#reviews, identity, signal),
      info: () => this.#info(identity, signal),
      gatewayApiVersion: () => this.#client.servedVersion(gatewayKind, identity, signal),
    };
  }

  /** The caller's rights first, then whether the sets are as they were. */
  confirm({ questions, revisions }: Trace, caller: Caller, signal?: AbortSignal): Awaitable<boolean> {
    const identity = this.#identityOf(caller);
    if (identity === undefined) return false;
    const answers = mapAll(questions, ({ question }) => this.#ask(question, identity, signal));
    return andThen(
      answers,
      (now) => questions.every(({ allowed }, at) => allowed === now[at]) && this.#cache.isAt(revisions),
    );
  }

  /** Fills the caches and keeps them. Resolves when each is filled, or known not to be to be had. */
  async preload(): Promise<void> {
    if (this.options.mode === 'passthrough') return;
    await mapAll(this.#kinds, (kind) => this.#preloader.load(kind));
  }

  states(): InformerState[] {
    return this.#informers.states();
  }

  load(): UpstreamLoad {
    return this.#rest.load();
  }

  async close(): Promise<void> {
    this.#preloader.close();
    this.#informers.close();
    await this.#rest.close();
  }

  #ask(question: RightsQuestion, identity: Identity, signal: AbortSignal | undefined): Awaitable<boolean> {
    // Nobody's rights were asked for then, and none are now.
    if (this.options.mode === 'single-user') return true;
    const { kind, namespace, some } = question;
    return some
      ? this.#namedRights.mayGet(kind, namespace, identity, signal)
      : this.#reviews.can(question, identity, signal);
  }

  #identityOf({ token, key, expiresAtMs, observation }: Caller): Identity | undefined {
    const span = observation?.span;
    if (this.options.mode === 'single-user') return span === undefined ? serverIdentity : { ...serverIdentity, span };
    return token === undefined || token === '' ? undefined : { type: 'caller', token, key, expiresAtMs, span };
  }

  #directReader(identity: Identity, signal: AbortSignal | undefined): Reader {
    const { indexes } = this.options;
    const mayGetNamed = this.#mayGetNamed(identity, signal);
    const mayGetSome = (kind: Kind, namespace: string | undefined) =>
      andThen(
        this.#reviews.can({ verb: 'get', kind, namespace }, identity, signal),
        (all) => all || mayGetNamed(kind, namespace),
      );
    const namespaces = this.#namespaces;
    return new DirectReader({ client: this.#client, namespaces, indexes, identity, mayGetSome, signal });
  }

  #mayGetNamed(identity: Identity, signal: AbortSignal | undefined) {
    return (kind: Kind, namespace: string | undefined) => this.#namedRights.mayGet(kind, namespace, identity, signal);
  }

  #reader(identity: Identity, direct: Reader, signal: AbortSignal | undefined, trace: TraceSink | undefined): Reader {
    const { mode } = this.options;
    if (mode === 'passthrough') {
      trace?.spoil();
      return direct;
    }
    const reviews = this.#reviews;
    return new CachedReader({
      cluster: this.name,
      cache: this.#cache,
      direct,
      may: mode === 'single-user' ? () => true : (question) => reviews.can(question, identity, signal),
      mayGetNamed: this.#mayGetNamed(identity, signal),
      signal,
      clock: this.options.clock,
      trace,
    });
  }

  #watcher(identity: Identity, signal: AbortSignal | undefined): Watcher {
    const { mode, clock, recheckMs: everyMs = 30_000 } = this.options;
    const pause: Pause = (delayMs, waiting) => this.#lookout.pause(delayMs, identity, waiting);
    const recheck = { clock, everyMs, pause, tokenEndsMs: tokenEndOf(identity) };
    const common = { cluster: this.name, signal, recheck };
    const direct = new DirectWatcher({ ...common, informers: this.#informers, namespaces: this.#namespaces, identity });
    if (mode === 'passthrough') return direct;
    const may = async (question: AccessQuestion, asking?: AbortSignal, maxAgeMs?: number) =>
      this.#reviews.can(question, identity, asking, maxAgeMs);
    return new CachedWatcher({ ...common, cache: this.#cache, direct, may: mode === 'shared' ? may : undefined });
  }

  async #info(identity: Identity, signal: AbortSignal | undefined): Promise<ClusterInfo> {
    const { discovery } = this.#client;
    // "Now" is the point of the question: what was true five minutes ago does not answer it.
    discovery.forget(gatewayKind.group);
    const [kubernetesVersion, [gatewayApiVersion]] = await together(
      () => discovery.kubernetesVersion(identity, signal),
      () => discovery.versionsOf(gatewayKind, identity, signal),
    );
    return { kubernetesVersion, gatewayApiVersion };
  }
}
