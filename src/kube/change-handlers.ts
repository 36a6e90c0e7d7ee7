import type { Change, KubeObject } from './ports.js';

type Handler<T extends KubeObject> = (change: Change<T>) => void;

/** Who listens to the changes of a set. A handler that throws hurts no other. */
export class ChangeHandlers<T extends KubeObject = KubeObject> {
  /** Made for the first: of most sets that are held, nobody asks for the changes. */
  #handlers: Set<{ handle: Handler<T> }> | undefined;

  constructor(private readonly onFault: (error: unknown) => void = () => undefined) {}

  /** The returned function unsubscribes, at once. */
  add(handle: Handler<T>): () => void {
    // Boxed, because one function may subscribe twice.
    const entry = { handle };
    this.#handlers ??= new Set();
    this.#handlers.add(entry);
    return () => void this.#handlers?.delete(entry);
  }

  emit(changes: readonly Change<T>[]): void {
    if (this.#handlers === undefined) return;
    for (const change of changes) {
      for (const entry of this.#handlers) {
        try {
          entry.handle(change);
        } catch (error) {
          this.onFault(error);
        }
      }
    }
  }

  clear(): void {
    this.#handlers?.clear();
  }
}
