import type { Clock } from '../../src/clock.js';

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly task: () => void;
}

/** Time that passes when a test says so, and a clock that it may set. Tasks run inside `advance`, in the order in which they are due. */
export class FakeClock implements Clock {
  #nowMs: number;
  /** By how much somebody set the clock. */
  #setByMs = 0;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(startMs = Date.UTC(2025, 0, 1)) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs + this.#setByMs;
  }

  elapsed(): number {
    return this.#nowMs;
  }

  /** Somebody sets the clock; no time passes. */
  set(byMs: number): void {
    this.#setByMs += byMs;
  }

  schedule(delayMs: number, task: () => void): () => void {
    this.#order += 1;
    const timer = { dueMs: this.#nowMs + Math.max(0, delayMs), order: this.#order, task };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** How many tasks are waiting. */
  get pending(): number {
    return this.#timers.size;
  }

  /** In how many milliseconds the next task is due. */
  get nextInMs(): number | undefined {
    const next = this.#next(Number.POSITIVE_INFINITY);
    return next === undefined ? undefined : next.dueMs - this.#nowMs;
  }

  /** Whether a task is due in exactly so many milliseconds. */
  pendingIn(ms: number): boolean {
    return [...this.#timers].some((timer) => timer.dueMs === this.#nowMs + ms);
  }

  /** Lets time pass; tasks scheduled by tasks run too when they are due in it. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (let timer = this.#next(untilMs); timer !== undefined; timer = this.#next(untilMs)) {
      this.#timers.delete(timer);
      this.#nowMs = timer.dueMs;
      timer.task();
    }
    this.#nowMs = untilMs;
  }

  #next(untilMs: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.dueMs <= untilMs);
    return due.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0];
  }
}
