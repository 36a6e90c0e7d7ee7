/** Long synchronous work asks here whether it is to give way, so that no turn of the event loop grows with what callers ask. */
export interface TimeSlices {
  /** True where the work is to await `giveWay` before it goes on. Cheap enough to be asked for each entry of a list. */
  isOver(): boolean;
  /** Resolves when the work may go on; rejects with the reason of the operation's end where that came meanwhile. */
  giveWay(): Promise<void>;
}

/** For work that is short, or has no operation to belong to. */
export const unsliced: TimeSlices = {
  isOver: () => false,
  giveWay: () => Promise.resolve(),
};

export interface EventLoopSharesOptions {
  /** Milliseconds, by a clock that nobody sets. */
  readonly elapsed: () => number;
  /** Of one turn of the event loop, for all long work together. Default 10 ms. */
  readonly sliceMs?: number | undefined;
  /** So many entries of lists each operation works through unasked, so that short answers do not queue behind long ones. Default 512. */
  readonly freeEntries?: number | undefined;
  /** Between two looks at the clock. Default 64. */
  readonly entriesPerLook?: number | undefined;
  /** Calls back once the event loop has looked at everything else. Default: setImmediate. */
  readonly afterTurn?: ((task: () => void) => void) | undefined;
}

/**
 * The event loop, shared among the operations of one process. All that arrives in one turn has one slice of time together; of
 * those that gave way one goes on in each turn, in the order in which they came.
 */
export class EventLoopShares {
  readonly freeEntries: number;
  readonly entriesPerLook: number;
  readonly #elapsed: () => number;
  readonly #sliceMs: number;
  readonly #afterTurn: (task: () => void) => void;
  readonly #waiting: (() => void)[] = [];
  #sliceBeganMs: number | undefined;

  constructor(options: EventLoopSharesOptions) {
    this.freeEntries = options.freeEntries ?? 512;
    this.entriesPerLook = options.entriesPerLook ?? 64;
    this.#elapsed = options.elapsed;
    this.#sliceMs = options.sliceMs ?? 10;
    this.#afterTurn = options.afterTurn ?? ((task) => void setImmediate(task));
  }

  /** Whether this turn's slice is used up. The slice begins when that is first asked. */
  isSliceOver(): boolean {
    const nowMs = this.#elapsed();
    if (this.#sliceBeganMs === undefined) {
      this.#sliceBeganMs = nowMs;
      if (this.#waiting.length === 0) this.#afterTurn(this.#nextTurn);
    }
    return nowMs - this.#sliceBeganMs >= this.#sliceMs;
  }

  /** Resolves in a later turn. */
  nextSlice(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.length === 0 && this.#sliceBeganMs === undefined) this.#afterTurn(this.#nextTurn);
      this.#waiting.push(resolve);
    });
  }

  /** One call is under way whenever a slice has begun or somebody waits. */
  readonly #nextTurn = (): void => {
    this.#sliceBeganMs = undefined;
    const resume = this.#waiting.shift();
    if (resume === undefined) return;
    this.#sliceBeganMs = this.#elapsed();
    this.#afterTurn(this.#nextTurn);
    resume();
  };
}

/**
 * The slices of one operation. All its work gives way together; what is left of it when it is closed, because the answer was
 * there without, ends where it would give way next.
 */
export class OperationSlices implements TimeSlices {
  #entries = 0;
  #lookAt: number;
  #closed = false;
  #pause: Promise<void> | undefined;

  constructor(
    private readonly shares: EventLoopShares,
    private readonly signal: AbortSignal | undefined,
    /** Called each time before the operation gives way. */
    private readonly onGiveWay?: () => void,
  ) {
    this.#lookAt = shares.freeEntries + shares.entriesPerLook;
  }

  isOver(): boolean {
    if (this.#pause !== undefined) return true;
    this.#entries += 1;
    if (this.#entries < this.#lookAt) return false;
    this.#lookAt = this.#entries + this.shares.entriesPerLook;
    return this.shares.isSliceOver();
  }

  giveWay(): Promise<void> {
    this.#pause ??= this.#wait();
    return this.#pause;
  }

  open(): void {
    this.#closed = false;
  }

  close(): void {
    this.#closed = true;
  }

  async #wait(): Promise<void> {
    if (!this.#closed) this.onGiveWay?.();
    await this.shares.nextSlice();
    this.#pause = undefined;
    // However short a slice is, something is done in it.
    this.#lookAt = this.#entries + this.shares.entriesPerLook + 1;
    this.signal?.throwIfAborted();
    if (this.#closed) throw new Error('The operation is over');
  }
}
