import type { KubeObject, Listing, Order } from './ports.js';

/** Several namespaces' listings as one; it changes with them. */
export class UnionListing<T extends KubeObject = KubeObject> implements Listing<T> {
  readonly partial = true;

  constructor(private readonly parts: ReadonlyMap<string, Listing<T>>) {}

  get size(): number {
    let size = 0;
    for (const part of this.parts.values()) size += part.size;
    return size;
  }

  /** Of whichever part; the parts come from separate lists, and there is no version of the whole. */
  get resourceVersion(): string {
    for (const part of this.parts.values()) return part.resourceVersion;
    return '';
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.parts.get(namespace ?? '')?.get(namespace, name);
  }

  *all(namespace?: string): Iterable<T> {
    if (namespace === undefined) for (const part of this.parts.values()) yield* part.all();
    else yield* this.parts.get(namespace)?.all(namespace) ?? [];
  }

  inOrder(order: Order): readonly T[] {
    return [...this.all()].sort(order.compare);
  }

  lookup(index: string, key: string): readonly T[] {
    return [...this.parts.values()].flatMap((part) => part.lookup(index, key));
  }
}
