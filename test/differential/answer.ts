import type { Field, TypeName } from './question.js';
import { Refused, Unmodelled } from './refused.js';

export type Value = unknown;

/** What a model says to a selection, in the form of an answer's data; Unmodelled or `undefined` where it says nothing. */
export function execute(fields: readonly Field[], object: any): Record<string, Value> {
  return Object.fromEntries(fields.map((field) => [field.key, resolve(field, object)]));
}

function resolve(field: Field, object: any): Value {
  const { name, arguments: given = {} } = field;
  try {
    const args = Object.fromEntries(Object.entries(given).map(([key, { value }]) => [key, value]));
    const member = object[name];
    // What a model does not compute of an object hangs by which object that is.
    if (member === undefined && object.uid !== undefined) return new Unmodelled(object.uid);
    return complete(field, typeof member === 'function' ? member(args) : member);
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown;
    throw thrown;
  }
}

function complete(field: Field, value: any): Value {
  if (value === null || value === undefined || value instanceof Refused || value instanceof Unmodelled) return value;
  if (Array.isArray(value)) return value.map((entry) => complete(field, entry));
  const fields = fieldsFor(field, value);
  return fields === undefined ? value : execute(fields, value);
}

/** What is selected of a value, by its type where there are several. */
export function fieldsFor({ fields, fieldsOn }: Field, value: any): readonly Field[] | undefined {
  if (fieldsOn === undefined) return fields;
  return [...(fields ?? []), ...(fieldsOn[value.__typename as TypeName] ?? [])];
}

interface GraphqlError {
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string };
  readonly message: string;
}

/** The data of an answer, with each refusal in the place of the null that it left. Words of errors are not compared. */
export function withRefusals({ data, errors = [] }: { data?: any; errors?: readonly GraphqlError[] }): any {
  if (data === null || data === undefined) return new Refused(errors[0]?.extensions?.code ?? errors[0]?.message ?? '');
  for (const { path = [], extensions, message } of errors) {
    let at: any = data;
    for (const key of path) {
      if (at[key] === null || at[key] instanceof Refused) {
        at[key] = new Refused(extensions?.code ?? message);
        break;
      }
      at = at[key];
    }
  }
  return data;
}
