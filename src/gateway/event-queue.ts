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
  weight: number;
  previous: Place<E> | undefined;
  next: Place<E> | undefined;
}

/** Past this many events not yet taken, those of one object are folded: it keeps two at most, however often it changes. */
export const foldAbove = 1_000;
/** So they are past this many characters of text: old states are held by nobody but who waits for them. */
export const foldAboveChars = 1 << 20;

/** Events on their way to one listener, first in, first out; bounded by the objects there are, not by their changes. */
export class EventQueue<E extends QueuedEvent> {
  /** The place of each object's last event. */
  readonly #lastOf = new Map<string, Place<E>>();
  #first: Place<E> | undefined;
  #last: Place<E> | undefined;
  #size = 0;
  #weight = 0;

  /** `asAdded`: the same state, for a listener who does not know the object yet. `charsOf`: how much text an event holds. */
  constructor(
    private readonly asAdded: (event: E) => E,
    private readonly charsOf: (event: E) => number = () => 0,
  ) {}

  get size(): number {
    return this.#size;
  }

  get first(): E | undefined {
    return this.#first?.event;
  }

  push(event: E): void {
    const { key } = event;
    const folds = key !== undefined && (this.#size >= foldAbove || this.#weight >= foldAboveChars);
    if (folds && this.#fold(event, key)) return;
    const place: Place<E> = { event, weight: this.charsOf(event), previous: this.#last, next: undefined };
    if (this.#last === undefined) this.#first = place;
    else this.#last.next = place;
    this.#last = place;
    this.#size += 1;
    this.#weight += place.weight;
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
    this.#weight = 0;
  }

  /** The newest state takes the place of the one that waits; an object that would come and go again never comes. */
  #fold(event: E, key: string): boolean {
    const waiting = this.#lastOf.get(key);
    if (waiting === undefined || waiting.event.type === 'DELETED') return false;
    if (waiting.event.type !== 'ADDED') this.#replace(waiting, event);
    else if (event.type === 'DELETED') this.#remove(waiting);
    else this.#replace(waiting, this.asAdded(event));
    return true;
  }

  #replace(place: Place<E>, event: E): void {
    const weight = this.charsOf(event);
    this.#weight += weight - place.weight;
    place.event = event;
    place.weight = weight;
  }

  #remove(place: Place<E>): void {
    const { event, previous, next } = place;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    this.#size -= 1;
    this.#weight -= place.weight;
    if (event.key !== undefined && this.#lastOf.get(event.key) === place) this.#lastOf.delete(event.key);
  }
}
