import type { ObjectEvent } from './object-events.js';

/** Past this many events not yet taken, those of one object are folded: it keeps two at most, however often it changes. */
const foldAbove = 1_000;

/** Events on their way to one listener, first in, first out; bounded by the objects there are, not by their changes. */
export class EventQueue<V> {
  readonly #events = new Map<number, ObjectEvent<V>>();
  /** Where each object's last event stands. */
  readonly #lastOf = new Map<string, number>();
  #next = 0;

  push(event: ObjectEvent<V>): void {
    if (event.type !== 'SYNCED' && this.#events.size >= foldAbove && this.#fold(event)) return;
    this.#next += 1;
    this.#events.set(this.#next, event);
    if (event.type !== 'SYNCED') this.#lastOf.set(event.key, this.#next);
  }

  shift(): ObjectEvent<V> | undefined {
    for (const [at, event] of this.#events) {
      this.#remove(at, event);
      return event;
    }
    return undefined;
  }

  get size(): number {
    return this.#events.size;
  }

  clear(): void {
    this.#events.clear();
    this.#lastOf.clear();
  }

  /** The newest state takes the place of the one that waits; what would come and go again never comes. */
  #fold(event: ObjectEvent<V> & { key: string }): boolean {
    const at = this.#lastOf.get(event.key);
    const waiting = at === undefined ? undefined : this.#events.get(at);
    if (at === undefined || waiting === undefined || waiting.type === 'DELETED') return false;
    if (event.type !== 'DELETED') this.#events.set(at, { ...event, type: waiting.type } as ObjectEvent<V>);
    else if (waiting.type === 'ADDED') this.#remove(at, waiting);
    else this.#events.set(at, event);
    return true;
  }

  #remove(at: number, event: ObjectEvent<V>): void {
    this.#events.delete(at);
    if (event.type !== 'SYNCED' && this.#lastOf.get(event.key) === at) this.#lastOf.delete(event.key);
  }
}
