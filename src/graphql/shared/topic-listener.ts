import type { ExecutionResult } from 'graphql';
import { EventQueue } from '../../gateway/event-queue.js';
import type { EventMessage } from './event-message.js';

/** Sends the JSON of one result at once, or, where there is no room, answers false and calls `whenRoom` when there is. */
export type TrySend = (json: string, whenRoom: () => void) => boolean;

const done = { done: true, value: undefined } as const;

/**
 * One listener of a topic. A host that can send finished text has it pushed (`pushTo`); then next() yields nothing but the
 * end. Any other host iterates as ever.
 */
export class TopicListener implements AsyncIterableIterator<ExecutionResult> {
  /** Made when something waits: most listeners never have any. */
  #queue: EventQueue<EventMessage> | undefined;
  #own: AsyncIterableIterator<ExecutionResult> | undefined;
  #trySend: TrySend | undefined;
  #pumping = false;
  #ended: { readonly error?: unknown } | undefined;
  #waiting: { resolve(result: IteratorResult<ExecutionResult>): void; reject(error: unknown): void } | undefined;

  constructor(private readonly onLeave: () => void) {}

  /** Events not yet taken. */
  get waiting(): number {
    return this.#queue?.size ?? 0;
  }

  pushTo(trySend: TrySend): void {
    this.#trySend = trySend;
    void this.#pump();
  }

  take(message: EventMessage): void {
    if (this.#ended !== undefined) return;
    const { text } = message;
    if (this.#trySend !== undefined && !this.#pumping && this.waiting === 0 && typeof text === 'string') {
      if (this.#trySend(text, this.#resume)) return;
      this.#pumping = true;
    }
    this.#queue ??= new EventQueue(writtenAsAdded);
    this.#queue.push(message);
    if (this.#trySend === undefined) this.#settle();
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
    this.#queue?.clear();
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
    if (this.#pumping || this.#trySend === undefined) return;
    this.#pumping = true;
    for (let message = this.#queue?.first; message !== undefined; message = this.#queue?.first) {
      const text = typeof message.text === 'string' ? message.text : await message.text;
      // It may have been taken back, or a newer one put in its place, while the text was made.
      if (this.#queue?.first !== message) continue;
      if (!this.#trySend(text, this.#resume)) return;
      this.#queue?.shift();
    }
    this.#pumping = false;
    this.#settle();
  }

  /** Answers who waits, with what there is. */
  #settle(): void {
    if (this.#waiting === undefined) return;
    const { resolve, reject } = this.#waiting;
    if (this.#own !== undefined && this.waiting === 0) this.#trySend = undefined;
    const message = this.#trySend === undefined ? this.#queue?.shift() : undefined;
    if (message !== undefined) {
      this.#waiting = undefined;
      Promise.resolve(message.text).then((text) => resolve({ done: false, value: JSON.parse(text) }), reject);
    } else if (this.#own !== undefined && this.#trySend === undefined) {
      this.#waiting = undefined;
      this.#own.next().then(resolve, reject);
    } else if (this.#ended !== undefined && this.waiting === 0) {
      this.#waiting = undefined;
      const { error } = this.#ended;
      this.#ended = {};
      if (error === undefined) resolve(done);
      else reject(error);
    }
  }
}

/** Written now: by the time that it is sent, a right may have ended that it was made by. */
function writtenAsAdded({ asAdded }: EventMessage): EventMessage {
  void asAdded.text;
  return asAdded;
}

export function isTopicListener(result: unknown): result is TopicListener {
  return result instanceof TopicListener;
}
