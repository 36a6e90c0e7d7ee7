import {
  type GraphQLArgument,
  GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputField,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type OperationTypeNode,
} from 'graphql';
import type { Choices } from './choices.js';

const texts = [
  'a1',
  'g1',
  'sandbox',
  'shop',
  'edge',
  'exclusive-gateway',
  'HTTP',
  '',
  '..',
  'A B',
  '10.0.0.8',
  '::1',
  'a=b',
  '\u0000',
  '💥',
  '-',
  'x'.repeat(300),
  '*.a.com',
  '200m',
  '9e99',
  '{"a":1}',
  '__proto__',
];
const numbers = [1, 0, -1, 80, 8234, 1000, 1001, 65_536, 2_147_483_647];
const names: Readonly<Record<string, readonly string[]>> = {
  cluster: ['sandbox', 'sandbox', 'none'],
  namespace: ['a1', 'shop', 'a1', 'none', '../a1'],
  name: ['g1', 'edge', 'storefront', 'g1-12334', 'http', 'none', '..'],
  verb: ['get', 'list', 'obey'],
};

/** An operation that the schema allows, more or less: of any depth up to `depth`, with arguments that fit and that do not. */
export function anyOperation(schema: GraphQLSchema, choices: Choices, depth: number): string {
  const operation = choices.of(['query', 'query', 'query', 'mutation', 'subscription'] as const);
  const root = schema.getRootType(operation as OperationTypeNode);
  if (!isObjectType(root)) throw new Error('no such root');
  const fields = Object.values(root.getFields());
  const chosen = Array.from({ length: 1 + choices.below(operation === 'query' ? 3 : 1) }, () => choices.of(fields));
  return `${operation} { ${chosen.map((field, at) => `r${at}: ${fieldOf(schema, field, choices, depth)}`).join(' ')} }`;
}

function fieldOf(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  choices: Choices,
  depth: number,
): string {
  const args = membersOf(field.args, isRequiredArgument, choices, 3).map(([arg, value]) => `${arg.name}: ${value}`);
  const directive = choices.once(20) ? ` @include(if: ${choices.of(['true', 'false'])})` : '';
  return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${directive}${selectionOf(schema, field.type, choices, depth)}`;
}

function selectionOf(schema: GraphQLSchema, outer: GraphQLOutputType, choices: Choices, depth: number): string {
  const type = getNamedType(outer);
  if (isLeafType(type)) return '';
  const inside = [choices.once(30) ? 'nothing' : '__typename'];
  if (isAbstractType(type)) {
    for (const possible of schema.getPossibleTypes(type)) {
      if (choices.once(2) && depth > 0)
        inside.push(`... on ${possible.name}${selectionOf(schema, possible, choices, depth - 1)}`);
    }
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => depth > 0 || isLeafType(getNamedType(field.type)));
    const count = Math.min(fields.length, choices.below(8));
    for (let at = 0; at < count; at += 1) {
      inside.push(`f${at}: ${fieldOf(schema, choices.of(fields), choices, depth - 1)}`);
    }
  }
  return ` { ${inside.join(' ')} }`;
}

/** What is required, and now and then the rest. */
function membersOf<T extends GraphQLArgument | GraphQLInputField>(
  all: readonly T[],
  required: (one: T) => boolean,
  choices: Choices,
  rarity: number,
): [T, string][] {
  const given = all.filter((one) => (required(one) ? !choices.once(60) : choices.once(rarity)));
  return given.map((one) => [one, anyValue(one.type, one.name, choices)]);
}

function anyValue(type: GraphQLInputType, name: string, choices: Choices): string {
  if (choices.once(80)) return choices.of(['null', '5', '"text"', '[]', '{}', 'WORD']);
  if (type instanceof GraphQLNonNull) return anyValue(type.ofType, name, choices);
  if (type instanceof GraphQLList) {
    return `[${Array.from({ length: choices.below(4) }, () => anyValue(type.ofType, name, choices)).join(', ')}]`;
  }
  if (type instanceof GraphQLInputObjectType) {
    const members = membersOf(Object.values(type.getFields()), isRequiredInputField, choices, 3);
    return `{ ${members.map(([field, value]) => `${field.name}: ${value}`).join(', ')} }`;
  }
  if (type instanceof GraphQLEnumType) return choices.of(type.getValues()).name;
  switch (type.name) {
    case 'Int':
      return String(choices.of(numbers));
    case 'Boolean':
      return choices.of(['true', 'false']);
    case 'StringMap':
    case 'JSON':
      return choices.of(['{ a: "b" }', '{}', '{ matchLabels: { a: "b" } }', '{ a: { b: [1, null] } }', '"text"']);
    default:
      return JSON.stringify(choices.of(names[name] ?? texts));
  }
}
