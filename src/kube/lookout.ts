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

interface Waiter {
  readonly wake: () => void;
  /** The last look that was begun before a request was sent; absent: nothing was sent. */
  readonly sentAfter?: number;
}

/** Those who waited for a cluster come back over this many milliseconds for each of them, and no later than the second. */
const spreadMs = { each: 2, most: 500 } as const;

/**
 * Cuts waits short when a cluster that was away answers again: one small request a second, however many wait, instead of
 * the growing delays of each. A cluster that answers all along wakes nobody: then it is not absence that is waited out.
 */
export class Lookout {
  readonly #waiting = new Set<Waiter>();
  #looking = false;
  #away = false;
  /** Looks are numbered: the last that was begun, that was answered, and that was not. */
  #begun = 0;
  #answered = 0;
  #failed = 0;

  constructor(private readonly options: LookoutOptions) {}

  /** Resolves after `delayMs`, when the cluster comes back (then true), or when the signal aborts. */
  async pause(delayMs: number, identity: Identity, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    const back = new AbortController();
    const waiter: Waiter = { wake: () => back.abort() };
    this.#add(waiter, identity);
    await sleep(this.options.clock, delayMs, AbortSignal.any([signal, back.signal]));
    this.#waiting.delete(waiter);
    return back.signal.aborted;
  }

  /**
   * Resolves when a request that is sent now will never be answered, since the cluster was away after it was sent and is
   * back. It does not resolve once `answered` aborts.
   */
  untilHung(identity: Identity, answered: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (answered.aborted) return;
      const waiter: Waiter = { wake: () => !answered.aborted && resolve(), sentAfter: this.#begun };
      this.#add(waiter, identity);
      answered.addEventListener('abort', () => this.#waiting.delete(waiter), { once: true });
    });
  }

  #add(waiter: Waiter, identity: Identity): void {
    this.#waiting.add(waiter);
    if (!this.#looking) void this.#lookRepeatedly(identity);
  }

  /** A look begins every second, whether or not the last one was answered: one that hangs must not cost time. */
  async #lookRepeatedly(identity: Identity): Promise<void> {
    const { clock, everyMs = 1000 } = this.options;
    this.#looking = true;
    this.#away = false;
    this.#answered = this.#begun;
    for (;;) {
      await sleep(clock, everyMs);
      if (this.#waiting.size === 0) break;
      if (this.#answered < this.#begun) this.#onAbsence(this.#begun);
      this.#begun += 1;
      void this.#look(this.#begun, identity, clock.now() + everyMs);
    }
    this.#looking = false;
  }

  async #look(number: number, identity: Identity, promptUntilMs: number): Promise<void> {
    const here = await this.options.answers(identity);
    // One that was begun later has told more.
    if (number < this.#answered) return;
    if (here) this.#answered = number;
    else this.#onAbsence(number);
    // One that answers late is not well yet: those who wait would only come back all at once.
    if (!here || this.options.clock.now() >= promptUntilMs) return;
    if (this.#away) this.#wakeAll();
    this.#away = false;
  }

  #onAbsence(number: number): void {
    this.#away = true;
    this.#failed = Math.max(this.#failed, number);
  }

  #wakeAll(): void {
    const { clock, random } = this.options;
    const withinMs = Math.min(spreadMs.most, spreadMs.each * this.#waiting.size);
    for (const { wake, sentAfter = 0 } of this.#waiting) {
      if (sentAfter < this.#failed) clock.schedule(Math.floor(random() * withinMs), wake);
    }
  }
}
