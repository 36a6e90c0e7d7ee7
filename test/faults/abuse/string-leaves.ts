import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLScalarType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** One place of an operation where the caller's text goes. */
export interface StringLeaf {
  /** Such as `createGateway.input.listeners.hostname`. */
  readonly path: string;
  readonly operation: 'query' | 'mutation' | 'subscription';
  /** An operation with that text there, and fitting values wherever they are needed. */
  readonly query: (text: string) => { readonly query: string; readonly variables: Record<string, unknown> };
}

type Input = GraphQLArgument | GraphQLInputField;

/** What the rest of an operation says, by the name of the argument or field. */
const fitting: Readonly<Record<string, unknown>> = {
  cluster: 'sandbox',
  namespace: 'a1',
  name: 'g1',
  id: '',
  ids: [''],
  verb: 'get',
  resource: 'GATEWAY',
  port: 80,
  protocol: 'HTTP',
  kind: 'HTTPRoute',
  field: 'NAME',
  direction: 'ASC',
  dryRun: true,
};
const texts = new Set(['String', 'ID', 'Quantity', 'StringMap', 'JSON']);

/** Every place of the schema's operations that takes a text: of root fields, and of the fields of what they give. */
export function stringLeavesOf(schema: GraphQLSchema): StringLeaf[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([operation, type]) =>
    Object.values(type?.getFields() ?? {}).flatMap((field) => [
      ...leavesOf(operation, [field]),
      ...inner(field).flatMap((below) => leavesOf(operation, [field, below])),
    ]),
  );
}

function inner(field: GraphQLField<unknown, unknown>): GraphQLField<unknown, unknown>[] {
  const type = getNamedType(field.type);
  return isObjectType(type) ? Object.values(type.getFields()).filter(({ args }) => args.length > 0) : [];
}

/** Of the last of the fields, each of which is selected in the one before. */
function leavesOf(operation: StringLeaf['operation'], fields: GraphQLField<unknown, unknown>[]): StringLeaf[] {
  const last = fields.at(-1) as GraphQLField<unknown, unknown>;
  return placesIn(last.args).map((place) => ({
    path: [...fields.map(({ name }) => name), ...place.map(({ name }) => name)].join('.'),
    operation,
    query: (text) => {
      const given = fields.map((field) =>
        field.args
          .filter((arg) => isRequiredArgument(arg) || (field === last && arg === place[0]))
          .map((arg) => ({ arg, value: fill(arg, field === last && arg === place[0] ? place : [], text) })),
      );
      const variables = Object.fromEntries(
        given.flatMap((args, depth) => args.map(({ arg, value }) => [`${arg.name}${depth}`, value])),
      );
      const declared = given.flatMap((args, depth) => args.map(({ arg }) => `$${arg.name}${depth}: ${arg.type}`));
      const selected = fields.reduceRight((below, field, depth) => {
        const args = (given[depth] ?? []).map(({ arg }) => `${arg.name}: $${arg.name}${depth}`);
        const inside = isScalar(field) ? '' : ` { ${below || '__typename'} }`;
        return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${inside}`;
      }, '');
      const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
      return { query: `${operation}${head} { ${selected} }`, variables };
    },
  }));
}

const isScalar = (field: GraphQLField<unknown, unknown>) => getNamedType(field.type) instanceof GraphQLScalarType;

/** Ways down to texts, each from an argument on. */
function placesIn(inputs: readonly Input[], above: readonly Input[] = []): Input[][] {
  return inputs.flatMap((input) => {
    const type = getNamedType(input.type);
    const way = [...above, input];
    if (type instanceof GraphQLInputObjectType) return placesIn(Object.values(type.getFields()), way);
    return texts.has(type.name) ? [way] : [];
  });
}

/** A value of the input that leads down the way to the text, and else holds what is required alone. */
function fill(input: Input, way: readonly Input[], text: string): unknown {
  const [, next] = way;
  const value = (type: GraphQLInputType): unknown => {
    if (type instanceof GraphQLNonNull) return value(type.ofType);
    if (type instanceof GraphQLList) return [value(type.ofType)].flat();
    if (type instanceof GraphQLInputObjectType) {
      const members = Object.values(type.getFields()).filter(
        (field) => isRequiredInputField(field) || field === next || field.name === 'dryRun',
      );
      return Object.fromEntries(
        members.map((field) => [field.name, fill(field, field === next ? way.slice(1) : [], text)]),
      );
    }
    if (way.length === 0) return fitting[input.name];
    return type.name === 'StringMap' || type.name === 'JSON' ? { [text]: text } : text;
  };
  return value(input.type);
}
