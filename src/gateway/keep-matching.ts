import { type Awaitable, andThen, mapAll } from '../awaitable.js';

/** The rows for which a test holds; lookups of all rows are under way together, so that they can be batched. */
export function keepMatching<T>(rows: readonly T[], test: (row: T) => Awaitable<boolean>): Awaitable<T[]> {
  return andThen(mapAll(rows, test), (holds) => rows.filter((_, at) => holds[at]));
}
