import { isDeepStrictEqual } from 'node:util';
import { fieldsFor } from './answer.js';
import type { Field } from './question.js';
import { Refused, Unmodelled } from './refused.js';

/** Where two answers part. */
export interface Difference {
  readonly path: string;
  readonly field: Field;
  readonly expected: unknown;
  readonly actual: unknown;
  /** What the field is of, as the answer shows it. */
  readonly parent: any;
}

/** Fields whose value is compared as one: a difference inside of it is told as one. */
const wholes = new Set(['addresses', 'statusAddresses', 'listeners', 'provisioning', 'events', 'conditions']);

/** What a model does not say, or say how to compute, agrees with everything. */
export function differencesBetween(
  fields: readonly Field[],
  expected: any,
  actual: any,
  path: readonly string[] = [],
): Difference[] {
  return fields.flatMap((field) => {
    const at = [...path, field.key];
    return inField(field, expected[field.key], actual[field.key], at, actual);
  });
}

function inField(field: Field, expected: any, actual: any, path: readonly string[], parent: any): Difference[] {
  const here = (): Difference[] =>
    agrees(expected, actual) ? [] : [{ path: path.join('.'), field, expected, actual, parent }];
  const nested = isNested(field, expected) && isNested(field, actual);
  if (!nested || wholes.has(field.name)) return here();
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (!isDeepStrictEqual(rowsIn(expected), rowsIn(actual))) return here();
    return expected.flatMap((entry, at) => inField(field, entry, actual[at], [...path, String(at)], parent));
  }
  const fields = fieldsFor(field, actual) ?? [];
  if (expected.__typename !== undefined && expected.__typename !== actual.__typename) return here();
  return differencesBetween(fields, expected, actual, path);
}

function isNested({ fields, fieldsOn }: Field, value: unknown): boolean {
  const selected = fields !== undefined || fieldsOn !== undefined;
  return (
    selected &&
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Refused) &&
    !(value instanceof Unmodelled)
  );
}

/** What tells the entries of a list apart, as far as that was selected. */
export function rowsIn(list: readonly any[]): unknown[] {
  return list.map((entry) => entry?.uid ?? entry?.node?.uid);
}

/** Whether all that the one says is what the other says. */
export function agrees(expected: any, actual: any): boolean {
  if (expected === undefined || actual === undefined || expected instanceof Unmodelled) return true;
  if (expected instanceof Refused || actual instanceof Refused) {
    return expected instanceof Refused && actual instanceof Refused && expected.code === actual.code;
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return expected.length === actual.length && expected.every((entry, at) => agrees(entry, actual[at]));
  }
  if (isPlainObject(expected) && isPlainObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].every((key) => agrees(expected[key], actual[key]));
  }
  return isDeepStrictEqual(expected, actual);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at the path of a difference in another answer to the same question. */
export function valueAt(answer: any, path: string): unknown {
  let value = answer;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || value instanceof Refused || value instanceof Unmodelled)
      return value;
    value = value[key];
  }
  return value;
}
