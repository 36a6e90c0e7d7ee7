/** starting -> serving -> draining -> closed; a server that never came to serve closes at once. */
export type LifecycleState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'serving'; readonly url: string }
  | { readonly phase: 'draining'; readonly done: Promise<void> }
  | { readonly phase: 'closed' };

export class Lifecycle {
  #state: LifecycleState = { phase: 'starting' };

  get state(): LifecycleState {
    return this.#state;
  }

  serve(url: string): void {
    if (this.#state.phase !== 'starting')
      throw new Error(`A server that is ${this.#state.phase} cannot start to serve`);
    this.#state = { phase: 'serving', url };
  }

  /** Drains once, by `drain`; who calls again waits for the same end. */
  drain(drain: () => Promise<void>): Promise<void> {
    switch (this.#state.phase) {
      case 'starting':
      case 'serving': {
        // The state is to be seen by whatever `drain` does first.
        const done = Promise.resolve()
          .then(drain)
          .finally(() => {
            this.#state = { phase: 'closed' };
          });
        this.#state = { phase: 'draining', done };
        return done;
      }
      case 'draining':
        return this.#state.done;
      case 'closed':
        return Promise.resolve();
      default:
        return this.#state satisfies never;
    }
  }
}
