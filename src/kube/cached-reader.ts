import { type Awaitable, andThen } from '../awaitable.js';
import type { Clock } from '../clock.js';
import { HeldSet, HeldSets } from './held-sets.js';
import type { KeptSet } from './kept-set.js';
import type { Kind } from './kinds.js';
import { mapBounded } from './map-bounded.js';
import { NamespacesView } from './namespaces-view.js';
import type { AccessQuestion, KubeObject, Listing, Reader, Scope, TraceSink } from './ports.js';
import { describe, forbidden } from './refusal.js';
import type { CacheRead, ServerCache } from './server-cache.js';
import type { Store } from './store.js';

export interface CachedReaderOptions {
  readonly cluster: string;
  readonly cache: ServerCache;
  /** For what is not cached; asks in the caller's name. */
  readonly direct: Reader;
  /** Whether the caller may; where every caller may do what the server may, always true. */
  readonly may: (question: AccessQuestion) => Awaitable<boolean>;
  /** Whether the caller may get some objects of a namespace by name, where they may not get all. */
  readonly mayGetNamed: (kind: Kind, namespace: string | undefined) => Awaitable<boolean>;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  /** Told what is asked and read. */
  readonly trace?: TraceSink | undefined;
}

const sideBySide = 10;

/**
 * Reads from memory, as far as the caller may: the cluster's word on that comes before the cache is looked at, or waited for.
 * Listings are live: they show the set as it is when they are asked, or as it was when `hold` was called.
 */
export class CachedReader implements Reader {
  /** What was said in this very millisecond: a thousand joins ask the same few questions. */
  readonly #getsAll = new Map<Kind, Map<string | undefined, boolean>>();
  #saidMs = 0;
  readonly #held = new HeldSets();

  constructor(private readonly options: CachedReaderOptions) {}

  hold(): void {
    this.#held.hold(this.options.cache.stores());
  }

  release(): void {
    this.#held.release();
  }

  inMemory(kind: Kind): boolean {
    return this.options.cache.holds(kind);
  }

  get<T extends KubeObject>(kind: Kind, namespace: string | undefined, name: string): Awaitable<T | undefined> {
    const fromDirect = () => this.#direct().get<T>(kind, namespace, name);
    const { cache } = this.options;
    if (!cache.keeps(kind)) return fromDirect();
    const ifAllowed = (read: () => Awaitable<T | undefined>) =>
      andThen(this.#mayGet(kind, namespace, name), (allowed) => {
        if (!allowed) throw this.#refused(`get ${describe(kind, namespace, name)}`);
        return read();
      });
    const fromStore = (store: Store) => this.#held.of(store).get(namespace, name) as T | undefined;
    // The set may be long in coming: what was allowed before may not be any more.
    const again = (store: Store) => ifAllowed(() => fromStore(store));
    return ifAllowed(() => this.#read(kind, { now: fromStore, later: again, otherwise: fromDirect }));
  }

  list<T extends KubeObject>(kind: Kind, scope: Scope): Awaitable<Listing<T>> {
    const { namespace, fieldSelector } = scope;
    const fromDirect = () => this.#direct().list<T>(kind, scope);
    const { cache } = this.options;
    if (fieldSelector !== undefined || !cache.keeps(kind)) return fromDirect();
    const inPart = namespace === undefined && kind.namespaced;
    const ifAllowed = (read: (whole: boolean) => Awaitable<Listing<T>>) =>
      andThen(this.#may({ verb: 'list', kind, namespace }), (allowed) => {
        if (allowed || inPart) return read(allowed);
        throw this.#refused(`list ${kind.kind} objects${namespace === undefined ? '' : ` in namespace ${namespace}`}`);
      });
    const listing = (store: Store, whole: boolean): Awaitable<Listing<T>> => {
      const set = new HeldSet<T>(this.#held, store as unknown as Store<T>);
      return whole ? wholeOf(set, namespace) : this.#listAllowed(set, kind);
    };
    const again = (store: Store) => ifAllowed((whole) => listing(store, whole));
    return ifAllowed((whole) =>
      this.#read(kind, { now: (store) => listing(store, whole), later: again, otherwise: fromDirect }),
    );
  }

  /** Only namespaces that hold objects are asked for: the others would add nothing. */
  async #listAllowed<T extends KubeObject>(set: KeptSet<T>, kind: Kind): Promise<Listing<T>> {
    const names = set.namespaces();
    const allowed = await mapBounded(names, sideBySide, async (namespace) =>
      this.#may({ verb: 'list', kind, namespace }),
    );
    return new NamespacesView(set, new Set(names.filter((_, index) => allowed[index])), true);
  }

  #refused(what: string) {
    return forbidden(`You may not ${what} in cluster ${this.options.cluster}`);
  }

  /** Whoever may get all objects of a namespace may get each, and most who may not may get none: two questions for a thousand joins. */
  #mayGet(kind: Kind, namespace: string | undefined, name: string): Awaitable<boolean> {
    const known = this.#saidMs === this.options.clock.now() ? this.#getsAll.get(kind)?.get(namespace) : undefined;
    const all = known ?? andThen(this.#may({ verb: 'get', kind, namespace }), (it) => this.#note(kind, namespace, it));
    return andThen(all, (it) => it || this.#mayByName(kind, namespace, name));
  }

  #mayByName(kind: Kind, namespace: string | undefined, name: string): Awaitable<boolean> {
    const { trace, mayGetNamed } = this.options;
    return andThen(mayGetNamed(kind, namespace), (some) => {
      trace?.asked({ verb: 'get', kind, namespace, some: true }, some);
      return some && this.#may({ verb: 'get', kind, namespace, name });
    });
  }

  #note(kind: Kind, namespace: string | undefined, allowed: boolean): boolean {
    const nowMs = this.options.clock.now();
    if (nowMs !== this.#saidMs) this.#getsAll.clear();
    this.#saidMs = nowMs;
    const ofKind = this.#getsAll.get(kind) ?? new Map<string | undefined, boolean>();
    this.#getsAll.set(kind, ofKind.set(namespace, allowed));
    return allowed;
  }

  #may(question: AccessQuestion): Awaitable<boolean> {
    return andThen(this.options.may(question), (allowed) => {
      this.options.trace?.asked(question, allowed);
      return allowed;
    });
  }

  #read<R>(kind: Kind, read: CacheRead<R>): Awaitable<R> {
    const { cache, signal, trace } = this.options;
    if (trace === undefined) return cache.read(kind, signal, read);
    const traced = (from: CacheRead<R>['now']) => (store: Store) => {
      trace.read(kind, this.#held.of(store).revision);
      return from(store);
    };
    return cache.read(kind, signal, { ...read, now: traced(read.now), later: traced(read.later) });
  }

  #direct(): Reader {
    this.options.trace?.spoil();
    return this.options.direct;
  }
}

function wholeOf<T extends KubeObject>(set: KeptSet<T>, namespace: string | undefined): Listing<T> {
  return namespace === undefined ? set : new NamespacesView(set, new Set([namespace]), false);
}
