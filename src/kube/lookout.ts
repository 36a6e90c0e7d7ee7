import { type Clock, sleep } from '../clock.js';
import type { Identity } from './identity.js';

/** Waits for `delayMs`, for the signal, or for a cluster that was away, whichever comes first; true: the cluster is back. */
export type Pause = (delayMs: number, signal: AbortSignal) => Promise<boolean>;

export interface LookoutOptions {
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Whether the cluster answers requests now. Never rejects. */
  readonly answers: (identity: Identity) => Promise<boolean>;
  /** Between two looks. Default 1000 ms. */
  readonly everyMs?: number | undefined;
}

/** Those who waited for a cluster come back over this many milliseconds for each of them, and no later than the second. */
const spreadMs = { each: 2, most: 500 } as const;

/**
 * Cuts waits short when a cluster that was away answers again: one small request a second, however many wait, instead of
 * the growing delays of each. A cluster that answers all along wakes nobody: then it is not absence that is waited out.
 */
export class Lookout {
  readonly #waiting = new Set<() => void>();
  #looking = false;

  constructor(private readonly options: LookoutOptions) {}

  /** Resolves after `delayMs`, when the cluster comes back (then true), or when the signal aborts. */
  async pause(delayMs: number, identity: Identity, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    const back = new AbortController();
    const wake = () => back.abort();
    this.#waiting.add(wake);
    if (!this.#looking) void this.#look(identity);
    await sleep(this.options.clock, delayMs, AbortSignal.any([signal, back.signal]));
    this.#waiting.delete(wake);
    return back.signal.aborted;
  }

  async #look(identity: Identity): Promise<void> {
    const { clock, answers, everyMs = 1000 } = this.options;
    this.#looking = true;
    let away = false;
    for (;;) {
      await sleep(clock, everyMs);
      if (this.#waiting.size === 0) break;
      const here = await answers(identity);
      if (here && away) this.#wakeAll();
      away = !here;
    }
    this.#looking = false;
  }

  #wakeAll(): void {
    const { clock, random } = this.options;
    const withinMs = Math.min(spreadMs.most, spreadMs.each * this.#waiting.size);
    for (const wake of this.#waiting) clock.schedule(Math.floor(random() * withinMs), wake);
  }
}
