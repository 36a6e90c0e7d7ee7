import type { InputFault } from '../errors.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { throwFaults } from './input-faults.js';
import { compareKeys, type OrderDirection, type SortKey } from './order.js';

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
  edges: Edge<V>[];
  nodes: V[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
  partial: boolean;
}

export const defaultPageSize = 50;
export const maxPageSize = 1_000;

export interface Ordering<V> {
  /** Names the order, so that a cursor of another one is refused. */
  readonly field: string;
  readonly direction: OrderDirection;
  valueOf(view: V): string;
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
 * Orders the rows and cuts the page. A cursor holds a place in the order rather than a count, so a page stays right while
 * objects come and go before it.
 */
export function connect<V extends { namespace: string; name: string }>(
  views: readonly V[],
  page: PageArguments,
  ordering: Ordering<V>,
  partial: boolean,
): Connection<V> {
  const order = orderName(ordering);
  throwFaults(pageFaults(page, order));
  const sign = ordering.direction === 'DESC' ? -1 : 1;
  const compare = (a: SortKey, b: SortKey) => sign * compareKeys(a, b);
  const rows = views
    .map((node) => ({ node, key: [ordering.valueOf(node), node.namespace, node.name] as SortKey }))
    .sort((a, b) => compare(a.key, b.key));

  const after = page.after == null ? undefined : decodeCursor(order, page.after);
  const before = page.before == null ? undefined : decodeCursor(order, page.before);
  const start = after === undefined ? 0 : countWhile(rows, ({ key }) => compare(key, after) <= 0);
  const end = before === undefined ? rows.length : countWhile(rows, ({ key }) => compare(key, before) < 0);
  const [from, to] =
    page.last == null
      ? [start, Math.min(end, start + (page.first ?? defaultPageSize))]
      : [Math.max(start, end - page.last), end];

  const edges = rows
    .slice(from, Math.max(from, to))
    .map(({ node, key }) => ({ node, cursor: encodeCursor(order, key) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: to < rows.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: rows.length,
    partial,
  };
}

export function orderName({ field, direction }: Pick<Ordering<never>, 'field' | 'direction'>): string {
  return `${field} ${direction}`;
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
