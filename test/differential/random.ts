/** Numbers that one seed gives again and again (mulberry32). */
export class Random {
  #state: number;

  constructor(readonly seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From 0 up to, not including, the bound. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** So many of them, none twice, in the order given. */
  sample<T>(list: readonly T[], count: number): T[] {
    let left = count;
    return list.filter((_, at) => {
      const chosen = this.next() < left / (list.length - at);
      if (chosen) left -= 1;
      return chosen;
    });
  }

  /** Any part of them, at least one. */
  some<T>(list: readonly T[]): T[] {
    return this.sample(list, 1 + this.below(list.length));
  }
}
