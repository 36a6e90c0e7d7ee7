import type { KubeObject } from './ports.js';

/** The objects filed under one key; the array that look-ups share is made on demand. */
interface Bucket<T> {
  readonly objects: Set<T>;
  list: readonly T[] | undefined;
}

/** One index: key -> objects. */
export class StoreIndex<T extends KubeObject> {
  readonly #buckets = new Map<string, Bucket<T>>();
  readonly #keysOf: (object: KubeObject) => readonly string[];

  constructor(keysOf: (object: KubeObject) => readonly string[]) {
    this.#keysOf = keysOf;
  }

  add(object: T): void {
    for (const key of this.#keysOf(object)) {
      const bucket = this.#buckets.get(key) ?? { objects: new Set<T>(), list: undefined };
      this.#buckets.set(key, bucket);
      bucket.objects.add(object);
      bucket.list = undefined;
    }
  }

  remove(object: T): void {
    for (const key of this.#keysOf(object)) {
      const bucket = this.#buckets.get(key);
      if (bucket?.objects.delete(object) !== true) continue;
      bucket.list = undefined;
      if (bucket.objects.size === 0) this.#buckets.delete(key);
    }
  }

  lookup(key: string): readonly T[] {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return [];
    bucket.list ??= [...bucket.objects];
    return bucket.list;
  }
}
