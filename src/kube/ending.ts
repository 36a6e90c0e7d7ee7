/** Something that ends once, for a reason, and tells who wants to know; who asks late is told too, a moment later. */
export class Ending {
  readonly #handlers = new Set<(error: Error) => void>();
  #error: Error | undefined;

  get error(): Error | undefined {
    return this.#error;
  }

  end(error: Error): void {
    if (this.#error !== undefined) return;
    this.#error = error;
    for (const handler of [...this.#handlers]) handler(error);
    this.#handlers.clear();
  }

  /** The returned function unsubscribes. */
  on(handler: (error: Error) => void): () => void {
    this.#handlers.add(handler);
    const error = this.#error;
    if (error !== undefined) {
      queueMicrotask(() => {
        if (this.#handlers.delete(handler)) handler(error);
      });
    }
    return () => void this.#handlers.delete(handler);
  }
}
