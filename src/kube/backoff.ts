export interface BackoffOptions {
  /** The first delay, before jitter. Default 800 ms. */
  readonly initialMs?: number;
  /** No delay is longer. Default 30,000 ms. */
  readonly maxMs?: number;
  /** So many delays are the first one before they grow. Default 1. */
  readonly steady?: number;
  /** Each delay is this many times the one before. Default 2. */
  readonly factor?: number;
  /** The share of a delay that chance may add, 0 to 1, so that many clients do not come back together. Default 0.5. */
  readonly jitter?: number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
}

/** Growing delays between attempts. */
export class Backoff {
  #attempt = 0;
  readonly #options: Required<BackoffOptions>;

  constructor(options: BackoffOptions) {
    this.#options = { initialMs: 800, maxMs: 30_000, steady: 1, factor: 2, jitter: 0.5, ...options };
  }

  /** The next delay in milliseconds. */
  next(): number {
    const { initialMs, maxMs, steady, factor, jitter, random } = this.#options;
    this.#attempt += 1;
    const base = Math.min(maxMs, initialMs * factor ** Math.max(0, this.#attempt - steady));
    return Math.min(maxMs, Math.round(base * (1 + jitter * random())));
  }

  reset(): void {
    this.#attempt = 0;
  }
}
