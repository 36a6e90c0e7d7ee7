import type { KeptSet } from './kept-set.js';
import type { KubeObject, Order } from './ports.js';
import type { Store } from './store.js';
import type { StoreSnapshot } from './store-snapshot.js';

/** The sets as one operation reads them: live until it gives way for the first time, then as they were at that moment. */
export class HeldSets {
  #snapshots: Map<Store, StoreSnapshot> | undefined;

  of<T extends KubeObject>(store: Store<T>): KeptSet<T> {
    if (this.#snapshots === undefined) return store;
    return this.#snapshotOf(store as unknown as Store, this.#snapshots) as unknown as KeptSet<T>;
  }

  hold(stores: Iterable<Store>): void {
    if (this.#snapshots !== undefined) return;
    this.#snapshots = new Map();
    for (const store of stores) this.#snapshotOf(store, this.#snapshots);
  }

  /** What is read from now on is live again. */
  release(): void {
    for (const [store, snapshot] of this.#snapshots ?? []) store.release(snapshot);
    this.#snapshots = undefined;
  }

  /** A set that comes to be read later is held from then on. */
  #snapshotOf(store: Store, snapshots: Map<Store, StoreSnapshot>): StoreSnapshot {
    let snapshot = snapshots.get(store);
    if (snapshot === undefined) {
      snapshot = store.hold();
      snapshots.set(store, snapshot);
    }
    return snapshot;
  }
}

/** A set as its operation sees it: whoever keeps a listing goes on with what the operation holds. */
export class HeldSet<T extends KubeObject = KubeObject> implements KeptSet<T> {
  constructor(
    private readonly held: HeldSets,
    private readonly store: Store<T>,
  ) {}

  get partial(): boolean {
    return this.store.partial;
  }

  get revision(): object {
    return this.held.of(this.store).revision;
  }

  get resourceVersion(): string {
    return this.held.of(this.store).resourceVersion;
  }

  get size(): number {
    return this.held.of(this.store).size;
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.held.of(this.store).get(namespace, name);
  }

  all(namespace?: string): Iterable<T> {
    return this.held.of(this.store).all(namespace);
  }

  lookup(index: string, key: string): readonly T[] {
    return this.held.of(this.store).lookup(index, key);
  }

  inOrder(order: Order): readonly T[] {
    return this.held.of(this.store).inOrder(order);
  }

  namespaces(): string[] {
    return this.held.of(this.store).namespaces();
  }

  sizeOf(namespace: string): number {
    return this.held.of(this.store).sizeOf(namespace);
  }
}
