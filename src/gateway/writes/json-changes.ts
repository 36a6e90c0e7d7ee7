import { isDeepStrictEqual } from 'node:util';

/** One place where two JSON trees differ; undefined: absent. */
export interface JsonChange {
  readonly path: readonly string[];
  readonly from: unknown;
  readonly to: unknown;
}

type JsonMap = Readonly<Record<string, unknown>>;

/** Where `to` differs from `from`, as deep as both are maps. A list counts as a whole. */
export function changesBetween(from: unknown, to: unknown, path: readonly string[] = []): JsonChange[] {
  if (isDeepStrictEqual(from, to)) return [];
  if (!isMap(from) || !isMap(to)) return [{ path, from, to }];
  const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...keys].flatMap((key) => changesBetween(from[key], to[key], [...path, key]));
}

/** Whether one of each concern the same place, or one the whole of what the other concerns a part of. */
export function overlap(some: readonly JsonChange[], others: readonly JsonChange[]): boolean {
  return some.some((one) =>
    others.some((other) => one.path.every((key, at) => at >= other.path.length || key === other.path[at])),
  );
}

/** Whether every change has been made to the tree. */
export function hasAll(tree: unknown, changes: readonly JsonChange[]): boolean {
  return changes.every(({ path, to }) => isDeepStrictEqual(valueAt(tree, path), to));
}

/** The tree with every change taken back. */
export function withoutChanges<T>(tree: T, changes: readonly JsonChange[]): T {
  return changes.reduce<unknown>((reverted, { path, from }) => withValueAt(reverted, path, from), tree) as T;
}

/** Lists whose members have names of their own as maps by name: so members are compared one by one, in whatever order. */
export function listsByName(tree: unknown): unknown {
  if (Array.isArray(tree)) {
    const members = tree.map(listsByName);
    const named = members.flatMap((member) =>
      isMap(member) && typeof member['name'] === 'string' ? [[member['name'], member] as const] : [],
    );
    const map = Object.fromEntries(named);
    return Object.keys(map).length === members.length ? map : members;
  }
  if (!isMap(tree)) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, listsByName(value)]));
}

function valueAt(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isMap(value) ? value[key] : undefined), tree);
}

function withValueAt(tree: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const { [key]: before, ...others } = (isMap(tree) ? tree : {}) as JsonMap;
  const after = withValueAt(before, rest, value);
  return after === undefined ? others : { ...others, [key]: after };
}

function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
