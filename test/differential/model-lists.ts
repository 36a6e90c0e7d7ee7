import { Cursor, type EnumValue } from './question.js';
import { Refused, Unmodelled } from './refused.js';

type Key = readonly [string, string, string];

interface Row {
  readonly raw: any;
  readonly key: Key;
}

export interface PageArguments {
  readonly first?: number;
  readonly last?: number;
  readonly after?: Cursor;
  readonly before?: Cursor;
  readonly orderBy?: { readonly field: EnumValue; readonly direction: EnumValue };
}

/** What objects are ordered by, as text. */
const values: Readonly<Record<string, (raw: any) => string>> = {
  NAME: ({ metadata }) => metadata.name,
  NAMESPACE: () => '',
  CREATED_AT: ({ metadata }) => new Date(metadata.creationTimestamp).toISOString(),
  STATE: (raw) => stateOf(raw),
};

export function stateOf(alb: any): string {
  const state = String(alb.status?.state ?? '').toUpperCase();
  return ['RUNNING', 'PROGRESSING', 'PENDING', 'WARNING'].includes(state) ? state : 'UNKNOWN';
}

/** Throws for arguments that go together with nothing. */
export function checkPage(page: PageArguments): void {
  const { first, last, after, before } = page;
  if (first !== undefined && last !== undefined) throw new Refused('INVALID_INPUT');
  const order = orderOf(page);
  if ([after, before].some((cursor) => cursor !== undefined && cursor.order !== order)) {
    throw new Refused('INVALID_INPUT');
  }
}

const orderOf = ({ orderBy }: PageArguments) =>
  orderBy === undefined ? 'NAMESPACE ASC' : `${orderBy.field.name} ${orderBy.direction.name}`;

/** A page as the schema describes it: ordered, cut by place, counted as a whole. */
export function pageOf(
  raws: readonly any[],
  partial: boolean,
  page: PageArguments,
  show: (raw: any) => object,
): object {
  const { first, last, after, before } = page;
  const [name = '', direction = ''] = orderOf(page).split(' ');
  const sign = direction === 'DESC' ? -1 : 1;
  const rows: Row[] = raws
    .map((raw) => ({ raw, key: [values[name]?.(raw) ?? '', raw.metadata.namespace ?? '', raw.metadata.name] as const }))
    .sort((a, b) => sign * compare(a.key, b.key));
  const start = after === undefined ? 0 : rows.filter(({ key }) => sign * compare(key, after.key) <= 0).length;
  const end = before === undefined ? rows.length : rows.filter(({ key }) => sign * compare(key, before.key) < 0).length;
  const from = last === undefined ? start : Math.max(start, end - last);
  const to = last === undefined ? Math.min(end, start + (first ?? 50)) : end;
  const cut = rows.slice(from, Math.max(from, to)).map(({ raw }) => raw);
  const shown = cut.map(show);
  const cursorOf = (raw: any) => (raw === undefined ? null : new Unmodelled(raw.metadata.uid));
  return {
    totalCount: rows.length,
    partial,
    nodes: shown,
    edges: shown.map((node, at) => ({ node, cursor: cursorOf(cut[at]) })),
    pageInfo: {
      hasNextPage: to < rows.length,
      hasPreviousPage: from > 0,
      startCursor: cursorOf(cut[0]),
      endCursor: cursorOf(cut.at(-1)),
    },
  };
}

function compare(a: Key, b: Key): number {
  for (const at of [0, 1, 2] as const) if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
  return 0;
}
