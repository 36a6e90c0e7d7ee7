import type { Choices } from './choices.js';

const odd = ['', '0', 'a1', 'g1', '__proto__', '\u0000', '\ud800', '‮abc', '💥', '{"a":1}', 'x'.repeat(5_000)];
const numbers = [
  '0',
  '1',
  '-1',
  '50',
  '1000',
  '1.5',
  '-0',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740993',
  '2147483648',
];
const names = ['n', 'm', 's', 'c', 'ids', 'input', 'filter', 'unused', '__proto__', 'constructor', 'toJSON', ''];

/** A JSON text of any value: as a text, since there is JSON that JSON.stringify does not write. */
export function anyJson(choices: Choices, depth = 3): string {
  const kind = choices.below(depth > 0 ? 9 : 6);
  if (kind < 2) return choices.of(['null', 'true', 'false', '{}', '[]']);
  if (kind < 4) return choices.of(numbers);
  if (kind < 6) return JSON.stringify(choices.of(odd));
  if (kind < 7) return list(choices.below(4), () => anyJson(choices, depth - 1));
  return anyObject(choices, names, depth);
}

/** An object with some of these members, now and then one of them twice. */
export function anyObject(choices: Choices, members: readonly string[], depth = 3): string {
  const chosen = Array.from({ length: choices.below(5) }, () => choices.of(members));
  return `{${chosen.map((name) => `${JSON.stringify(name)}:${anyJson(choices, depth - 1)}`).join()}}`;
}

/** Past any limit: deep, wide or long. */
export function hugeJson(choices: Choices): string {
  const levels = 1 + choices.below(20) * 1_000;
  switch (choices.below(5)) {
    case 0:
      return `${'['.repeat(levels)}${']'.repeat(levels)}`;
    case 1:
      return `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    case 2:
      return list(70_000, () => '[]');
    case 3:
      return `{${Array.from({ length: 10_000 }, (_, at) => `"k${at}":0`).join()}}`;
    default:
      return JSON.stringify('x'.repeat(500_000));
  }
}

const list = (length: number, make: () => string) => `[${Array.from({ length }, make).join()}]`;
