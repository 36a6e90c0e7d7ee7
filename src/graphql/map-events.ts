type Waiting<T> = AsyncIterableIterator<T> & { readonly waiting: number };

/** Maps a stream. Hand-written: return() must not wait for an event that never comes. */
export function mapEvents<T, R>(source: Waiting<T>, map: (value: T) => R): Waiting<R> {
  return {
    get waiting() {
      return source.waiting;
    },
    async next() {
      const { done, value } = await source.next();
      return done ? { done: true, value: undefined } : { done: false, value: map(value) };
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
