import type { Awaitable } from '../../awaitable.js';

const noStart = () => '';

/** The texts of several things between two brackets: at once where all are there, else one promise for the whole. */
export function joinTexts<T>(
  open: string,
  things: readonly T[],
  write: (thing: T) => Awaitable<string>,
  close: string,
  startOf: (thing: T) => string = noStart,
): Awaitable<string> {
  const parts: Awaitable<string>[] = [open];
  let allThere = true;
  try {
    for (let at = 0; at < things.length; at += 1) {
      const thing = things[at] as T;
      if (at > 0) parts.push(',');
      const written = write(thing);
      if (typeof written !== 'string') allThere = false;
      parts.push(startOf(thing), written);
    }
  } catch (thrown) {
    // Those under way may fail too, with nobody left to hear it.
    for (const part of parts) if (part instanceof Promise) part.catch(() => undefined);
    throw thrown;
  }
  parts.push(close);
  // join makes one flat text; one grown by += would hold on to all its pieces.
  return allThere ? parts.join('') : Promise.all(parts).then((texts) => texts.join(''));
}
