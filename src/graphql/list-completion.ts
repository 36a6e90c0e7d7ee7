import {
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getNamedType,
  isAbstractType,
  isLeafType,
} from 'graphql';
import type { TimeSlices } from '../event-loop-shares.js';
import { AnswerTooLarge } from './answer-size.js';

type Complete = (value: unknown) => unknown;

/** One entry of a list whose turn has not come. */
interface Waiting {
  readonly complete: Complete;
  readonly value: unknown;
  readonly resolve: (completed: unknown) => void;
  readonly reject: (thrown: unknown) => void;
}

/** Of a value in an answer: quotes, colon, comma. */
const punctuation = 4;
const dateLength = 26;

export interface ListCompletionOptions {
  readonly slices: TimeSlices;
  /** Infinity: no limit. */
  readonly maxAnswerBytes: number;
}

/**
 * Completes the lists of one execution of graphql-js in slices of time, and hears every entry. graphql-js 16 completes a list
 * at once, and leaves entries under way unheard where a later one throws; an entry that comes as a promise is always heard. So
 * from the first promise on, or where the slice is over, it is given the entries as thenables, which this class completes when
 * their turn comes. It is the root value of queries: by it the list fields at the root find the execution that they belong to.
 */
export class ListCompletion {
  readonly #waiting: Waiting[] = [];
  #next = 0;
  #running = false;
  #bytes = 0;
  #refusal: GraphQLError | undefined;
  /** Values so far whose completion goes on after the call that began it. */
  #promises = 0;
  readonly #kinds = new Map<GraphQLOutputType, 'leaf' | 'object' | 'abstract'>();

  constructor(private readonly options: ListCompletionOptions) {}

  /** Why the answer as a whole is refused, where it is. */
  get refusal(): GraphQLError | undefined {
    return this.#refusal;
  }

  /** For fields without a resolver of their own: the members of views. */
  readonly resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, context, info) => {
    const member: unknown = (source as Record<string, unknown>)[info.fieldName];
    const value: unknown = typeof member === 'function' ? member.call(source, args, context, info) : member;
    if (!(value instanceof Promise)) return this.take(value, info);
    this.#promises += 1;
    return value.then((it) => this.take(it, info));
  };

  /** Counts what a field adds to the answer. The value as graphql-js is to be given it. */
  take(value: unknown, info: GraphQLResolveInfo): unknown {
    this.#bytes += (info.path.key as string).length + this.#bytesOf(value, info);
    const { maxAnswerBytes } = this.options;
    if (this.#bytes > maxAnswerBytes) {
      this.#refusal ??= new AnswerTooLarge(this.#bytes, maxAnswerBytes);
      throw this.#refusal;
    }
    return Array.isArray(value) && this.#listsEntries(value, info)
      ? new Entries(value, this, this.#kindOf(info) === 'abstract')
      : value;
  }

  /** The entry as graphql-js is to be given it, once it has begun to complete those before. */
  entryOf(entry: unknown, promised: boolean): unknown {
    if (!promised && !(entry instanceof Promise) && !this.options.slices.isOver()) return entry;
    this.#promises += 1;
    return new Entry(entry, this);
  }

  get promises(): number {
    return this.#promises;
  }

  /** Completes a value when its turn comes. */
  complete(value: unknown, complete: Complete): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ complete, value, resolve, reject });
      if (this.#running) return;
      this.#running = true;
      queueMicrotask(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    const { slices } = this.options;
    let failure: { readonly thrown: unknown } | undefined;
    for (let entry = this.#shift(); entry !== undefined; entry = this.#shift()) {
      if (slices.isOver()) {
        await slices.giveWay().catch((thrown) => {
          failure = { thrown };
        });
      }
      try {
        if (failure !== undefined) throw failure.thrown;
        if (this.#refusal !== undefined) throw this.#refusal;
        entry.resolve(entry.complete(entry.value));
      } catch (thrown) {
        entry.reject(thrown);
      }
    }
    this.#running = false;
  }

  /** About as many as its JSON has. Objects are counted by their fields. */
  #bytesOf(value: unknown, info: GraphQLResolveInfo): number {
    if (typeof value === 'string') return value.length + punctuation;
    if (typeof value !== 'object' || value === null || this.#kindOf(info) !== 'leaf') return punctuation;
    return value instanceof Date ? dateLength : (JSON.stringify(value)?.length ?? punctuation);
  }

  /** Leaves are completed at once, where none of them is a promise. */
  #listsEntries(list: readonly unknown[], info: GraphQLResolveInfo): boolean {
    return this.#kindOf(info) !== 'leaf' || list.some((entry) => entry instanceof Promise);
  }

  #kindOf({ returnType }: GraphQLResolveInfo): 'leaf' | 'object' | 'abstract' {
    let kind = this.#kinds.get(returnType);
    if (kind === undefined) {
      const type = getNamedType(returnType);
      kind = isLeafType(type) ? 'leaf' : isAbstractType(type) ? 'abstract' : 'object';
      this.#kinds.set(returnType, kind);
    }
    return kind;
  }

  #shift(): Waiting | undefined {
    const entry = this.#waiting[this.#next];
    this.#next += 1;
    if (entry !== undefined && this.#next < 1_000) return entry;
    this.#waiting.splice(0, this.#next);
    this.#next = 0;
    return entry;
  }
}

/** A list as graphql-js walks through it: it asks for an entry when it has begun to complete the one before. */
class Entries implements Iterable<unknown>, Iterator<unknown> {
  readonly #promisesBefore: number;
  readonly #result = { done: false, value: undefined as unknown };
  #at = 0;

  constructor(
    private readonly list: readonly unknown[],
    private readonly lists: ListCompletion,
    /** What they are may be a promise too. */
    private readonly typesLater: boolean,
  ) {
    this.#promisesBefore = lists.promises;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<unknown> {
    const result = this.#result;
    const { list, lists } = this;
    result.done = this.#at >= list.length;
    const promised = this.typesLater || lists.promises !== this.#promisesBefore;
    result.value = result.done ? undefined : lists.entryOf(list[this.#at], promised);
    this.#at += 1;
    return result;
  }
}

/** What graphql-js takes for a promise. Whoever calls `then` is told of its completion, and of its failure. */
class Entry implements PromiseLike<unknown> {
  constructor(
    private readonly value: unknown,
    private readonly lists: ListCompletion,
  ) {}

  // biome-ignore lint/suspicious/noThenProperty: graphql-js takes what has one for a promise
  then<R = unknown, E = never>(
    onFulfilled?: ((value: unknown) => R | PromiseLike<R>) | null,
    onRejected?: ((thrown: unknown) => E | PromiseLike<E>) | null,
  ): Promise<R | E> {
    const complete = (value: unknown) => this.lists.complete(value, onFulfilled as Complete) as Promise<R>;
    return this.value instanceof Promise ? this.value.then(complete, onRejected) : complete(this.value);
  }
}
