type Handler = (error: Error) => void;

/** Something that ends once, for a reason, and tells who wants to know; who asks late is told too, a moment later. */
export class Ending {
  /** Replaced rather than changed: an array that grows takes room to spare, in each of thousands. */
  #handlers: readonly Handler[] = [];
  #error: Error | undefined;

  get error(): Error | undefined {
    return this.#error;
  }

  end(error: Error): void {
    if (this.#error !== undefined) return;
    this.#error = error;
    const handlers = this.#handlers;
    this.#handlers = [];
    for (const handler of handlers) handler(error);
  }

  /** The returned function unsubscribes. */
  on(handler: Handler): () => void {
    this.#handlers = this.#handlers.concat(handler);
    const error = this.#error;
    if (error !== undefined) queueMicrotask(() => this.#remove(handler) && handler(error));
    return () => void this.#remove(handler);
  }

  #remove(handler: Handler): boolean {
    const found = this.#handlers.includes(handler);
    this.#handlers = this.#handlers.filter((other) => other !== handler);
    return found;
  }
}
