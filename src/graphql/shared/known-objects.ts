import type { EventMessage } from './event-message.js';

/** An object as a topic told of it last. */
export interface KnownObject {
  readonly key: string;
  /** Where it stands among all that the topic ever told: objects that come later have higher ones. */
  readonly place: number;
  /** Its newest state, for a listener who does not know it yet. */
  readonly added: EventMessage;
  /** By which it is seen whether a change is news. */
  readonly digest: string;
}

/** What a topic told last of each object, in the order in which they came. A position in it is found by its place, without a walk. */
export class KnownObjects {
  readonly #byKey = new Map<string, KnownObject>();
  readonly #inOrder: KnownObject[] = [];
  #lastPlace = 0;

  /** Of all that were ever known, also of those that have gone. */
  get lastPlace(): number {
    return this.#lastPlace;
  }

  get(key: string): KnownObject | undefined {
    return this.#byKey.get(key);
  }

  all(): readonly KnownObject[] {
    return this.#inOrder;
  }

  /** Takes in its newest state; an object keeps its place. */
  put(key: string, added: EventMessage, digest: string): KnownObject {
    const before = this.#byKey.get(key);
    if (before === undefined) this.#lastPlace += 1;
    const known = { key, place: before?.place ?? this.#lastPlace, added, digest };
    this.#byKey.set(key, known);
    this.#inOrder[this.#indexAfter(known.place - 1)] = known;
    return known;
  }

  delete(key: string): KnownObject | undefined {
    const known = this.#byKey.get(key);
    if (known === undefined) return undefined;
    this.#byKey.delete(key);
    this.#inOrder.splice(this.#indexAfter(known.place - 1), 1);
    return known;
  }

  firstAfter(place: number): KnownObject | undefined {
    return this.#inOrder[this.#indexAfter(place)];
  }

  countBetween(place: number, lastPlace: number): number {
    return this.#indexAfter(lastPlace) - this.#indexAfter(place);
  }

  clear(): void {
    this.#byKey.clear();
    this.#inOrder.length = 0;
  }

  /** A binary search. */
  #indexAfter(place: number): number {
    let [low, high] = [0, this.#inOrder.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#inOrder[middle] as KnownObject).place <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
