import type { InputFault } from '../errors.js';
import type { KubeObject } from '../kube/ports.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { throwFaults } from './input-faults.js';
import { compareKeys, type ObjectOrder, type OrderDirection, type SortKey } from './order.js';

export interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

export interface Edge<V> {
  cursor: string;
  node: V;
}

export interface Connection<V> {
  readonly edges: Edge<V>[];
  nodes: V[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
  partial: boolean;
}

export const defaultPageSize = 50;
export const maxPageSize = 1_000;

/** An order and its direction; `field` names it, so that a cursor of another one is refused. */
export interface Ordering {
  readonly order: ObjectOrder;
  readonly direction: OrderDirection;
}

export function pageFaults(page: PageArguments, order: string): InputFault[] {
  const faults: InputFault[] = [];
  for (const field of ['first', 'last'] as const) {
    const size = page[field];
    if (size == null || (size >= 0 && size <= maxPageSize)) continue;
    faults.push({ path: [field], message: `${field} is ${size}; give 0 to ${maxPageSize}.` });
  }
  if (page.first != null && page.last != null) {
    faults.push({ path: ['last'], message: 'first and last cannot be given together; leave one out.' });
  }
  for (const field of ['after', 'before'] as const) {
    const cursor = page[field];
    if (cursor == null || decodeCursor(order, cursor) !== undefined) continue;
    faults.push({
      path: [field],
      message: `${field} is no cursor of this list and order; take one from pageInfo or an edge.`,
    });
  }
  return faults;
}

/**
 * Cuts the page from objects that are sorted already, ascending; only what is on it becomes views. A cursor holds a place in
 * the order rather than a count, so a page stays right while objects come and go before it.
 */
export function connect<T extends KubeObject, V>(
  sorted: readonly T[],
  page: PageArguments,
  ordering: Ordering,
  partial: boolean,
  viewOf: (object: T) => V,
): Connection<V> {
  const { order, direction } = ordering;
  const name = orderName(ordering);
  throwFaults(pageFaults(page, name));
  const rows = direction === 'DESC' ? sorted.toReversed() : sorted;
  const sign = direction === 'DESC' ? -1 : 1;
  const compare = (object: T, key: SortKey) => sign * compareKeys(order.keyOf(object), key);

  const after = page.after == null ? undefined : decodeCursor(name, page.after);
  const before = page.before == null ? undefined : decodeCursor(name, page.before);
  const start = after === undefined ? 0 : countWhile(rows, (row) => compare(row, after) <= 0);
  const end = before === undefined ? rows.length : countWhile(rows, (row) => compare(row, before) < 0);
  const [from, to] =
    page.last == null
      ? [start, Math.min(end, start + (page.first ?? defaultPageSize))]
      : [Math.max(start, end - page.last), end];

  const shown = rows.slice(from, Math.max(from, to));
  const nodes = shown.map(viewOf);
  const cursorOf = (object: T | undefined) => (object === undefined ? null : encodeCursor(name, order.keyOf(object)));
  return {
    // Cursors cost more than most rows: they are made for who asks for edges.
    get edges() {
      return shown.map((object, at) => ({ cursor: cursorOf(object) as string, node: nodes[at] as V }));
    },
    nodes,
    pageInfo: {
      hasNextPage: to < rows.length,
      hasPreviousPage: from > 0,
      startCursor: cursorOf(shown[0]),
      endCursor: cursorOf(shown.at(-1)),
    },
    totalCount: rows.length,
    partial,
  };
}

export function orderName({ order, direction }: Ordering): string {
  return `${order.field} ${direction}`;
}

/** How many rows of a sorted list come before the first that fails the test: a binary search. */
function countWhile<T>(rows: readonly T[], test: (row: T) => boolean): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (test(rows[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
