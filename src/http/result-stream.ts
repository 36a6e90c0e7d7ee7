import type { ExecutionResult } from 'graphql';

export interface ResultStreamOptions {
  /** Called once, however it ends. */
  readonly onEnd: () => void;
  /** Waited for before each result is asked for: how a slow reader slows the source. */
  readonly ready?: (() => Promise<void> | undefined) | undefined;
  /** A source that fails ends with this result. Absent: what it failed with is thrown. */
  readonly failure?: ((error: unknown) => ExecutionResult) | undefined;
}

type Step = IteratorResult<ExecutionResult, undefined>;
const done: Step = { done: true, value: undefined };

/**
 * A subscription's results, which the server can end while a next one is awaited. An async generator could not: its
 * return() waits for the pending next(), which on a quiet cluster may take hours. One reader at a time.
 */
export class ResultStream implements AsyncGenerator<ExecutionResult, undefined> {
  #ended = false;
  /** What is still to be read after the end. */
  #last: ExecutionResult | undefined;
  #settle: ((step: Step) => void) | undefined;

  constructor(
    private readonly source: AsyncIterableIterator<ExecutionResult>,
    private readonly options: ResultStreamOptions,
  ) {}

  next(): Promise<Step> {
    if (this.#ended) return Promise.resolve(this.#takeLast());
    return new Promise((resolve, reject) => {
      const settle = (step: Step) => {
        this.#settle = undefined;
        resolve(step);
      };
      this.#settle = settle;
      this.#pull().then(settle, (error: unknown) => {
        const { failure } = this.options;
        if (failure !== undefined) return this.end(failure(error));
        // First: the end() that follows would settle it as done.
        reject(error);
        this.#settle = undefined;
        this.end();
      });
    });
  }

  /** The reader gets what it already took, then `last` where there is one, and then the end. */
  end(last?: ExecutionResult): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#last = last;
    this.#settle?.(this.#takeLast());
    // Not awaited, for the reason above; and one that fails to end has nobody left to tell.
    this.source.return?.().catch(() => undefined);
    this.options.onEnd();
  }

  async return(): Promise<Step> {
    this.end();
    return done;
  }

  async throw(error: unknown): Promise<Step> {
    this.end();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end();
  }

  #takeLast(): Step {
    const last = this.#last;
    this.#last = undefined;
    return last === undefined ? done : { done: false, value: last };
  }

  async #pull(): Promise<Step> {
    await this.options.ready?.();
    if (this.#ended) return done;
    const step = await this.source.next();
    if (!step.done) return step;
    this.end();
    return done;
  }
}

export function isResultIterator(result: unknown): result is AsyncIterableIterator<ExecutionResult> {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}
