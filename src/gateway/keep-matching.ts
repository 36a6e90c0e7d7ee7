import { type Awaitable, andThen } from '../awaitable.js';
import { type TimeSlices, unsliced } from '../event-loop-shares.js';
import { mapInSlices } from '../map-in-slices.js';

/**
 * The rows for which a test holds; lookups of all rows are under way together, so that they can be batched. Gives way to other
 * work between rows.
 */
export function keepMatching<T>(
  rows: readonly T[],
  test: (row: T) => Awaitable<boolean>,
  slices: TimeSlices = unsliced,
): Awaitable<T[]> {
  return andThen(mapInSlices(rows, test, slices), (holds) => rows.filter((_, at) => holds[at]));
}
