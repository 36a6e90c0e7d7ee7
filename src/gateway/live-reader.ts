import type { Awaitable } from '../awaitable.js';
import { AlbError } from '../errors.js';
import type { Kind } from '../kube/kinds.js';
import type { KubeObject, Listing, LiveCollection, LiveOptions, Reader, Scope, Watcher } from '../kube/ports.js';

type Live = { readonly collection: LiveCollection } | { readonly denied: AlbError };

/**
 * Answers from watched sets, so that what an event shows needs no request; asks `fallback` for what is not watched.
 * A set that the caller may not watch is FORBIDDEN when it is asked for, not before.
 */
export class LiveReader implements Reader {
  readonly #live = new Map<string, Live>();
  #closed = false;

  constructor(
    private readonly watcher: Watcher,
    private readonly fallback: Reader,
  ) {}

  /** Watches a kind; rejects where that is refused. */
  async watch<T extends KubeObject>(kind: Kind, scope: Scope, options?: LiveOptions): Promise<LiveCollection<T>> {
    const collection = await this.watcher.watch<T>(kind, scope, options);
    if (this.#closed) {
      collection.close();
      throw new AlbError('TIMEOUT', 'The stream was given up before it began');
    }
    this.#live.set(kind.kind, { collection: collection as unknown as LiveCollection });
    // A set that has ended is not read from again: what it showed may not be this caller's to see any more.
    collection.onEnd((error) => this.#live.set(kind.kind, { denied: AlbError.from(error) }));
    return collection;
  }

  /** Answers from a set that is watched already, and closes it with the others. */
  adopt<T extends KubeObject>(kind: Kind, collection: LiveCollection<T>): LiveCollection<T> {
    this.#live.set(kind.kind, { collection: collection as unknown as LiveCollection });
    return collection;
  }

  /** Watches a kind that others are joined with: the whole cluster, else one namespace, else nothing. */
  async watchIfAllowed<T extends KubeObject>(
    kind: Kind,
    scopes: readonly Scope[],
  ): Promise<LiveCollection<T> | undefined> {
    for (const scope of scopes) {
      try {
        return await this.watch<T>(kind, scope, { emptyIfNotServed: true });
      } catch (thrown) {
        const denied = AlbError.from(thrown);
        if (denied.code !== 'FORBIDDEN') throw thrown;
        this.#live.set(kind.kind, { denied });
      }
    }
    return undefined;
  }

  get<T extends KubeObject>(kind: Kind, namespace: string | undefined, name: string): Awaitable<T | undefined> {
    const live = this.#live.get(kind.kind);
    return live !== undefined && 'collection' in live && live.collection.covers(namespace)
      ? (live.collection.get(namespace, name) as T | undefined)
      : this.fallback.get<T>(kind, namespace, name);
  }

  list<T extends KubeObject>(kind: Kind, scope: Scope): Awaitable<Listing<T>> {
    const live = this.#live.get(kind.kind);
    if (live !== undefined && 'denied' in live) throw live.denied;
    // What lies outside of the watched part is not empty: it is to be asked for, and may be refused.
    if (live === undefined || !live.collection.covers(scope.namespace)) return this.fallback.list<T>(kind, scope);
    return live.collection as unknown as Listing<T>;
  }

  close(): void {
    this.#closed = true;
    for (const live of this.#live.values()) if ('collection' in live) live.collection.close();
    this.#live.clear();
  }
}
