import type { Platform } from '../platform.js';

/** Changes of the store, one after another for as long as it runs: statuses, and now and then a gateway that goes and comes. */
export class Churn {
  #writes = 0;
  #stopped = false;
  readonly #done: Promise<void>;

  constructor(private readonly platform: Platform) {
    this.#done = this.#run();
  }

  get writes(): number {
    return this.#writes;
  }

  /** Resolves when the last write is through. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const index = Math.floor(Math.random() * this.platform.size);
      await this.#change(index);
      this.#writes += 1;
    }
  }

  async #change(index: number): Promise<void> {
    const text = `write ${this.#writes}`;
    switch (this.#writes % 10) {
      case 0:
        return this.platform.recreate(index);
      case 1:
      case 2:
      case 3:
        return this.platform.touchAlb(index, text);
      default:
        return this.platform.touchGateway(index, text);
    }
  }
}
