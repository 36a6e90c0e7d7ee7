/** Lets each key have only so many tasks under way; the others wait for their turn, in order, or leave by their signal. */
export class FairShare {
  readonly #busy = new Map<string, { count: number; readonly queue: (() => void)[] }>();

  constructor(private readonly limit: number) {}

  /** How many wait for their turn. */
  get waiting(): number {
    let sum = 0;
    for (const { queue } of this.#busy.values()) sum += queue.length;
    return sum;
  }

  /** Resolves when it is this task's turn, with the function that ends it; rejects with the signal's reason. */
  async enter(key: string, signal: AbortSignal): Promise<() => void> {
    const share = this.#busy.get(key) ?? { count: 0, queue: [] };
    this.#busy.set(key, share);
    if (share.count >= this.limit) await turn(share.queue, signal);
    else share.count += 1;
    return () => {
      const next = share.queue.shift();
      // The place passes from hand to hand: nobody who comes now overtakes those who wait.
      if (next !== undefined) return next();
      share.count -= 1;
      if (share.count === 0) this.#busy.delete(key);
    };
  }
}

function turn(queue: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      queue.splice(queue.indexOf(enter), 1);
      reject(signal.reason);
    };
    const enter = () => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    queue.push(enter);
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
}
