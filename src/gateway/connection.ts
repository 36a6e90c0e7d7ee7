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
  readonly nodes: V[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  readonly totalCount: number;
  readonly partial: boolean;
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
  const cut = { shown, name, order, hasNextPage: to < rows.length, hasPreviousPage: from > 0 };
  return new Page(cut, shown.map(viewOf), rows.length, partial);
}

/** What a page shows of the sorted objects, and the order that its cursors are of. */
interface Cut<T> {
  readonly shown: readonly T[];
  readonly name: string;
  readonly order: ObjectOrder;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Cursors cost more than most rows: they are made for who asks for them. */
class Page<T extends KubeObject, V> implements Connection<V> {
  constructor(
    private readonly cut: Cut<T>,
    readonly nodes: V[],
    readonly totalCount: number,
    readonly partial: boolean,
  ) {}

  get edges(): Edge<V>[] {
    return this.cut.shown.map((object, at) => ({ cursor: this.#cursorOf(object), node: this.nodes[at] as V }));
  }

  get pageInfo(): Connection<V>['pageInfo'] {
    const { shown, hasNextPage, hasPreviousPage } = this.cut;
    const [first, last] = [shown[0], shown.at(-1)];
    return {
      hasNextPage,
      hasPreviousPage,
      startCursor: first === undefined ? null : this.#cursorOf(first),
      endCursor: last === undefined ? null : this.#cursorOf(last),
    };
  }

  #cursorOf(object: T): string {
    return encodeCursor(this.cut.name, this.cut.order.keyOf(object));
  }
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
