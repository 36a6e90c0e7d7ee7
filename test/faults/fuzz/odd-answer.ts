import type { Choices } from './choices.js';

const odd: readonly unknown[] = [
  undefined,
  null,
  '',
  0,
  -1,
  1e308,
  true,
  [],
  {},
  [null],
  [[[]]],
  { a: { b: null } },
  'x'.repeat(5_000),
  '../../secrets',
  '\u0000\ud800',
  'not a date',
  '2026-13-45T99:99:99Z',
  '10.0.0.1,, ,::1,<script>',
  ['a', 1, null, { ip: 1 }],
];

/** The answer with one to five of its members replaced, taken away, or nested where they do not belong. Never its list's own shape. */
export function oddAnswer(text: string, choices: Choices): string {
  const answer = JSON.parse(text) as Record<string, unknown>;
  const objects = Array.isArray(answer['items']) ? (answer['items'] as unknown[]) : [answer];
  for (let edits = 1 + choices.below(5); edits > 0 && objects.length > 0; edits -= 1) {
    const object = choices.of(objects);
    if (typeof object === 'object' && object !== null) spoil(object as Record<string, unknown>, choices);
  }
  return JSON.stringify(answer);
}

/** Walks down some way and replaces what is there. */
function spoil(object: Record<string, unknown>, choices: Choices): void {
  let at = object;
  for (let depth = choices.below(7); ; depth -= 1) {
    const keys = Object.keys(at);
    const key = choices.of(keys.length > 0 ? keys : ['a']);
    const below = at[key];
    if (depth > 0 && typeof below === 'object' && below !== null) {
      at = below as Record<string, unknown>;
      continue;
    }
    const value = choices.of(odd);
    if (value === undefined) delete at[key];
    else at[key] = value;
    return;
  }
}
