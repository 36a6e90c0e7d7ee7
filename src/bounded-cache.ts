import { LRUCache } from 'lru-cache';

/** How much a cache may hold. Bytes are estimates on the large side: a string counts two for each of its characters. */
export interface CacheBounds {
  /** Its row in docs/operations/limits.md, and its label in the metrics. */
  readonly name: string;
  /** Of all entries, their keys included. 0: nothing is kept. */
  readonly maxBytes: number;
  /** Of one entry; a larger one is not kept. */
  readonly maxEntryBytes: number;
  /** A longer key is not kept. */
  readonly maxKeyChars: number;
}

/** What a cache holds now, and what it has done since the process began. */
export interface CacheUse {
  readonly name: string;
  readonly maxBytes: number;
  readonly bytes: number;
  readonly entries: number;
  readonly hits: number;
  readonly misses: number;
  /** Entries that went to make room for others. */
  readonly evictions: number;
}

/** A cache as metrics read it. */
export interface ReportedCache {
  readonly use: CacheUse;
}

/** Told of each cache that is made, so that its use can be reported. */
export type OnCache = (cache: ReportedCache) => void;

interface Entry<V> {
  readonly value: V;
  readonly untilMs: number;
}

/** The entry and its share of the tables around it, as measured (see test/unit/bounded-cache.test.ts). */
const entryBytes = 256;

/** Values that can be made again. When there is no room, those that were used longest ago go first. */
export class BoundedCache<V> implements ReportedCache {
  readonly #entries: LRUCache<string, Entry<V>>;
  readonly #maxEntryBytes: number;
  #hits = 0;
  #misses = 0;
  #evictions = 0;

  /** `sizeOf`: the bytes of a value, its key left out. */
  constructor(
    private readonly bounds: CacheBounds,
    private readonly sizeOf: (value: V) => number,
    onCache?: OnCache,
  ) {
    this.#maxEntryBytes = Math.min(bounds.maxEntryBytes, bounds.maxBytes);
    this.#entries = new LRUCache({
      // The library takes no 0, and no entry is as small as 1.
      maxSize: Math.max(1, bounds.maxBytes),
      dispose: (_value, _key, reason) => {
        if (reason === 'evict') this.#evictions += 1;
      },
    });
    onCache?.(this);
  }

  /** Undefined where there is none, or where its time is over. `nowMs` belongs to the same clock as `untilMs` of `set`. */
  get(key: string, nowMs = 0): V | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined && entry.untilMs > nowMs) {
      this.#hits += 1;
      return entry.value;
    }
    this.#misses += 1;
    return undefined;
  }

  /** Replaces what was kept under the key, even where the new value is too large to be kept itself. */
  set(key: string, value: V, untilMs = Number.POSITIVE_INFINITY): void {
    const size = entryBytes + 2 * key.length + Math.ceil(this.sizeOf(value));
    const fits = key.length <= this.bounds.maxKeyChars && size <= this.#maxEntryBytes;
    if (fits) this.#entries.set(key, { value, untilMs }, { size });
    else this.#entries.delete(key);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  get use(): CacheUse {
    const { name, maxBytes } = this.bounds;
    return {
      name,
      maxBytes,
      bytes: this.#entries.calculatedSize,
      entries: this.#entries.size,
      hits: this.#hits,
      misses: this.#misses,
      evictions: this.#evictions,
    };
  }
}
