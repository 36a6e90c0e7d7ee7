import { type Awaitable, andThen } from '../awaitable.js';
import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import type { EventLoopShares } from '../event-loop-shares.js';
import type { KubeObject, LiveCollection, ObjectMeta } from '../kube/ports.js';
import { EventQueue } from './event-queue.js';
import type { ObjectView } from './object-view.js';

/** One event of a subscription. `key` is the object's uid, and absent on SYNCED. */
export type ObjectEvent<V> =
  | {
      readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
      readonly view: V;
      readonly resourceVersion: string;
      readonly key: string;
    }
  | { readonly type: 'SYNCED'; readonly resourceVersion: string; readonly key?: undefined };

/** Another set whose changes can alter what is computed for an object of the primary one. */
export interface Dependency {
  readonly collection: LiveCollection;
  /** The primary objects that a changed object of this set concerns. */
  concerned(changed: KubeObject): Iterable<KubeObject>;
}

/** How far a listener was told by others, who goes on alone. */
export interface Resumed {
  /** As they were told of last. */
  readonly objects: readonly KubeObject[];
  /** Whether SYNCED was told. */
  readonly synced: boolean;
}

/** How a stream is opened. */
export interface Opening {
  /** The streams of a process give way to each other. Absent: there is one. */
  readonly shares?: EventLoopShares | undefined;
  /** Not from the beginning. */
  readonly resumed?: Resumed | undefined;
}

export interface ObjectEventsOptions<T extends KubeObject, V extends ObjectView<T>> extends Opening {
  readonly primary: LiveCollection<T>;
  readonly dependencies: readonly Dependency[];
  viewOf(object: T): V;
  /** May be true now and false later: what leaves is DELETED for this listener. */
  matches(view: V): boolean | Promise<boolean>;
  /** Milliseconds from now after which time alone may change the match. */
  recheckAfterMs?(object: T): number | undefined;
  /** Send the objects that exist first. */
  readonly initial: boolean;
  /** Changes of one object within this many milliseconds become one event; 0 sends each. */
  readonly debounceMs: number;
  readonly clock: Clock;
  /** Called once, when the listener leaves or the watch ends. */
  onClose(): void;
}

/** After a look-up that failed, an object is looked at again after so long. */
const againMs = 2_000;
/** So many objects are looked up side by side where that takes requests. */
const sideBySide = 32;

/**
 * ADDED for every object that is there, one SYNCED, then each change, for one listener. What is there is read as it is taken:
 * who takes nothing costs nothing, and an object that changes or goes before its turn needs no event of its own. Hand-written,
 * since the return() of an async generator would wait for the event that never comes.
 */
export class ObjectEvents<T extends KubeObject, V extends ObjectView<T>>
  implements AsyncIterableIterator<ObjectEvent<V>>
{
  readonly #queue = new EventQueue<ObjectEvent<V>>((event) => ({ ...event, type: 'ADDED' }) as ObjectEvent<V>);
  /** Of what is there, what is still to be read; undefined before the first is taken. */
  #unread: Map<string, ObjectMeta> | undefined;
  #reading: MapIterator<[string, ObjectMeta]> | undefined;
  /** Read, and to be taken before anything else. */
  readonly #found: ObjectEvent<V>[] = [];
  readonly #sent = new Map<string, V>();
  readonly #timers = new Map<string, () => void>();
  readonly #unsubscribe: (() => void)[] = [];
  #waiting: { resolve(result: IteratorResult<ObjectEvent<V>>): void; reject(error: unknown): void } | undefined;
  #end: { error?: unknown } | undefined;
  #synced = false;
  /** Of who waits for evaluations. */
  #wake: () => void = () => undefined;
  /** Evaluations run one after another, in the order of the changes. */
  #work: Promise<void> | undefined;

  constructor(private readonly options: ObjectEventsOptions<T, V>) {
    const { primary, dependencies } = options;
    this.#unsubscribe.push(
      primary.onChange(({ object }) => this.#changed(object.metadata.namespace, object.metadata.name)),
    );
    for (const { collection, concerned } of dependencies) {
      this.#unsubscribe.push(
        collection.onChange((change) => {
          const both = 'previous' in change ? [change.previous, change.object] : [change.object];
          const keys = new Set(both.flatMap((object) => [...concerned(object)]));
          this.#changedAll(keys.values());
        }),
        collection.onEnd((error) => this.#onDependencyEnd(error)),
      );
    }
    this.#unsubscribe.push(primary.onEnd((error) => this.#finish({ error })));
  }

  /** Events that nobody has taken yet, as far as they are known: whether an object matches is seen when it is read. */
  get waiting(): number {
    const { initial, primary } = this.options;
    const taken = this.#found.length + this.#queue.size;
    if (this.#synced || this.#end !== undefined) return taken;
    return taken + (initial ? (this.#unread?.size ?? primary.size) : 0) + 1;
  }

  next(): Promise<IteratorResult<ObjectEvent<V>>> {
    if (this.#found.length > 0 || (!this.#synced && this.#end === undefined)) return this.#readNext();
    const event = this.#queue.shift();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (this.#end !== undefined) {
      const { error } = this.#end;
      this.#end = {};
      return error === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<ObjectEvent<V>>> {
    this.#queue.clear();
    this.#found.length = 0;
    this.#finish({});
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next of what is there, or SYNCED after the last of it. */
  async #readNext(): Promise<IteratorResult<ObjectEvent<V>>> {
    const { shares } = this.options;
    while (this.#found.length === 0 && !this.#synced && this.#end === undefined) {
      if (shares?.isSliceOver() === true) await shares.nextSlice();
      else this.#readSome();
      await this.#workDone();
    }
    const event = this.#found.shift();
    return event === undefined ? this.next() : { done: false, value: event };
  }

  /** Also where the stream ends before: a look-up may never be answered. */
  #workDone(): Promise<void> | undefined {
    const work = this.#work;
    if (work === undefined || this.#end !== undefined) return undefined;
    return new Promise((resolve) => {
      this.#wake = resolve;
      void work.then(resolve);
    });
  }

  /** Until one is found, or enough of them are being looked up. */
  #readSome(): void {
    for (let count = 0; count < sideBySide && this.#found.length === 0 && this.#end === undefined; count += 1) {
      this.#reading ??= this.#begin();
      const { done, value } = this.#reading.next();
      if (done === true) return this.#then(() => this.#onSynced());
      const [key, { namespace, name }] = value;
      this.#unread?.delete(key);
      this.#evaluate(namespace, name, true);
    }
  }

  #begin(): MapIterator<[string, ObjectMeta]> {
    const { primary, resumed, viewOf } = this.options;
    const told = (resumed?.objects ?? []) as readonly T[];
    const keyed = ({ metadata }: T) => [keyOf(metadata.namespace, metadata.name), metadata] as const;
    for (const object of told) this.#sent.set(keyed(object)[0], viewOf(object));
    this.#unread = new Map([...told, ...primary.all()].map(keyed));
    return this.#unread.entries();
  }

  #onSynced(): void {
    if (this.#synced || this.#end !== undefined) return;
    const { primary, resumed } = this.options;
    this.#synced = true;
    this.#unread = undefined;
    if (resumed?.synced !== true) this.#found.push({ type: 'SYNCED', resourceVersion: primary.resourceVersion });
  }

  /** Who may not read a joined kind any more is shown what the object itself tells. */
  #onDependencyEnd(error: Error): void {
    if (AlbError.from(error).code !== 'FORBIDDEN') this.#finish({ error });
    else this.#changedAll([...this.options.primary.all()].values());
  }

  /** However many there are: some at a time. */
  #changedAll(objects: Iterator<KubeObject>): void {
    const { shares } = this.options;
    for (let next = objects.next(); next.done !== true && this.#end === undefined; next = objects.next()) {
      const { namespace, name } = next.value.metadata;
      this.#changed(namespace, name);
      if (shares?.isSliceOver() !== true) continue;
      shares
        .nextSlice()
        .then(() => this.#changedAll(objects))
        .catch((error: unknown) => this.#finish({ error }));
      return;
    }
  }

  #changed(namespace: string | undefined, name: string): void {
    const { clock, debounceMs } = this.options;
    const key = keyOf(namespace, name);
    // It is read in its newest state.
    if (!this.#synced && (this.#unread === undefined || this.#unread.has(key))) return;
    if (debounceMs === 0) return this.#evaluate(namespace, name, false);
    if (this.#timers.has(key)) return;
    this.#timers.set(
      key,
      clock.schedule(debounceMs, () => {
        this.#timers.delete(key);
        this.#evaluate(namespace, name, false);
      }),
    );
  }

  /** Compares an object as it is now with what this listener was sent of it, and says the difference. `read`: it is its turn, of what is there. */
  #evaluate(namespace: string | undefined, name: string, read: boolean): void {
    if (this.#end !== undefined) return;
    const object = this.options.primary.get(namespace, name);
    if (object === undefined) return this.#then(() => this.#forget(keyOf(namespace, name), read));
    this.#lookAgainLater(object, 'recheck', this.options.recheckAfterMs?.(object));
    const view = this.options.viewOf(object);
    const judgement = this.#judge(view);
    if (judgement instanceof Promise || this.#work !== undefined) {
      this.#then(async () => this.#report(view, await judgement, read));
    } else {
      this.#report(view, judgement, read);
    }
  }

  /** Whether it is this listener's to see, or what kept that from being known; never rejects. */
  #judge(view: V): Awaitable<boolean | AlbError> {
    try {
      const judgement = andThen(view.settle(), () => this.options.matches(view));
      return judgement instanceof Promise ? judgement.catch((thrown: unknown) => AlbError.from(thrown)) : judgement;
    } catch (thrown) {
      return AlbError.from(thrown);
    }
  }

  #report(view: V, judgement: boolean | AlbError, read: boolean): void {
    if (judgement instanceof AlbError) return this.#onFailure(view, judgement);
    const { namespace, name } = view.resource.metadata;
    const key = keyOf(namespace, name);
    const before = this.#sent.get(key);
    if (!judgement || (before !== undefined && before.uid !== view.uid)) this.#forget(key, read);
    if (!judgement) return;
    const type = this.#sent.has(key) ? 'MODIFIED' : 'ADDED';
    this.#sent.set(key, view);
    const silent = read && before === undefined && !this.options.initial;
    if (!silent) this.#push({ type, view, resourceVersion: view.resourceVersion, key: view.uid }, read);
  }

  /** One request that failed is no reason to end a stream that runs; but what comes before SYNCED is to be whole. */
  #onFailure({ resource }: V, error: AlbError): void {
    if (error.retryable && this.#synced) this.#lookAgainLater(resource, 'again', againMs);
    else this.#finish({ error });
  }

  #forget(key: string, read: boolean): void {
    const view = this.#sent.get(key);
    if (view === undefined) return;
    this.#sent.delete(key);
    this.#push({ type: 'DELETED', view, resourceVersion: view.resourceVersion, key: view.uid }, read);
  }

  #lookAgainLater({ metadata: { namespace, name } }: T, why: string, delayMs: number | undefined): void {
    const key = `${why} ${keyOf(namespace, name)}`;
    if (delayMs === undefined || this.#timers.has(key) || this.#end !== undefined) return;
    this.#timers.set(
      key,
      this.options.clock.schedule(delayMs, () => {
        this.#timers.delete(key);
        this.#evaluate(namespace, name, false);
      }),
    );
  }

  /** Runs a step now, or after those that still wait for a lookup. */
  #then(step: () => void | Promise<void>): void {
    if (this.#work === undefined) {
      const result = step();
      if (!(result instanceof Promise)) return;
      this.#track(result);
    } else {
      this.#track(this.#work.then(step));
    }
  }

  #track(work: Promise<void>): void {
    const tracked = work.then(
      () => {
        if (this.#work === tracked) this.#work = undefined;
      },
      (error: unknown) => this.#finish({ error }),
    );
    this.#work = tracked;
  }

  #push(event: ObjectEvent<V>, read: boolean): void {
    if (this.#end !== undefined) return;
    if (read) this.#found.push(event);
    else if (this.#waiting !== undefined) {
      const { resolve } = this.#waiting;
      this.#waiting = undefined;
      resolve({ done: false, value: event });
    } else {
      this.#queue.push(event);
    }
  }

  #finish(end: { error?: unknown }): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#sent.clear();
    this.#unread?.clear();
    this.options.onClose();
    this.#wake();
    if (this.#waiting === undefined) return;
    const { resolve, reject } = this.#waiting;
    this.#waiting = undefined;
    this.#end = {};
    if (end.error === undefined) resolve({ done: true, value: undefined });
    else reject(end.error);
  }
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}
