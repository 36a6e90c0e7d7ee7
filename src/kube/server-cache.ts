import type { Awaitable } from '../awaitable.js';
import type { Clock } from '../clock.js';
import { serverIdentity } from './identity.js';
import type { Informer } from './informer.js';
import type { Informers } from './informers.js';
import type { Kind } from './kinds.js';
import type { LiveHandle } from './live-handle.js';
import type { LiveOptions } from './ports.js';
import { isRefusal } from './refusal.js';
import type { Store } from './store.js';

export interface ServerCacheOptions {
  readonly informers: Informers;
  readonly clock: Clock;
  readonly kinds: readonly Kind[];
  /** A cache cut off from its cluster for longer is not read from; the cluster is asked instead. Default 60,000 ms. */
  readonly maxStaleMs?: number | undefined;
}

/** After a refusal, the server's right to list a kind is not put to the test again so soon. */
const refusalMs = 30_000;

/** The sets of one cluster that are kept in memory with the server's own identity. */
export class ServerCache {
  readonly #refusedUntilMs = new Map<Kind, number>();
  /** As last found: a thousand joins look for the same three. */
  readonly #filled = new Map<Kind, Informer>();

  constructor(private readonly options: ServerCacheOptions) {}

  /** Whether reads of the kind are meant to be answered from memory. */
  keeps(kind: Kind): boolean {
    const { kinds } = this.options;
    const kept =
      kinds.includes(kind) || kinds.some(({ group, plural }) => group === kind.group && plural === kind.plural);
    return kept && (this.#refusedUntilMs.get(kind) ?? 0) <= this.options.clock.elapsed();
  }

  /** Whether a read would be answered from memory now. Starts nothing. */
  holds(kind: Kind): boolean {
    const informer = this.#find(kind);
    return informer?.filled === true && !this.#isStale(informer);
  }

  /** The sets that can be read from memory now. */
  *stores(): Iterable<Store> {
    for (const kind of this.options.kinds) {
      const informer = this.#find(kind);
      if (informer?.filled) yield informer.store;
    }
  }

  /** Whether each of these sets can be read from memory now and has the revision given. */
  isAt(revisions: ReadonlyMap<Kind, object>): boolean {
    for (const [kind, revision] of revisions) {
      const informer = this.#find(kind);
      if (informer?.filled !== true || this.#isStale(informer) || informer.store.revision !== revision) return false;
      informer.use();
    }
    return true;
  }

  /** Reads from memory, at once when the set is complete. */
  read<R>(kind: Kind, signal: AbortSignal | undefined, { now, later, otherwise }: CacheRead<R>): Awaitable<R> {
    const informer = this.#informer(kind);
    if (informer === undefined || this.#isStale(informer)) return otherwise();
    const ready = informer.ready(signal);
    if (ready === undefined) return now(informer.store);
    return (ready as Promise<void>).then(
      () => later(informer.store),
      (error) => {
        if (!this.#noteRefusal(kind, error)) throw error;
        return otherwise();
      },
    );
  }

  /** A hold on a kept set, complete; undefined for what is not, or cannot be, kept. */
  async open(
    kind: Kind,
    namespace: string | undefined,
    signal: AbortSignal | undefined,
    options: LiveOptions | undefined,
  ): Promise<OpenSet | undefined> {
    const informer = this.#informer(kind);
    if (informer === undefined) return undefined;
    try {
      const live = await informer.openReady(namespace, signal, options);
      return { live, store: informer.store, isCutOff: () => informer.staleForMs > 0 };
    } catch (error) {
      if (this.#noteRefusal(kind, error)) return undefined;
      throw error;
    }
  }

  #isStale({ staleForMs }: Informer): boolean {
    return staleForMs > (this.options.maxStaleMs ?? 60_000);
  }

  #informer(kind: Kind): Informer | undefined {
    if (!this.keeps(kind)) return undefined;
    return this.#find(kind) ?? this.options.informers.get(kind, undefined, serverIdentity);
  }

  #find(kind: Kind): Informer | undefined {
    const last = this.#filled.get(kind);
    if (last?.filled) return last;
    const informer = this.options.informers.find(kind, undefined, serverIdentity);
    if (informer?.filled) this.#filled.set(kind, informer);
    else this.#filled.delete(kind);
    return informer;
  }

  #noteRefusal(kind: Kind, error: unknown): boolean {
    if (!isRefusal(error)) return false;
    this.#refusedUntilMs.set(kind, this.options.clock.elapsed() + refusalMs);
    return true;
  }
}

/** How one read is answered. */
export interface CacheRead<R> {
  /** From a set that is complete. */
  readonly now: (store: Store) => Awaitable<R>;
  /** From one that had to be waited for. */
  readonly later: (store: Store) => Awaitable<R>;
  /** What is not, or cannot be, kept in memory. */
  readonly otherwise: () => Awaitable<R>;
}

export interface OpenSet {
  readonly live: LiveHandle;
  /** All of the set, whatever part of it the hold shows. */
  readonly store: Store;
  /** Whether what keeps it current has no connection to the cluster. */
  readonly isCutOff: () => boolean;
}
