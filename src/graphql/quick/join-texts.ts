import type { Awaitable } from '../../awaitable.js';
import type { AnswerWriting } from './answer-writing.js';

/** Something whose text follows a text that is known before: a field, its name and its value. */
export interface TextField {
  readonly start: string;
}

/** The text of an object: at once where the texts of all its fields are there, else one promise for the whole. */
export function joinTexts<F extends TextField>(
  fields: readonly F[],
  write: (field: F, at: number) => Awaitable<string>,
  writing: AnswerWriting | undefined,
): Awaitable<string> {
  const parts: Awaitable<string>[] = ['{'];
  const before = writing?.chars ?? 0;
  let allThere = true;
  try {
    for (let at = 0; at < fields.length; at += 1) {
      const field = fields[at] as F;
      if (at > 0) parts.push(',');
      const written = write(field, at);
      if (typeof written !== 'string') allThere = false;
      parts.push(field.start, written);
    }
  } catch (thrown) {
    // Those under way may fail too, with nobody left to hear it.
    for (const part of parts) if (part instanceof Promise) part.catch(() => undefined);
    throw thrown;
  }
  parts.push('}');
  if (allThere) {
    // join makes one flat text; one grown by += would hold on to all its pieces.
    const text = parts.join('');
    // In the place of what the objects in it counted.
    if (writing !== undefined) writing.chars = before + text.length;
    return text;
  }
  if (writing !== undefined) writing.chars = before + lengthOf(parts);
  return Promise.all(parts).then((texts) => texts.join(''));
}

/** Of what is there; what is under way counts itself. */
function lengthOf(parts: readonly Awaitable<string>[]): number {
  return parts.reduce<number>((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
}
