import type { KeptSet } from './kept-set.js';
import type { IndexFunctions, KubeObject, Order } from './ports.js';
import { StoreIndex } from './store-index.js';

/** What a snapshot stands on: the store as it is now. */
interface LiveSet<T extends KubeObject> extends KeptSet<T> {
  readonly indexFunctions: IndexFunctions;
  /** The objects in this order, in an array that stays as it is. */
  orderedNow(order: Order): readonly T[];
}

/**
 * A store as it was at one moment. It copies nothing: it remembers the objects that changed since as they were, and asks the
 * store for the others. So it costs the changes of its time, and nothing where there are none.
 */
export class StoreSnapshot<T extends KubeObject = KubeObject> implements KeptSet<T> {
  readonly partial: boolean;
  readonly revision: object;
  readonly resourceVersion: string;
  readonly size: number;
  /** By namespace and name, as each was; undefined: it was not there. */
  readonly #before = new Map<string, Map<string, T | undefined>>();
  readonly #indexes = new Map<string, StoreIndex<T>>();
  readonly #orders: Map<Order, readonly T[]>;

  constructor(
    private readonly store: LiveSet<T>,
    orders: Map<Order, readonly T[]>,
  ) {
    this.partial = store.partial;
    this.revision = store.revision;
    this.resourceVersion = store.resourceVersion;
    this.size = store.size;
    this.#orders = orders;
  }

  /** Objects that changed since. */
  get changes(): number {
    let changes = 0;
    for (const names of this.#before.values()) changes += names.size;
    return changes;
  }

  /** To be called before an object changes: what comes first is what counts. */
  note(namespace: string, name: string, object: T | undefined): void {
    const names = this.#before.get(namespace) ?? new Map<string, T | undefined>();
    if (names.has(name)) return;
    this.#before.set(namespace, names.set(name, object));
    if (object !== undefined) for (const index of this.#indexes.values()) index.add(object);
  }

  get(namespace: string | undefined, name: string): T | undefined {
    const names = this.#before.get(namespace ?? '');
    return names?.has(name) ? names.get(name) : this.store.get(namespace, name);
  }

  *all(namespace?: string): Iterable<T> {
    for (const object of this.store.all(namespace)) if (!this.#hasChanged(object)) yield object;
    yield* this.#changed(namespace);
  }

  lookup(index: string, key: string): readonly T[] {
    const now = this.store.lookup(index, key);
    if (this.#before.size === 0) return now;
    const then = this.#indexOf(index).lookup(key);
    return [...now.filter((object) => !this.#hasChanged(object)), ...then];
  }

  inOrder(order: Order): readonly T[] {
    let objects = this.#orders.get(order);
    if (objects === undefined) {
      objects = this.store.orderedNow(order);
      if (this.#before.size > 0) {
        const unchanged = objects.filter((object) => !this.#hasChanged(object));
        objects = [...unchanged, ...this.#changed()].sort(order.compare);
      }
      this.#orders.set(order, objects);
    }
    return objects;
  }

  namespaces(): string[] {
    const names = new Set([...this.store.namespaces(), ...this.#before.keys()]);
    return [...names].filter((name) => this.sizeOf(name) > 0);
  }

  sizeOf(namespace: string): number {
    let size = this.store.sizeOf(namespace);
    for (const [name, object] of this.#before.get(namespace) ?? []) {
      size += Number(object !== undefined) - Number(this.store.get(namespace, name) !== undefined);
    }
    return size;
  }

  #hasChanged({ metadata }: T): boolean {
    return this.#before.get(metadata.namespace ?? '')?.has(metadata.name) === true;
  }

  /** Those that changed since, as they were. */
  *#changed(namespace?: string): Iterable<T> {
    for (const [of, names] of this.#before) {
      if (namespace !== undefined && of !== namespace) continue;
      for (const object of names.values()) if (object !== undefined) yield object;
    }
  }

  #indexOf(name: string): StoreIndex<T> {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      const keysOf = this.store.indexFunctions[name];
      if (keysOf === undefined) throw new Error(`No index ${name} was declared`);
      index = new StoreIndex<T>(keysOf);
      for (const object of this.#changed()) index.add(object);
      this.#indexes.set(name, index);
    }
    return index;
  }
}
