import type { KeptSet } from './kept-set.js';
import type { Change, IndexFunctions, KubeObject, Order } from './ports.js';
import { RecentSet } from './recent-set.js';
import { compareVersions, isNewer } from './resource-version.js';
import { StoreIndex } from './store-index.js';
import { StoreOrder } from './store-order.js';
import { StoreSnapshot } from './store-snapshot.js';
import { withoutManagedFields } from './without-managed-fields.js';

/** What a watch tells of one object. */
export interface StoreEvent<T extends KubeObject = KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
}

/** So many uids of deleted objects are remembered, to let no late news bring one back. */
const rememberedDeletions = 5000;

/**
 * The objects of one kind, by namespace and name and by the declared indexes. It is fed from two sides that race: the
 * watch, and the answers to this server's own writes. Versions decide between them, so an object neither goes back
 * nor appears twice. Objects are never changed in place; whoever holds one holds it as it was.
 */
export class Store<T extends KubeObject = KubeObject> implements KeptSet<T> {
  readonly partial: boolean;
  readonly #namespaces = new Map<string, Map<string, T>>();
  /** Made when first asked for: most sets are read without the most of them. */
  readonly #indexes = new Map<string, StoreIndex<T>>();
  readonly #orders = new Map<Order, StoreOrder<T>>();
  readonly #deleted = new RecentSet(rememberedDeletions);
  /** As others still see it, with how many of them. */
  readonly #snapshots = new Map<StoreSnapshot<T>, number>();
  #newest: StoreSnapshot<T> | undefined;
  #size = 0;
  #resourceVersion = '';
  #revision: object = {};

  constructor(
    readonly indexFunctions: IndexFunctions = {},
    options: { partial?: boolean } = {},
  ) {
    this.partial = options.partial ?? false;
  }

  /** Another one after each change of the objects, and in each store: the same one again means the same objects. */
  get revision(): object {
    return this.#revision;
  }

  /** How far the list and the watch have come; writes applied early do not count. */
  get resourceVersion(): string {
    return this.#resourceVersion;
  }

  get size(): number {
    return this.#size;
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.#namespaces.get(namespace ?? '')?.get(name);
  }

  *all(namespace?: string): Iterable<T> {
    if (namespace !== undefined) {
      yield* this.#namespaces.get(namespace)?.values() ?? [];
      return;
    }
    for (const bucket of this.#namespaces.values()) yield* bucket.values();
  }

  lookup(index: string, key: string): readonly T[] {
    return (this.#indexes.get(index) ?? this.#makeIndex(index)).lookup(key);
  }

  inOrder(order: Order): readonly T[] {
    return this.#orderOf(order).objects;
  }

  orderedNow(order: Order): readonly T[] {
    return this.#orderOf(order).share();
  }

  /** The objects as they are now, whatever changes: one and the same for all who ask at this revision, until each released it. */
  hold(): StoreSnapshot<T> {
    this.#newest ??= new StoreSnapshot<T>(this, new Map([...this.#orders].map(([order, it]) => [order, it.share()])));
    this.#snapshots.set(this.#newest, (this.#snapshots.get(this.#newest) ?? 0) + 1);
    return this.#newest;
  }

  release(snapshot: StoreSnapshot<T>): void {
    const users = (this.#snapshots.get(snapshot) ?? 0) - 1;
    if (users > 0) this.#snapshots.set(snapshot, users);
    else this.#snapshots.delete(snapshot);
    if (users <= 0 && this.#newest === snapshot) this.#newest = undefined;
  }

  /** Snapshots that somebody still reads. */
  get held(): number {
    return this.#snapshots.size;
  }

  /** The namespaces that hold an object. */
  namespaces(): string[] {
    return [...this.#namespaces.keys()];
  }

  sizeOf(namespace: string): number {
    return this.#namespaces.get(namespace)?.size ?? 0;
  }

  /** Takes in what the watch told, and answers what changed by it: nothing for news already known. */
  apply(event: StoreEvent<T>): readonly Change<T>[] {
    const { object } = event;
    const changes = event.type === 'DELETED' ? this.#takeOut(object) : this.#putIn(object, false);
    this.observe(object.metadata.resourceVersion);
    return changes;
  }

  /** The watch has come this far without news (a bookmark). */
  observe(resourceVersion: string | undefined): void {
    if (resourceVersion !== undefined && resourceVersion !== '') this.#resourceVersion = resourceVersion;
  }

  /** Takes in a whole list: what is missing from it is DELETED, first; then ADDED and MODIFIED. */
  replaceAll(objects: readonly T[], resourceVersion: string): readonly Change<T>[] {
    // A cluster restored from a backup counts from an earlier number: its list is the truth, whatever is stored.
    const restored = isNewer(this.#resourceVersion, resourceVersion);
    if (restored) this.#deleted.clear();
    const listed = new Set(objects.map((object) => keyOf(object)));
    const gone: Change<T>[] = [];
    for (const stored of [...this.all()]) {
      if (listed.has(keyOf(stored))) continue;
      // Written by this server after the list was made: the watch will tell of it.
      if (!restored && isNewer(stored.metadata.resourceVersion, resourceVersion)) continue;
      gone.push(...this.#takeOut(stored));
    }
    const put = objects.flatMap((object) => this.#putIn(object, restored));
    this.#resourceVersion = resourceVersion;
    return [...gone, ...put];
  }

  /** Takes in the answer to a write, unless the watch is already past it. */
  applyWritten(object: T): readonly Change<T>[] {
    const seen = compareVersions(object.metadata.resourceVersion, this.#resourceVersion);
    return seen !== undefined && seen <= 0 ? [] : this.#putIn(object, false);
  }

  /** Takes in that a delete was carried out at once; without a uid, whatever bears the name. */
  applyDeleted(namespace: string | undefined, name: string, uid: string | undefined): readonly Change<T>[] {
    const stored = this.get(namespace, name);
    if (uid !== undefined) this.#deleted.add(uid);
    return stored === undefined || (uid !== undefined && stored.metadata.uid !== uid) ? [] : this.#takeOut(stored);
  }

  #putIn(received: T, trusted: boolean): Change<T>[] {
    const { uid, resourceVersion } = received.metadata;
    if (uid !== undefined && this.#deleted.has(uid)) return [];
    const stored = this.get(received.metadata.namespace, received.metadata.name);
    const order = compareVersions(resourceVersion, stored?.metadata.resourceVersion);
    if (stored !== undefined && order !== undefined && (trusted ? order === 0 : order <= 0)) return [];
    const object = withoutManagedFields(received);
    if (stored === undefined) {
      this.#insert(object);
      return [{ type: 'ADDED', object }];
    }
    this.#remove(stored);
    this.#insert(object);
    if (stored.metadata.uid === uid) return [{ type: 'MODIFIED', object, previous: stored }];
    // Deleted and created again while nobody looked: two objects, not one that changed.
    if (stored.metadata.uid !== undefined) this.#deleted.add(stored.metadata.uid);
    return [
      { type: 'DELETED', object: stored },
      { type: 'ADDED', object },
    ];
  }

  #takeOut(last: T): Change<T>[] {
    const { uid, namespace, name } = last.metadata;
    if (uid !== undefined) this.#deleted.add(uid);
    const stored = this.get(namespace, name);
    if (stored === undefined || stored.metadata.uid !== uid) return [];
    this.#remove(stored);
    return [{ type: 'DELETED', object: withoutManagedFields(last) }];
  }

  #orderOf(order: Order): StoreOrder<T> {
    let sorted = this.#orders.get(order);
    if (sorted === undefined) {
      sorted = new StoreOrder<T>(order, this.all());
      this.#orders.set(order, sorted);
    }
    return sorted;
  }

  /** To be called before each change. */
  #note(namespace: string, name: string, before: T | undefined): void {
    this.#revision = {};
    this.#newest = undefined;
    for (const snapshot of this.#snapshots.keys()) snapshot.note(namespace, name, before);
  }

  #makeIndex(name: string): StoreIndex<T> {
    const keysOf = this.indexFunctions[name];
    if (keysOf === undefined) throw new Error(`No index ${name} was declared`);
    const index = new StoreIndex<T>(keysOf);
    for (const object of this.all()) index.add(object);
    this.#indexes.set(name, index);
    return index;
  }

  #insert(object: T): void {
    const namespace = object.metadata.namespace ?? '';
    this.#note(namespace, object.metadata.name, undefined);
    const bucket = this.#namespaces.get(namespace) ?? new Map<string, T>();
    this.#namespaces.set(namespace, bucket.set(object.metadata.name, object));
    this.#size += 1;
    for (const index of this.#indexes.values()) index.add(object);
    for (const order of this.#orders.values()) order.add(object);
  }

  #remove(object: T): void {
    const namespace = object.metadata.namespace ?? '';
    const bucket = this.#namespaces.get(namespace);
    const before = bucket?.get(object.metadata.name);
    if (bucket === undefined || before === undefined) return;
    this.#note(namespace, object.metadata.name, before);
    bucket.delete(object.metadata.name);
    if (bucket.size === 0) this.#namespaces.delete(namespace);
    this.#size -= 1;
    for (const index of this.#indexes.values()) index.remove(object);
    for (const order of this.#orders.values()) order.remove(object);
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
