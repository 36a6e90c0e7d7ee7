import type { Clock } from '../clock.js';
import type { KubeObject, LiveCollection } from '../kube/ports.js';
import type { ObjectView } from './object-view.js';

/** One event of a subscription. `key` is the object's uid, and absent on SYNCED. */
export type ObjectEvent<V> =
  | {
      readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
      readonly view: V;
      readonly resourceVersion: string;
      readonly key: string;
    }
  | { readonly type: 'SYNCED'; readonly resourceVersion: string };

/** Another set whose changes can alter what is computed for an object of the primary one. */
export interface Dependency {
  readonly collection: LiveCollection;
  /** The primary objects that a changed object of this set concerns. */
  concerned(changed: KubeObject): Iterable<KubeObject>;
}

export interface ObjectEventsOptions<T extends KubeObject, V extends ObjectView<T>> {
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

/** Past this many events not yet taken, further changes of a waiting object are folded into the event that waits. */
const foldAbove = 1_000;

/**
 * ADDED for every object that is there, one SYNCED, then each change, for one listener. Hand-written, since the
 * return() of an async generator would wait for the event that never comes.
 */
export class ObjectEvents<T extends KubeObject, V extends ObjectView<T>>
  implements AsyncIterableIterator<ObjectEvent<V>>
{
  readonly #queue: ObjectEvent<V>[] = [];
  readonly #sent = new Map<string, V>();
  readonly #timers = new Map<string, () => void>();
  readonly #unsubscribe: (() => void)[] = [];
  #waiting: { resolve(result: IteratorResult<ObjectEvent<V>>): void; reject(error: unknown): void } | undefined;
  #end: { error?: unknown } | undefined;
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
          for (const { metadata } of keys) this.#changed(metadata.namespace, metadata.name);
        }),
        collection.onEnd((error) => this.#finish({ error })),
      );
    }
    this.#unsubscribe.push(primary.onEnd((error) => this.#finish({ error })));
    this.#start();
  }

  next(): Promise<IteratorResult<ObjectEvent<V>>> {
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
    this.#queue.length = 0;
    this.#finish({});
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #start(): void {
    const { primary, initial } = this.options;
    for (const object of [...primary.all()]) this.#evaluate(object.metadata.namespace, object.metadata.name, !initial);
    this.#then(() => this.#push({ type: 'SYNCED', resourceVersion: primary.resourceVersion }));
  }

  #changed(namespace: string | undefined, name: string): void {
    const { clock, debounceMs } = this.options;
    if (debounceMs === 0) return this.#evaluate(namespace, name, false);
    const key = keyOf(namespace, name);
    if (this.#timers.has(key)) return;
    this.#timers.set(
      key,
      clock.schedule(debounceMs, () => {
        this.#timers.delete(key);
        this.#evaluate(namespace, name, false);
      }),
    );
  }

  /** Compares an object as it is now with what this listener was sent of it, and says the difference. */
  #evaluate(namespace: string | undefined, name: string, silent: boolean): void {
    const object = this.options.primary.get(namespace, name);
    if (object === undefined) return this.#then(() => this.#forget(keyOf(namespace, name)));
    const view = this.options.viewOf(object);
    const settled = view.settle();
    const matches =
      settled instanceof Promise ? settled.then(() => this.options.matches(view)) : this.options.matches(view);
    this.#scheduleRecheck(object);
    if (matches instanceof Promise || this.#work !== undefined) {
      // A failure is met when its turn comes, in #track; until then it must not count as unhandled.
      if (matches instanceof Promise) matches.catch(() => {});
      this.#then(async () => this.#report(view, await matches, silent));
    } else {
      this.#report(view, matches, silent);
    }
  }

  #report(view: V, matches: boolean, silent: boolean): void {
    const { namespace, name } = view.resource.metadata;
    const key = keyOf(namespace, name);
    const before = this.#sent.get(key);
    if (!matches || (before !== undefined && before.uid !== view.uid)) this.#forget(key);
    if (!matches) return;
    const type = this.#sent.has(key) ? 'MODIFIED' : 'ADDED';
    this.#sent.set(key, view);
    if (!silent) this.#push({ type, view, resourceVersion: view.resourceVersion, key: view.uid });
  }

  #forget(key: string): void {
    const view = this.#sent.get(key);
    if (view === undefined) return;
    this.#sent.delete(key);
    this.#push({ type: 'DELETED', view, resourceVersion: view.resourceVersion, key: view.uid });
  }

  #scheduleRecheck(object: T): void {
    const { namespace, name } = object.metadata;
    const delayMs = this.options.recheckAfterMs?.(object);
    const key = `recheck ${keyOf(namespace, name)}`;
    if (delayMs === undefined || this.#timers.has(key)) return;
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

  #push(event: ObjectEvent<V>): void {
    if (this.#end !== undefined) return;
    if (this.#waiting !== undefined) {
      const { resolve } = this.#waiting;
      this.#waiting = undefined;
      resolve({ done: false, value: event });
    } else if (this.#queue.length < foldAbove || !this.#fold(event)) {
      this.#queue.push(event);
    }
  }

  /** For a listener that reads too slowly: the newest state takes the place of the one that waits. */
  #fold(event: ObjectEvent<V>): boolean {
    if (event.type !== 'MODIFIED') return false;
    const at = this.#queue.findLastIndex((waiting) => 'key' in waiting && waiting.key === event.key);
    const waiting = this.#queue[at];
    if (waiting === undefined || waiting.type === 'DELETED' || waiting.type === 'SYNCED') return false;
    this.#queue[at] = { ...event, type: waiting.type };
    return true;
  }

  #finish(end: { error?: unknown }): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#sent.clear();
    this.options.onClose();
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
