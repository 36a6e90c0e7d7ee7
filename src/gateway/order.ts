import type { KubeObject, Order } from '../kube/ports.js';

export type OrderDirection = 'ASC' | 'DESC';

/** One row's place: the value ordered by, then namespace and name, which make it unique. */
export type SortKey = readonly [value: string, namespace: string, name: string];

export function compareKeys(a: SortKey, b: SortKey): number {
  for (const at of [0, 1, 2] as const) {
    if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
  }
  return 0;
}

/** An order of objects by one thing that each says of itself. */
export interface ObjectOrder extends Order {
  readonly field: string;
  keyOf(object: KubeObject): SortKey;
}

export function orderBy(field: string, textOf: (object: KubeObject) => string): ObjectOrder {
  return {
    field,
    keyOf: (object) => [textOf(object), object.metadata.namespace ?? '', object.metadata.name],
    // Spelled out, because keys would be made for every comparison.
    compare: (a, b) =>
      compareTexts(textOf(a), textOf(b)) ||
      compareTexts(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
      compareTexts(a.metadata.name, b.metadata.name),
  };
}

/** The orders that every kind has; by namespace and name where nothing is said. */
export const orders = {
  NAME: orderBy('NAME', ({ metadata }) => metadata.name),
  NAMESPACE: orderBy('NAMESPACE', () => ''),
  CREATED_AT: orderBy('CREATED_AT', ({ metadata }) => metadata.creationTimestamp ?? ''),
};

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
