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

/**
 * The answer with one to five of its members replaced, or taken away. What is left alone is the list's own shape, and what a
 * definition requires of an object: an API server stores none without it.
 */
export function oddAnswer(text: string, choices: Choices): string {
  const answer = JSON.parse(text) as Record<string, unknown>;
  const objects = Array.isArray(answer['items']) ? (answer['items'] as unknown[]) : [answer];
  for (let edits = 1 + choices.below(5); edits > 0 && objects.length > 0; edits -= 1) {
    const object = choices.of(objects);
    if (typeof object === 'object' && object !== null) spoil(object as Record<string, unknown>, choices);
  }
  const sound = JSON.parse(text) as Record<string, unknown>;
  const before = (Array.isArray(sound['items']) ? sound['items'] : [sound]) as Gateway[];
  for (const [at, object] of (objects as Gateway[]).entries()) {
    if (before[at]?.kind === 'Gateway') restoreRequired(object, before[at] as Gateway);
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

interface Gateway {
  kind?: string;
  spec?: { gatewayClassName?: unknown; listeners?: unknown };
}

function restoreRequired(gateway: Gateway, before: Gateway): void {
  if (!isRecord(gateway.spec)) gateway.spec = before.spec ?? {};
  if (typeof gateway.spec.gatewayClassName !== 'string') gateway.spec.gatewayClassName = 'odd';
  const listeners = Array.isArray(gateway.spec.listeners) ? gateway.spec.listeners : [];
  gateway.spec.listeners = listeners.filter(
    (one) =>
      isRecord(one) &&
      typeof one['name'] === 'string' &&
      typeof one['port'] === 'number' &&
      typeof one['protocol'] === 'string',
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
