import DataLoader from 'dataloader';
import { type Awaitable, mapAll } from '../awaitable.js';
import { AlbError } from '../errors.js';
import type { Kind } from '../kube/kinds.js';
import type { KubeObject, Listing, Reader, Scope } from '../kube/ports.js';

/** Up to this many objects of one kind are asked for one by one; more are cheaper as a list. */
export const maxSingleGets = 2;

interface Key {
  readonly namespace: string | undefined;
  readonly name: string;
}

/**
 * A reader for one operation: objects asked for in one tick become one request, and nothing is asked twice. What comes
 * from memory passes straight through, without a promise.
 */
export class LoadingReader implements Reader {
  readonly #loaders = new Map<string, DataLoader<Key, KubeObject | undefined, string>>();
  readonly #listings = new Map<string, Awaitable<Listing>>();
  /** Kinds of which the whole list was begun before anything was asked for. */
  #ahead: Set<Kind> | undefined;

  /** `remembers` false, for what lives longer than one answer: requests of one tick are still one, but each tick's are new. */
  constructor(
    private readonly reader: Reader,
    private readonly remembers = true,
  ) {}

  hold(): void {
    this.reader.hold?.();
  }

  release(): void {
    this.reader.release?.();
  }

  inMemory(kind: Kind): boolean {
    return this.reader.inMemory?.(kind) ?? false;
  }

  get<T extends KubeObject>(kind: Kind, namespace: string | undefined, name: string): Awaitable<T | undefined> {
    if (this.inMemory(kind)) return this.reader.get<T>(kind, namespace, name);
    const listed = this.#listedFor(kind, namespace);
    const found = listed?.get(namespace, name) as T | undefined;
    if (found !== undefined || (listed !== undefined && !this.#ahead?.has(kind))) return found;
    return this.#loaderOf(kind).load({ namespace, name }) as Promise<T | undefined>;
  }

  list<T extends KubeObject>(kind: Kind, scope: Scope): Awaitable<Listing<T>> {
    if (!this.remembers) return this.reader.list<T>(kind, scope);
    const key = scopeKey(kind, scope);
    let listing = this.#listings.get(key);
    if (listing === undefined) {
      listing = this.reader.list(kind, scope);
      this.#listings.set(key, listing);
      if (listing instanceof Promise) {
        listing.then(
          (value) => this.#listings.get(key) === listing && this.#listings.set(key, value),
          () => {},
        );
      }
    }
    return listing as unknown as Awaitable<Listing<T>>;
  }

  /** Begins to list what will be asked for by name. */
  async readAhead(kind: Kind): Promise<void> {
    this.#ahead ??= new Set();
    this.#ahead.add(kind);
    // Why it failed is told to who asks for the list.
    await this.#tryList(kind, {}).catch(() => undefined);
  }

  clear(): void {
    this.#loaders.clear();
    this.#listings.clear();
    this.#ahead = undefined;
  }

  /** A whole list that has come already and would hold the object. */
  #listedFor(kind: Kind, namespace: string | undefined): Listing | undefined {
    for (const scope of [{}, { namespace }]) {
      const listing = this.#listings.get(scopeKey(kind, scope));
      if (listing !== undefined && !(listing instanceof Promise) && !listing.partial) return listing;
    }
    return undefined;
  }

  #loaderOf(kind: Kind): DataLoader<Key, KubeObject | undefined, string> {
    const id = `${kind.group}/${kind.kind}`;
    let loader = this.#loaders.get(id);
    if (loader === undefined) {
      loader = new DataLoader<Key, KubeObject | undefined, string>((keys) => this.#load(kind, keys), {
        cacheKeyFn: ({ namespace, name }) => `${namespace ?? ''}/${name}`,
        cache: this.remembers,
      });
      this.#loaders.set(id, loader);
    }
    return loader;
  }

  /** From the list begun ahead, where there is one; what it lacks may have come since, and is asked for now. */
  async #load(kind: Kind, keys: readonly Key[]): Promise<(KubeObject | undefined | Error)[]> {
    // Where it failed, what is asked for now tells why.
    const ahead = this.#ahead?.has(kind) ? await this.#tryList(kind, {}).catch(() => undefined) : undefined;
    if (ahead === undefined) return this.#loadNow(kind, keys);
    const missing = keys.filter(({ namespace, name }) => ahead.get(namespace, name) === undefined);
    if (missing.length > maxSingleGets && this.#ahead?.delete(kind)) this.#listings.delete(scopeKey(kind, {}));
    // Those that are there do not hang by what the second look comes to.
    const now = this.#loadNow(kind, missing).catch((thrown) => missing.map(() => AlbError.from(thrown)));
    const found = new Map(zip(missing, await now));
    return keys.map((key) => ahead.get(key.namespace, key.name) ?? found.get(key));
  }

  async #loadNow(kind: Kind, keys: readonly Key[]): Promise<(KubeObject | undefined | Error)[]> {
    const byNamespace = Map.groupBy(keys, ({ namespace }) => namespace);
    const many = keys.length > maxSingleGets && (byNamespace.size > 1 || !kind.namespaced);
    const whole = many ? await this.#tryList(kind, {}) : undefined;
    if (whole !== undefined) return keys.map(({ namespace, name }) => whole.get(namespace, name));
    const listings = new Map<string | undefined, Listing | undefined>();
    await mapAll([...byNamespace], async ([namespace, { length }]) => {
      if (length > maxSingleGets) listings.set(namespace, await this.#tryList(kind, { namespace }));
    });
    return mapAll(keys, ({ namespace, name }) => {
      const listing = listings.get(namespace);
      return listing === undefined ? this.#getOne(kind, namespace, name) : listing.get(namespace, name);
    });
  }

  async #getOne(kind: Kind, namespace: string | undefined, name: string): Promise<KubeObject | undefined | Error> {
    try {
      return await this.reader.get(kind, namespace, name);
    } catch (thrown) {
      return AlbError.from(thrown);
    }
  }

  /** Undefined where the caller may not list it all: then each object is asked for by itself. */
  async #tryList(kind: Kind, scope: Scope): Promise<Listing | undefined> {
    try {
      const listing = await this.list(kind, scope);
      return listing.partial ? undefined : listing;
    } catch (thrown) {
      if (AlbError.from(thrown).code === 'FORBIDDEN') return undefined;
      throw thrown;
    }
  }
}

function zip<A, B>(keys: readonly A[], values: readonly B[]): [A, B][] {
  return keys.map((key, at) => [key, values[at] as B]);
}

function scopeKey(kind: Kind, { namespace, fieldSelector }: Scope): string {
  return JSON.stringify([kind.group, kind.kind, namespace ?? null, fieldSelector ?? null]);
}
