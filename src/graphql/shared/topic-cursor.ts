import type { EventMessage } from './event-message.js';
import type { KnownObjects } from './known-objects.js';

/**
 * How far one listener was told of what exists, with SYNCED after the last of it. It keeps a position, no events: an object that
 * changes before its turn is told in its newest state, and one that goes before its turn is never told.
 */
export class TopicCursor {
  #place = 0;
  #lastPlace = Number.POSITIVE_INFINITY;
  #synced: EventMessage | undefined;

  constructor(private readonly known: KnownObjects) {}

  /** What is next to be told; undefined where nothing is, or not yet. */
  get first(): EventMessage | undefined {
    const next = this.known.firstAfter(this.#place);
    return next !== undefined && next.place <= this.#lastPlace ? next.added : this.#synced;
  }

  get waiting(): number {
    return this.known.countBetween(this.#place, this.#lastPlace) + (this.#synced === undefined ? 0 : 1);
  }

  /** Whether nothing will ever be next any more. */
  get over(): boolean {
    return this.#lastPlace < Number.POSITIVE_INFINITY && this.waiting === 0;
  }

  /** Whether SYNCED is still to be told by it. */
  get holdsSynced(): boolean {
    return this.#synced !== undefined;
  }

  /** The first was told. */
  advance(): void {
    const next = this.known.firstAfter(this.#place);
    if (next !== undefined && next.place <= this.#lastPlace) this.#place = next.place;
    else this.#synced = undefined;
  }

  /** Whether the object of that place has its turn still to come. */
  covers(place: number): boolean {
    return place > this.#place && place <= this.#lastPlace;
  }

  /** Objects that come from now on do not belong to it: of them, the listener is told as it happens. False where it was so before. */
  close(): boolean {
    if (this.#lastPlace < Number.POSITIVE_INFINITY) return false;
    this.#lastPlace = this.known.lastPlace;
    return true;
  }

  /** All that exists is known. True where it tells so itself, as its last. */
  finish(synced: EventMessage): boolean {
    if (!this.close()) return false;
    this.#synced = synced;
    return true;
  }
}
