import { mapAll } from '../awaitable.js';

/** Maps side by side, but at most `limit` at a time; the first rejection is the whole's, and nothing new is begun after it. */
export async function mapBounded<A, B>(items: readonly A[], limit: number, map: (item: A) => Promise<B>): Promise<B[]> {
  const results = new Array<B>(items.length);
  let next = 0;
  let failed = false;
  const work = async () => {
    while (next < items.length && !failed) {
      const index = next;
      next += 1;
      try {
        results[index] = await map(items[index] as A);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await mapAll(Array.from({ length: Math.min(limit, items.length) }), work);
  return results;
}
