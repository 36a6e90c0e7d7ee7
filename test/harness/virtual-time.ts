import { FakeClock } from './fake-clock.js';

/** So many turns of the event loop without news are taken for quiet: everything between two requests is promises. */
const quietTurns = 4;

/**
 * Time that jumps to the next timer as soon as nothing else is going on: hours pass in milliseconds, and always in the same
 * order. `busy` tells whether something is under way that will go on by itself, such as a request.
 */
export class VirtualTime extends FakeClock {
  constructor(
    private readonly busy: () => boolean = () => false,
    startMs?: number,
  ) {
    super(startMs);
  }

  /** The promise's own outcome; time passes while it is open. */
  async until<T>(promise: Promise<T>): Promise<T> {
    let open = true;
    const close = () => {
      open = false;
    };
    promise.then(close, close);
    for (let quiet = 0; open; ) {
      await new Promise((resolve) => setImmediate(resolve));
      quiet = this.busy() ? 0 : quiet + 1;
      if (quiet < quietTurns || !open) continue;
      if (this.nextInMs === undefined) throw new Error('nothing is under way, and nothing is due');
      this.advance(this.nextInMs);
      quiet = 0;
    }
    return promise;
  }

  /** Lets everything that is due within `ms` happen, and what comes of it. */
  async pass(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.schedule(ms, resolve);
    await this.until(promise);
  }
}
