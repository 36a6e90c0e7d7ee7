import { type Clock, sleep } from '../clock.js';
import type { Identity } from './identity.js';

/** Waits for `delayMs`, for the signal, or for a cluster that was away, whichever comes first; true: the cluster is back. */
export type Pause = (delayMs: number, signal: AbortSignal) => Promise<boolean>;

/** `unclear`: somebody in front of the cluster answered, who does not know this identity. */
export type Sight = 'ready' | 'not ready' | 'silent' | 'unclear';

export interface LookoutOptions {
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** How the cluster answers now; never rejects. */
  readonly look: (identity: Identity) => Promise<Sight>;
  /** Between two looks. Default 1000 ms. */
  readonly everyMs?: number | undefined;
}

interface Waiter {
  readonly identity: Identity;
  readonly wake: () => void;
  /** The last look that was begun before a request was sent; absent: nothing was sent. */
  readonly sentAfter?: number;
}

/** One that comes and goes, such as two API servers of which one is not ready, wakes nobody more often than this. */
const wakeGapMs = 5000;
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
  #silent = 0;
  #wokeMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: LookoutOptions) {}

  /** Resolves after `delayMs`, when the cluster comes back (then true), or when the signal aborts. */
  async pause(delayMs: number, identity: Identity, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    const back = new AbortController();
    const waiter: Waiter = { identity, wake: () => back.abort() };
    this.#add(waiter);
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
      const waiter: Waiter = { identity, wake: () => !answered.aborted && resolve(), sentAfter: this.#begun };
      this.#add(waiter);
      answered.addEventListener('abort', () => this.#waiting.delete(waiter), { once: true });
    });
  }

  #add(waiter: Waiter): void {
    this.#waiting.add(waiter);
    if (!this.#looking) void this.#lookRepeatedly();
  }

  /** A look begins every second, whether or not the last one was answered: one that hangs must not cost time. */
  async #lookRepeatedly(): Promise<void> {
    const { clock, everyMs = 1000 } = this.options;
    this.#looking = true;
    this.#away = false;
    this.#answered = this.#begun;
    for (;;) {
      await sleep(clock, everyMs);
      const [waiter] = this.#waiting;
      if (waiter === undefined) break;
      if (this.#answered < this.#begun) this.#onSilence(this.#begun);
      this.#begun += 1;
      void this.#look(this.#begun, waiter, clock.elapsed() + everyMs);
      // By turns, for one whose token tells nothing must not keep the others from knowing.
      if (this.#waiting.delete(waiter)) this.#waiting.add(waiter);
    }
    this.#looking = false;
  }

  async #look(number: number, { identity }: Waiter, promptUntilMs: number): Promise<void> {
    const sight = await this.options.look(identity);
    // One that was begun later has told more.
    if (number < this.#answered) return;
    if (sight === 'silent') return this.#onSilence(number);
    this.#answered = number;
    if (sight === 'not ready') this.#away = true;
    // One that answers late is not well yet: those who wait would only come back all at once.
    if (sight !== 'ready' || this.options.clock.elapsed() >= promptUntilMs) return;
    // Who may not be woken yet is woken later, though it answers all along from now on.
    if (!this.#away || this.options.clock.elapsed() - this.#wokeMs < wakeGapMs) return;
    this.#away = false;
    this.#wakeAll();
  }

  #onSilence(number: number): void {
    this.#away = true;
    this.#silent = Math.max(this.#silent, number);
  }

  #wakeAll(): void {
    const { clock, random } = this.options;
    this.#wokeMs = clock.elapsed();
    const withinMs = Math.min(spreadMs.most, spreadMs.each * this.#waiting.size);
    for (const { wake, sentAfter } of this.#waiting) {
      if (sentAfter === undefined || sentAfter < this.#silent) clock.schedule(Math.floor(random() * withinMs), wake);
    }
  }
}
