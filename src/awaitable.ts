/** A value that is there at once, when it comes from memory, or a promise of it. */
export type Awaitable<T> = T | Promise<T>;

/** Applies `next` now when the value is there, else when it comes: joins over memory cost no promise. */
export function andThen<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** All of a list: one promise at most, and none when every value is there. */
export function allOf<T>(values: readonly Awaitable<T>[]): Awaitable<T[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as T[]);
}
