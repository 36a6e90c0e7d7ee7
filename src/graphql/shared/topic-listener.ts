import type { ExecutionResult } from 'graphql';
import type { Told } from './topic.js';

/** Sends the JSON of one result at once, or, where there is no room, answers false and calls `whenRoom` when there is. */
export type Offer = (json: string, whenRoom: () => void) => boolean;

/** Past this many events not yet taken, further changes of a waiting object are folded into the event that waits. */
const foldAbove = 1_000;

const done = { done: true, value: undefined } as const;

/**
 * One listener of a topic. A host that can send finished text has it pushed (`pushTo`); then next() yields nothing but the
 * end. Any other host iterates as ever.
 */
export class TopicListener implements AsyncIterableIterator<ExecutionResult> {
  readonly #queue: Told[] = [];
  #own: AsyncIterableIterator<ExecutionResult> | undefined;
  #offer: Offer | undefined;
  #pumping = false;
  #ended: { readonly error?: unknown } | undefined;
  #waiting: { resolve(result: IteratorResult<ExecutionResult>): void; reject(error: unknown): void } | undefined;

  constructor(private readonly onLeave: () => void) {}

  /** Events not yet taken. */
  get waiting(): number {
    return this.#queue.length;
  }

  pushTo(offer: Offer): void {
    this.#offer = offer;
    void this.#pump();
  }

  take(told: Told): void {
    if (this.#ended !== undefined) return;
    const { text } = told;
    if (this.#offer !== undefined && !this.#pumping && this.#queue.length === 0 && typeof text === 'string') {
      if (this.#offer(text, this.#resume)) return;
      this.#pumping = true;
    }
    if (this.#queue.length < foldAbove || !this.#fold(told)) this.#queue.push(told);
    if (this.#offer === undefined) this.#settle();
    else if (!this.#pumping) void this.#pump();
  }

  /** Alone from now on: after what was taken already it yields these, and is iterated as ever. */
  follow(own: AsyncIterableIterator<ExecutionResult>): void {
    this.#own = own;
    this.#settle();
  }

  /** What was taken already is still given. */
  end(error?: unknown): void {
    if (this.#ended !== undefined) return;
    this.#ended = error === undefined ? {} : { error };
    this.onLeave();
    this.#settle();
  }

  next(): Promise<IteratorResult<ExecutionResult>> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#settle();
    });
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.#queue.length = 0;
    await this.#own?.return?.();
    this.end();
    return done;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  readonly #resume = () => {
    this.#pumping = false;
    void this.#pump();
  };

  /** Pushes what waits, as far as there is room. */
  async #pump(): Promise<void> {
    if (this.#pumping || this.#offer === undefined) return;
    this.#pumping = true;
    for (let told = this.#queue[0]; told !== undefined; told = this.#queue[0]) {
      const text = typeof told.text === 'string' ? told.text : await told.text;
      // It may have been taken back, or a newer one put in its place, while the text was made.
      if (this.#queue[0] !== told) continue;
      if (!this.#offer(text, this.#resume)) return;
      this.#queue.shift();
    }
    this.#pumping = false;
    this.#settle();
  }

  /** Answers who waits, with what there is. */
  #settle(): void {
    if (this.#waiting === undefined) return;
    const { resolve, reject } = this.#waiting;
    if (this.#own !== undefined && this.#queue.length === 0) this.#offer = undefined;
    const told = this.#offer === undefined ? this.#queue.shift() : undefined;
    if (told !== undefined) {
      this.#waiting = undefined;
      Promise.resolve(told.text).then((text) => resolve({ done: false, value: JSON.parse(text) }), reject);
    } else if (this.#own !== undefined && this.#offer === undefined) {
      this.#waiting = undefined;
      this.#own.next().then(resolve, reject);
    } else if (this.#ended !== undefined && this.#queue.length === 0) {
      this.#waiting = undefined;
      const { error } = this.#ended;
      this.#ended = {};
      if (error === undefined) resolve(done);
      else reject(error);
    }
  }

  /** For a listener that reads too slowly: the newest state takes the place of the one that waits. */
  #fold(told: Told): boolean {
    if (told.type !== 'MODIFIED') return false;
    const at = this.#queue.findLastIndex(({ key }) => key === told.key);
    const waiting = this.#queue[at];
    if (waiting === undefined || waiting.type === 'DELETED') return false;
    const newest = told.as(waiting.type);
    this.#queue[at] = newest;
    // Written now: by the time that it is sent, a right may have ended that it was made by.
    return newest.text !== undefined;
  }
}

export function isTopicListener(result: unknown): result is TopicListener {
  return result instanceof TopicListener;
}
