import type { Awaitable } from '../../awaitable.js';
import type { AnswerWriting } from './answer-writing.js';
import type { Write } from './compile-selection.js';

/** The text of a list. A long one gives way to other work between its entries, and is then one promise. */
export function joinList(
  entries: readonly unknown[],
  write: Write,
  writing: AnswerWriting | undefined,
): Awaitable<string> {
  const parts: Awaitable<string>[] = ['['];
  return writeOn(parts, entries, write, writing) ? join(parts) : finish(parts, entries, write, writing);
}

async function finish(
  parts: Awaitable<string>[],
  entries: readonly unknown[],
  write: Write,
  writing: AnswerWriting | undefined,
): Promise<string> {
  do {
    hear(parts);
    await writing?.slices.giveWay();
  } while (!writeOn(parts, entries, write, writing));
  return join(parts);
}

/** Appends entries, each with a comma, until the slice is over; true at the end of the list. */
function writeOn(
  parts: Awaitable<string>[],
  entries: readonly unknown[],
  write: Write,
  writing: AnswerWriting | undefined,
): boolean {
  try {
    for (let at = parts.length >> 1; at < entries.length; at += 1) {
      if (writing?.slices.isOver()) return false;
      const entry = entries[at];
      const text = entry instanceof Promise ? entry.then((value) => write(value, writing)) : write(entry, writing);
      parts.push(text, ',');
      writing?.checkSize();
    }
    return true;
  } catch (thrown) {
    hear(parts);
    throw thrown;
  }
}

function join(parts: Awaitable<string>[]): Awaitable<string> {
  if (parts.length === 1) parts.push(']');
  else parts[parts.length - 1] = ']';
  // join makes one flat text; one grown by += would hold on to all its pieces.
  return parts.some((part) => typeof part !== 'string')
    ? Promise.all(parts).then((texts) => texts.join(''))
    : parts.join('');
}

/** Those under way may fail before anybody waits for them. */
function hear(parts: readonly Awaitable<string>[]): void {
  for (const part of parts) if (part instanceof Promise) part.catch(() => undefined);
}
