import type { StructuralSchema } from './schemas.js';
import type { StatusCause } from './status.js';

type Json = Record<string, unknown>;

/** Drops what the schema does not know and fills in its defaults, as the API server does before it validates. */
export function pruneAndDefault(value: unknown, schema: StructuralSchema): unknown {
  if (value === null)
    return schema.default === undefined ? undefined : pruneAndDefault(structuredClone(schema.default), schema);
  if (schema.type === 'array' && Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((entry) => (entry === null ? null : pruneAndDefault(entry, items)));
  }
  if (schema.type !== 'object' || typeof value !== 'object' || Array.isArray(value)) return value;
  const result: Json = {};
  for (const [key, member] of Object.entries(value as Json)) {
    const known = schema.properties?.[key] ?? schema.additional;
    if (known === undefined) {
      if (schema.preserveUnknown) result[key] = member;
      continue;
    }
    const kept = pruneAndDefault(member, known);
    if (kept !== undefined) result[key] = kept;
  }
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (result[key] === undefined && property.default !== undefined) {
      result[key] = pruneAndDefault(structuredClone(property.default), property);
    }
  }
  return result;
}

/** Every place where the value is not of its schema. */
export function schemaCauses(value: unknown, schema: StructuralSchema, field: string): StatusCause[] {
  if (value === undefined || schema.type === 'any') return [];
  if (typeOf(value) !== schema.type) {
    return [
      cause(
        'FieldValueTypeInvalid',
        field,
        `Invalid value: "${typeOf(value)}": ${field} in body must be of type ${schema.type}: "${typeOf(value)}"`,
      ),
    ];
  }
  switch (schema.type) {
    case 'object':
      return objectCauses(value as Json, schema, field);
    case 'array':
      return arrayCauses(value as unknown[], schema, field);
    case 'string':
      return stringCauses(value as string, schema, field);
    case 'integer':
      return integerCauses(value as number, schema, field);
    case 'boolean':
      return [];
    default:
      return schema.type satisfies never;
  }
}

function objectCauses(value: Json, schema: StructuralSchema, field: string): StatusCause[] {
  const at = (key: string) => (field === '' ? key : `${field}.${key}`);
  const missing = (schema.required ?? [])
    .filter((key) => value[key] === undefined)
    .map((key) => cause('FieldValueRequired', at(key), 'Required value'));
  const members = Object.entries(value).flatMap(([key, member]) => {
    const known = schema.properties?.[key] ?? schema.additional;
    return known === undefined ? [] : schemaCauses(member, known, at(key));
  });
  return [...missing, ...members];
}

function arrayCauses(value: unknown[], schema: StructuralSchema, field: string): StatusCause[] {
  const { items, minItems, maxItems } = schema;
  const causes: StatusCause[] = [];
  if (minItems !== undefined && value.length < minItems) {
    causes.push(
      cause(
        'FieldValueInvalid',
        field,
        `Invalid value: ${value.length}: ${field} in body should have at least ${minItems} items`,
      ),
    );
  }
  if (maxItems !== undefined && value.length > maxItems) {
    causes.push(cause('FieldValueTooMany', field, `Too many: ${value.length}: must have at most ${maxItems} items`));
  }
  if (items !== undefined) causes.push(...value.flatMap((entry, at) => schemaCauses(entry, items, `${field}[${at}]`)));
  return causes;
}

function stringCauses(value: string, schema: StructuralSchema, field: string): StatusCause[] {
  const { minLength, maxLength, pattern, enum: values } = schema;
  const wrong = (text: string) =>
    cause('FieldValueInvalid', field, `Invalid value: "${value}": ${field} in body ${text}`);
  const causes: StatusCause[] = [];
  if (minLength !== undefined && value.length < minLength)
    causes.push(wrong(`should be at least ${minLength} chars long`));
  if (maxLength !== undefined && value.length > maxLength)
    causes.push(cause('FieldValueTooLong', field, `Too long: may not be more than ${maxLength} bytes`));
  if (pattern !== undefined && !pattern.test(value)) causes.push(wrong(`should match '${pattern.source}'`));
  if (values !== undefined && !values.includes(value)) {
    causes.push(
      cause(
        'FieldValueNotSupported',
        field,
        `Unsupported value: "${value}": supported values: ${values.map((one) => `"${one}"`).join(', ')}`,
      ),
    );
  }
  return causes;
}

function integerCauses(value: number, { minimum, maximum }: StructuralSchema, field: string): StatusCause[] {
  const wrong = (text: string) =>
    cause('FieldValueInvalid', field, `Invalid value: ${value}: ${field} in body should be ${text}`);
  const causes: StatusCause[] = [];
  if (minimum !== undefined && value < minimum) causes.push(wrong(`greater than or equal to ${minimum}`));
  if (maximum !== undefined && value > maximum) causes.push(wrong(`less than or equal to ${maximum}`));
  return causes;
}

function cause(reason: string, field: string, message: string): StatusCause {
  return { reason, field, message };
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
