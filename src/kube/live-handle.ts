import { ChangeHandlers } from './change-handlers.js';
import { Ending } from './ending.js';
import type { Change, KubeObject, Listing, LiveCollection, Order, SharedSet } from './ports.js';

export interface LiveHandleOptions<T extends KubeObject> {
  /** What it shows. */
  readonly listing: Listing<T>;
  /** Whether objects of a namespace would be in it. Default: of every one. */
  readonly covers?: ((namespace: string | undefined) => boolean) | undefined;
  /** Which changes its user hears of. Default: all. */
  readonly admits?: ((change: Change<T>) => boolean) | undefined;
  /** Where others are shown the same. */
  readonly shared?: SharedSet | undefined;
  readonly onFault?: ((error: unknown) => void) | undefined;
}

/**
 * One user's hold on a set kept current elsewhere: whoever owns the set calls `emit` and `end`. Closed, it shows nothing. Thousands
 * may hold one set, so `options` can be one and the same object for all of them.
 */
export class LiveHandle<T extends KubeObject = KubeObject> implements LiveCollection<T> {
  readonly #changes: ChangeHandlers<T>;
  readonly #ending = new Ending();
  #onClosed: readonly (() => void)[] = [];
  #closed = false;

  constructor(private readonly options: LiveHandleOptions<T>) {
    this.#changes = new ChangeHandlers(options.onFault);
  }

  get partial(): boolean {
    return this.options.listing.partial;
  }

  get resourceVersion(): string {
    return this.options.listing.resourceVersion;
  }

  get shared(): SharedSet | undefined {
    return this.options.shared;
  }

  get size(): number {
    return this.#closed ? 0 : this.options.listing.size;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.#closed ? undefined : this.options.listing.get(namespace, name);
  }

  all(namespace?: string): Iterable<T> {
    return this.#closed ? [] : this.options.listing.all(namespace);
  }

  lookup(index: string, key: string): readonly T[] {
    return this.#closed ? [] : this.options.listing.lookup(index, key);
  }

  inOrder(order: Order): readonly T[] {
    return this.#closed ? [] : this.options.listing.inOrder(order);
  }

  covers(namespace: string | undefined): boolean {
    return !this.#closed && (this.options.covers?.(namespace) ?? true);
  }

  onChange(handler: (change: Change<T>) => void): () => void {
    return this.#changes.add(handler);
  }

  onEnd(handler: (error: Error) => void): () => void {
    return this.#ending.on(handler);
  }

  /** Called once, when it is closed, or now where it is. */
  whenClosed(task: () => void): void {
    if (this.#closed) task();
    else this.#onClosed = this.#onClosed.concat(task);
  }

  emit(changes: readonly Change<T>[]): void {
    if (this.#closed) return;
    const { admits } = this.options;
    this.#changes.emit(admits === undefined ? changes : changes.filter(admits));
  }

  /** It is over, by no wish of its user: told while it still shows the set, it then gives its place back. */
  end(error: Error): void {
    if (this.#closed || this.#ending.error !== undefined) return;
    this.#ending.end(error);
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#changes.clear();
    for (const task of this.#onClosed) task();
  }
}
