/** Lets so many a second through, and as many at once after a second's rest, by the clock's elapsed time: it never goes back. */
export class TokenBucket {
  #tokens: number;
  #atMs: number;

  constructor(
    private readonly perSecond: number,
    nowMs: number,
  ) {
    this.#tokens = perSecond;
    this.#atMs = nowMs;
  }

  /** 0: taken. Else nothing is taken, and one will be there in so many milliseconds. */
  take(nowMs: number): number {
    this.#tokens = Math.min(this.perSecond, this.#tokens + ((nowMs - this.#atMs) * this.perSecond) / 1000);
    this.#atMs = nowMs;
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) * 1000) / this.perSecond);
    this.#tokens -= 1;
    return 0;
  }
}
