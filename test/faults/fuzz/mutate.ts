import type { Choices } from './choices.js';

const pieces = [
  '{',
  '}',
  '"',
  '\\',
  '\u0000',
  '$',
  '...',
  '@skip(if: true)',
  '%',
  '\r\n',
  '[',
  'é',
  '\ud800',
  ',',
  ':',
  '#',
];

/** The text with a few places altered: something taken out, put in, or said twice. */
export function mutate(text: string, choices: Choices): string {
  let altered = text;
  for (let edits = 1 + choices.below(3); edits > 0; edits -= 1) {
    const at = Math.floor((choices.below(1_000) / 1_000) * altered.length);
    const length = choices.below(12);
    const [before, piece, after] = [altered.slice(0, at), altered.slice(at, at + length), altered.slice(at + length)];
    altered = before + choices.of(['', piece + piece, choices.of(pieces), choices.of(pieces) + piece]) + after;
  }
  return altered;
}
