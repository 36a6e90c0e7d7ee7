import { runInThisContext } from 'node:vm';

/** Collects the rejections that nobody hears. Jest's own `process` is a copy, which is told of none. */
export class Unheard {
  readonly #reasons: unknown[] = [];
  readonly #process = runInThisContext('process') as NodeJS.Process;
  readonly #note = (reason: unknown) => void this.#reasons.push(reason);

  constructor() {
    this.#process.on('unhandledRejection', this.#note);
  }

  /** Those of all that has happened so far, once. */
  async take(): Promise<unknown[]> {
    // Node tells of them when a turn's microtasks are done.
    await new Promise((resolve) => setImmediate(resolve));
    return this.#reasons.splice(0);
  }

  close(): void {
    this.#process.off('unhandledRejection', this.#note);
  }
}
