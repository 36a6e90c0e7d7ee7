export function withReplaced<T>(list: readonly T[], at: number, entry: T): readonly T[] {
  return list.map((old, index) => (index === at ? entry : old));
}

export function without<T>(list: readonly T[], at: number): readonly T[] {
  return list.filter((_, index) => index !== at);
}
