export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'SYNCED';

/** An event, as far as a queue looks. */
export interface QueuedEvent {
  readonly type: EventType;
  /** The object's uid; absent on SYNCED. */
  readonly key?: string | undefined;
}

/** One place in the queue, linked with its neighbours: a map in the order of insertion would be searched from the front for its first. */
interface Place<E> {
  event: E;
  previous: Place<E> | undefined;
  next: Place<E> | undefined;
}

/** Past this many events not yet taken, those of one object are folded: it keeps two at most, however often it changes. */
export const foldAbove = 1_000;

/** Events on their way to one listener, first in, first out; bounded by the objects there are, not by their changes. */
export class EventQueue<E extends QueuedEvent> {
  /** The place of each object's last event. */
  readonly #lastOf = new Map<string, Place<E>>();
  #first: Place<E> | undefined;
  #last: Place<E> | undefined;
  #size = 0;

  /** `asAdded`: the same state, for a listener who does not know the object yet. */
  constructor(private readonly asAdded: (event: E) => E) {}

  get size(): number {
    return this.#size;
  }

  get first(): E | undefined {
    return this.#first?.event;
  }

  push(event: E): void {
    const { key } = event;
    if (key !== undefined && this.#size >= foldAbove && this.#fold(event, key)) return;
    const place: Place<E> = { event, previous: this.#last, next: undefined };
    if (this.#last === undefined) this.#first = place;
    else this.#last.next = place;
    this.#last = place;
    this.#size += 1;
    if (key !== undefined) this.#lastOf.set(key, place);
  }

  shift(): E | undefined {
    const place = this.#first;
    if (place !== undefined) this.#remove(place);
    return place?.event;
  }

  clear(): void {
    this.#lastOf.clear();
    this.#first = undefined;
    this.#last = undefined;
    this.#size = 0;
  }

  /** The newest state takes the place of the one that waits; an object that would come and go again never comes. */
  #fold(event: E, key: string): boolean {
    const waiting = this.#lastOf.get(key);
    if (waiting === undefined || waiting.event.type === 'DELETED') return false;
    if (waiting.event.type !== 'ADDED') waiting.event = event;
    else if (event.type === 'DELETED') this.#remove(waiting);
    else waiting.event = this.asAdded(event);
    return true;
  }

  #remove(place: Place<E>): void {
    const { event, previous, next } = place;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    this.#size -= 1;
    if (event.key !== undefined && this.#lastOf.get(event.key) === place) this.#lastOf.delete(event.key);
  }
}
