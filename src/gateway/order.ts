export type OrderDirection = 'ASC' | 'DESC';

/** One row's place: the value ordered by, then namespace and name, which make it unique. */
export type SortKey = readonly [value: string, namespace: string, name: string];

export function compareKeys(a: SortKey, b: SortKey): number {
  for (const at of [0, 1, 2] as const) {
    if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
  }
  return 0;
}
