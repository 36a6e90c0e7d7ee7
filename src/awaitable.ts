/** A value that is there at once, when it comes from memory, or a promise of it. */
export type Awaitable<T> = T | Promise<T>;

/*
 * The only places that combine Awaitables. A promise that is under way when a neighbour throws would be heard by nobody, and
 * its rejection would reach the process: so whoever begins several hands over the functions that begin them, not the results.
 */

/** Applies `next` now when the value is there, else when it comes: joins over memory cost no promise. */
export function andThen<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/**
 * What `make` gives for each thing, in order, all under way together: one promise at most, and none when every value is there.
 * Fails with what one throws, else with the first rejection. After a throw nothing more is begun, and those under way are heard.
 */
export function mapAll<T, R>(things: readonly T[], make: (thing: T, at: number) => Awaitable<R>): Awaitable<R[]> {
  const made: Awaitable<R>[] = [];
  let pending = false;
  try {
    for (let at = 0; at < things.length; at += 1) {
      const one = make(things[at] as T, at);
      if (one instanceof Promise) pending = true;
      made.push(one);
    }
  } catch (thrown) {
    if (!pending) throw thrown;
    Promise.all(made).catch(() => undefined);
    return Promise.reject(thrown);
  }
  return pending ? Promise.all(made) : (made as R[]);
}

/** What several functions give, all under way together, as `mapAll`. */
export function together<T extends readonly unknown[]>(
  ...makes: { readonly [At in keyof T]: () => Awaitable<T[At]> }
): Awaitable<T> {
  return mapAll<() => Awaitable<unknown>, unknown>(makes, (make) => make()) as unknown as Awaitable<T>;
}

/** What `make` gives; what `otherwise` makes of its failure, whether it throws at once or rejects later. */
export function recover<T, R>(
  make: () => Awaitable<T>,
  otherwise: (thrown: unknown) => Awaitable<R>,
): Awaitable<T | R> {
  try {
    const made = make();
    return made instanceof Promise ? made.catch(otherwise) : made;
  } catch (thrown) {
    return otherwise(thrown);
  }
}
