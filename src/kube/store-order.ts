import type { KubeObject, Order } from './ports.js';

/** The objects of a store, kept sorted: a change moves one of them, instead of sorting them all again. */
export class StoreOrder<T extends KubeObject> {
  #objects: T[];
  #shared = false;

  constructor(
    private readonly order: Order,
    objects: Iterable<T>,
  ) {
    this.#objects = [...objects].sort(order.compare);
  }

  get objects(): readonly T[] {
    return this.#objects;
  }

  /** The objects as they are now, in an array that stays as it is: the next change makes another. */
  share(): readonly T[] {
    this.#shared = true;
    return this.#objects;
  }

  add(object: T): void {
    this.#own();
    this.#objects.splice(this.#placeOf(object), 0, object);
  }

  remove(object: T): void {
    const at = this.#placeOf(object);
    if (this.#objects[at] !== object) return;
    this.#own();
    this.#objects.splice(at, 1);
  }

  #own(): void {
    if (this.#shared) this.#objects = this.#objects.slice();
    this.#shared = false;
  }

  /** How many come before it: a binary search. */
  #placeOf(object: T): number {
    let [low, high] = [0, this.#objects.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.order.compare(this.#objects[middle] as T, object) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
