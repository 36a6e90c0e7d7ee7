import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLJSON } from 'graphql-scalars';
import { badUserInput } from './bad-user-input.js';

/** Times go out as RFC 3339 in UTC; none comes in. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment, as RFC 3339 text in UTC, such as "2026-01-31T12:00:00.000Z".',
  serialize(value) {
    const date = value instanceof Date ? value : new Date(String(value));
    return date.toISOString();
  },
  parseValue(value) {
    const date = new Date(typeof value === 'string' ? value : Number.NaN);
    if (Number.isNaN(date.getTime()))
      throw badUserInput('Give a DateTime as RFC 3339 text, such as "2026-01-31T12:00:00Z".');
    return date;
  },
});

export const StringMap = new GraphQLScalarType<Record<string, string>, unknown>({
  name: 'StringMap',
  description: 'An object whose values are strings, such as {"team": "payments"}: labels, annotations, options.',
  serialize: (value) => value,
  parseValue: (value) => stringMapFrom(value),
  parseLiteral: (node, variables) => stringMapFrom(GraphQLJSON.parseLiteral(node, variables)),
});

export const Json = new GraphQLScalarType({
  ...GraphQLJSON.toConfig(),
  name: 'JSON',
  description: 'Any JSON value, as the cluster holds it.',
});

export const Quantity = new GraphQLScalarType<string, unknown>({
  name: 'Quantity',
  description: 'An amount as Kubernetes writes it: "200m" (CPU cores), "256Mi" (bytes), "1.5", "1e3".',
  serialize: (value) => String(value),
  parseValue: (value) => quantityFrom(value),
  parseLiteral: (node: ValueNode) => {
    if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT)
      return quantityFrom(node.value);
    throw badUserInput('Give a Quantity as text, such as "200m" or "256Mi".');
  },
});

function stringMapFrom(value: unknown): Record<string, string> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const wrong = Object.entries(value).find(([, member]) => typeof member !== 'string');
    if (wrong === undefined) return { ...value } as Record<string, string>;
    throw badUserInput(`Every value of a StringMap is a string; that of "${wrong[0]}" is not.`);
  }
  throw badUserInput('Give a StringMap as an object whose values are strings, such as {team: "payments"}.');
}

function quantityFrom(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw badUserInput('Give a Quantity as text, such as "200m" or "256Mi".');
}
