import type { ExecutionResult } from 'graphql';
import type { EventLoopShares } from '../../event-loop-shares.js';
import { EventQueue } from '../../gateway/event-queue.js';
import type { EventMessage } from './event-message.js';
import type { TopicCursor } from './topic-cursor.js';

/**
 * Sends the JSON of one result at once, or, where there is no room, answers false and calls `whenRoom` when there is. `existing`: it
 * is of what existed before, which costs nothing while it waits; so it is handed over in small portions.
 */
export type TrySend = (json: string, whenRoom: () => void, existing: boolean) => boolean;

const done = { done: true, value: undefined } as const;

/**
 * One listener of a topic. A host that can send finished text has it pushed (`pushTo`); then next() yields nothing but the
 * end. Any other host iterates as ever.
 */
export class TopicListener implements AsyncIterableIterator<ExecutionResult> {
  /** Of what exists, until all of it was told; it goes before the queue. */
  #cursor: TopicCursor | undefined;
  /** Made when something waits: most listeners never have any. */
  #queue: EventQueue<EventMessage> | undefined;
  #own: AsyncIterableIterator<ExecutionResult> | undefined;
  #trySend: TrySend | undefined;
  #pumping = false;
  #ended: { readonly error?: unknown } | undefined;
  #waiting: { resolve(result: IteratorResult<ExecutionResult>): void; reject(error: unknown): void } | undefined;

  constructor(
    private readonly shares: EventLoopShares,
    private readonly onLeave: () => void,
  ) {}

  /** Events not yet taken. */
  get waiting(): number {
    return (this.#cursor?.waiting ?? 0) + (this.#queue?.size ?? 0);
  }

  /** Whether it was told of the known object of that place, or has it in its queue. */
  knows(place: number): boolean {
    return this.#cursor?.covers(place) !== true;
  }

  /** Whether SYNCED, once it was told by the topic, was told to it, or is in its queue. */
  get isSynced(): boolean {
    return this.#cursor?.holdsSynced !== true;
  }

  pushTo(trySend: TrySend): void {
    this.#trySend = trySend;
    void this.#pump();
  }

  /** Begins with what exists. */
  read(cursor: TopicCursor): void {
    this.#cursor = cursor;
  }

  /** `place`: of the object, among those that the topic knows. */
  take(message: EventMessage, place: number | undefined): void {
    if (this.#ended !== undefined) return;
    const cursor = this.#cursor;
    if (cursor !== undefined) {
      if (place !== undefined && cursor.covers(place)) return this.#wake();
      if (message.type === 'SYNCED' && cursor.finish(message)) return this.#wake();
      // An object that comes under the name of one that has gone is told after it.
      if (message.type === 'DELETED') cursor.close();
    }
    const { text } = message;
    if (this.#trySend !== undefined && !this.#pumping && this.#isIdle() && typeof text === 'string') {
      if (this.#trySend(text, this.#resume, false)) return;
      this.#pumping = true;
    }
    this.#queue ??= new EventQueue(writtenAsAdded, charsOf);
    this.#queue.push(message);
    this.#wake();
  }

  /** Alone from now on: after what was taken already it yields these, and is iterated as ever. */
  follow(own: AsyncIterableIterator<ExecutionResult>): void {
    this.#own = own;
    this.#cursor = undefined;
    this.#settle();
  }

  /** What was taken already is still given; of what exists, no more. */
  end(error?: unknown): void {
    if (this.#ended !== undefined) return;
    this.#ended = error === undefined ? {} : { error };
    this.#cursor = undefined;
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
    this.#forget();
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

  #isIdle(): boolean {
    return this.#cursor === undefined && (this.#queue === undefined || this.#queue.size === 0);
  }

  #forget(): void {
    this.#cursor = undefined;
    this.#queue?.clear();
  }

  #first(): EventMessage | undefined {
    const existing = this.#cursor?.first;
    if (existing !== undefined) return existing;
    if (this.#cursor?.over === true) this.#cursor = undefined;
    return this.#queue?.first;
  }

  /** The first was sent, or is about to be. */
  #advance(isExisting: boolean): void {
    if (isExisting) this.#cursor?.advance();
    else this.#queue?.shift();
  }

  #wake(): void {
    if (this.#trySend === undefined) this.#settle();
    else if (!this.#pumping) void this.#pump();
  }

  /** Pushes what waits, as far as there is room, and gives way to others on the way. */
  async #pump(): Promise<void> {
    if (this.#pumping || this.#trySend === undefined) return;
    this.#pumping = true;
    try {
      for (;;) {
        if (this.shares.isSliceOver()) await this.shares.nextSlice();
        const message = this.#first();
        if (message === undefined || this.#trySend === undefined) break;
        const isExisting = message !== this.#queue?.first;
        let { text } = message;
        if (typeof text !== 'string') {
          text = await text;
          // It may have been taken back, or a newer one put in its place, while the text was made.
          if (this.#first() !== message) continue;
        }
        if (!this.#trySend(text, this.#resume, isExisting)) return;
        this.#advance(isExisting);
      }
    } catch (error) {
      this.#forget();
      this.end(error);
    }
    this.#pumping = false;
    this.#settle();
  }

  /** Answers who waits, with what there is. */
  #settle(): void {
    if (this.#waiting === undefined) return;
    const { resolve, reject } = this.#waiting;
    if (this.#own !== undefined && this.#isIdle()) this.#trySend = undefined;
    const message = this.#trySend === undefined ? this.#first() : undefined;
    if (message !== undefined) {
      this.#waiting = undefined;
      this.#advance(message !== this.#queue?.first);
      Promise.resolve(message.text).then((text) => resolve({ done: false, value: JSON.parse(text) }), reject);
    } else if (this.#own !== undefined && this.#trySend === undefined) {
      this.#waiting = undefined;
      this.#own.next().then(resolve, reject);
    } else if (this.#ended !== undefined && this.#isIdle()) {
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

function charsOf({ text }: EventMessage): number {
  return typeof text === 'string' ? text.length : 0;
}

export function isTopicListener(result: unknown): result is TopicListener {
  return result instanceof TopicListener;
}
