import type { Awaitable } from './awaitable.js';
import type { TimeSlices } from './event-loop-shares.js';

/** As mapAll, giving way to other work between the things. */
export function mapInSlices<T, R>(
  things: readonly T[],
  make: (thing: T) => Awaitable<R>,
  slices: TimeSlices,
): Awaitable<R[]> {
  const map = new SlicedMap(things, make, slices);
  try {
    return map.goOn() ? map.results() : map.finish();
  } catch (thrown) {
    if (!map.pending) throw thrown;
    return Promise.reject(thrown);
  }
}

class SlicedMap<T, R> {
  pending = false;
  readonly #made: Awaitable<R>[] = [];

  constructor(
    private readonly things: readonly T[],
    private readonly make: (thing: T) => Awaitable<R>,
    private readonly slices: TimeSlices,
  ) {}

  /** Makes until the slice is over; true behind the last one. */
  goOn(): boolean {
    const { things, slices } = this;
    const made = this.#made;
    try {
      for (let at = made.length; at < things.length; at += 1) {
        if (slices.isOver()) return false;
        const one = this.make(things[at] as T);
        if (one instanceof Promise) this.pending = true;
        made.push(one);
      }
      return true;
    } catch (thrown) {
      this.#hear();
      throw thrown;
    }
  }

  async finish(): Promise<R[]> {
    do {
      this.#hear();
      await this.slices.giveWay();
    } while (!this.goOn());
    return this.results();
  }

  results(): Awaitable<R[]> {
    return this.pending ? Promise.all(this.#made) : (this.#made as R[]);
  }

  /** Those under way may fail before anybody waits for them, or with nobody left to. */
  #hear(): void {
    for (const one of this.#made) if (one instanceof Promise) one.catch(() => undefined);
  }
}
