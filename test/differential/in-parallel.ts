/** Calls for each, so many at a time; answers in the order of the list. */
export async function inParallel<T, R>(
  list: readonly T[],
  limit: number,
  call: (item: T, at: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const work = async () => {
    while (next < list.length) {
      const at = next;
      next += 1;
      results[at] = await call(list[at] as T, at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, list.length) }, work));
  return results;
}
