/** Decisions one after the other, from numbers that a generator made: the same numbers, the same decisions. */
export class Choices {
  #at = 0;

  constructor(private readonly numbers: readonly number[]) {}

  /** 0 to `count - 1`; 0 when the numbers have run out, so that what is built comes to an end. */
  below(count: number): number {
    const number = this.numbers[this.#at] ?? 0;
    this.#at += 1;
    return number % count;
  }

  /** One of them; the first is the plainest. */
  of<T>(all: readonly [T, ...T[]] | readonly T[]): T {
    return all[this.below(all.length)] as T;
  }

  /** True once in so many. */
  once(inSoMany: number): boolean {
    return this.below(inSoMany) === inSoMany - 1;
  }
}
