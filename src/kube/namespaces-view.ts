import type { KeptSet } from './kept-set.js';
import type { KubeObject, Listing, Order } from './ports.js';

/** Those objects of a store that lie in some namespaces; it changes with the store and with the set. */
export class NamespacesView<T extends KubeObject = KubeObject> implements Listing<T> {
  constructor(
    private readonly store: KeptSet<T>,
    private readonly names: ReadonlySet<string>,
    readonly partial: boolean,
  ) {}

  get resourceVersion(): string {
    return this.store.resourceVersion;
  }

  get size(): number {
    let size = 0;
    for (const name of this.names) size += this.store.sizeOf(name);
    return size;
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.names.has(namespace ?? '') ? this.store.get(namespace, name) : undefined;
  }

  *all(namespace?: string): Iterable<T> {
    if (namespace === undefined) for (const name of this.names) yield* this.store.all(name);
    else if (this.names.has(namespace)) yield* this.store.all(namespace);
  }

  inOrder(order: Order): readonly T[] {
    return this.store.inOrder(order).filter((object) => this.names.has(object.metadata.namespace ?? ''));
  }

  lookup(index: string, key: string): readonly T[] {
    return this.store.lookup(index, key).filter((object) => this.names.has(object.metadata.namespace ?? ''));
  }
}
