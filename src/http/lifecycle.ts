/**
 * starting -> serving -> leaving -> draining -> closed. One that leaves is not ready any more, but serves as before; one
 * that drains takes nothing new. A server that never came to serve drains at once.
 */
export type LifecycleState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'serving'; readonly url: string }
  | { readonly phase: 'leaving'; readonly done: Promise<void> }
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

  /** Ends once, by `leave` where it serves, and `drain`; who calls again waits for the same end. */
  end({ leave, drain }: { leave: () => Promise<void>; drain: () => Promise<void> }): Promise<void> {
    switch (this.#state.phase) {
      case 'starting':
      case 'serving':
        return this.#end(this.#state.phase === 'serving' ? leave : async () => undefined, drain);
      case 'leaving':
      case 'draining':
        return this.#state.done;
      case 'closed':
        return Promise.resolve();
      default:
        return this.#state satisfies never;
    }
  }

  #end(leave: () => Promise<void>, drain: () => Promise<void>): Promise<void> {
    // Each state is to be seen by whatever is done first in it.
    const done = Promise.resolve()
      .then(leave)
      .then(() => {
        this.#state = { phase: 'draining', done };
        return drain();
      })
      .finally(() => {
        this.#state = { phase: 'closed' };
      });
    this.#state = { phase: 'leaving', done };
    return done;
  }
}
