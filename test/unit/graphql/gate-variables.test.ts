import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type DocumentNode,
  GraphQLEnumType,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLScalarType,
  getNamedType,
  getVariableValues,
  isInputType,
  isIntrospectionType,
  isRequiredInputField,
  Kind,
  parse,
} from 'graphql';
import { createSchema } from '../../../src/graphql/build-schema.js';
import { Gate } from '../../../src/graphql/gate.js';

const schema = createSchema();
/** As JSON.parse reads 1e400. */
const huge = Number.POSITIVE_INFINITY;
const limits = {
  maxVariablesDepth: 4,
  maxVariablesBytes: 10_000,
  maxDepth: 15,
  maxComplexity: 20_000,
  maxAliases: 50,
  maxRootFields: 20,
  maxDirectives: 50,
};

type Variables = Record<string, unknown>;

function openGate() {
  const refused: string[] = [];
  const gate = new Gate(schema, { limits, clusters: 3, onRefused: (limit) => refused.push(limit) });
  const check = (query: string, variables?: Variables, extensions?: unknown) =>
    gate.check({ document: parse(query), variables, extensions });
  return { gate, check, refused };
}

/** All that a caller can tell. */
function verdict(gate: Gate, document: DocumentNode, variables: Variables) {
  const result = gate.check({ document, variables });
  if (result.kind === 'passed') return { variables: result.variables };
  return { errors: result.errors.map(({ message, extensions }) => ({ message, extensions })) };
}

/** Nested lists: made without recursion, as JSON.parse makes them. */
function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

const page = 'query ($n: Int) { gateways(first: $n) { nodes { name } } }';

describe('the variables that pass the gate', () => {
  it('are the declared ones, coerced, with their defaults', () => {
    const query =
      'query ($n: Int = 7, $ids: [ID!]!, $c: String) { gateways(first: $n, namespace: $c) { totalCount } nodes(ids: $ids) { id } }';
    const result = openGate().check(query, { ids: 5, undeclared: 'x' });
    expect(result).toMatchObject({ kind: 'passed', variables: { n: 7, ids: ['5'] } });
    expect(result.kind === 'passed' && Object.keys(result.variables)).toEqual(['n', 'ids']);
  });

  it.each([
    [
      'of another type',
      { n: 'many' },
      'Variable "$n" got invalid value "many"; Int cannot represent non-integer value: "many"',
    ],
    ['that are not there', {}, 'Variable "$n" of required type "Int!" was not provided.'],
    ['that are null', { n: null }, 'Variable "$n" of non-null type "Int!" must not be null.'],
    ['past all numbers', { n: huge }, 'A variable holds a number that is too large.'],
  ])('do not include those %s', (_what, variables, message) => {
    const result = openGate().check(page.replace('Int', 'Int!'), variables as Variables);
    expect(result).toMatchObject({ kind: 'refused', errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('are quoted briefly where they are wrong', () => {
    const result = openGate().check(page, { n: 'x'.repeat(9_000) });
    expect(result.kind === 'refused' && result.errors[0]?.message.length).toBe(501);
  });

  it.each([
    [
      'null where an argument forbids it',
      'query ($s: String = "a") { gateway(namespace: "a1", name: $s) { name } }',
      { s: null },
    ],
    [
      'null where a condition forbids it',
      'query ($s: Boolean = true) { clusters { name @skip(if: $s) } }',
      { s: null },
    ],
  ])('are not %s', (_what, query, variables) => {
    const { check, refused } = openGate();
    expect(check(query, variables)).toMatchObject({
      kind: 'refused',
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(refused).toEqual([]);
  });

  it.each([
    [
      'declared',
      'mutation ($s: JSON) { createGateway(input: { namespace: "a", name: "b", listeners: [{ name: "h", port: 1, protocol: "P", allowedRoutes: { selector: $s } }] }) { written } }',
      { s: nested(20_000) },
      undefined,
    ],
    ['undeclared', '{ clusters { name } }', { unused: nested(20_000) }, undefined],
    ['in the extensions', '{ clusters { name } }', {}, { a: nested(20_000) }],
  ])('are no deeper than MAX_VARIABLES_DEPTH: %s', (_what, query, variables, extensions) => {
    const { check, refused } = openGate();
    expect(check(query, variables, extensions)).toMatchObject({
      kind: 'refused',
      errors: [
        {
          message: 'The variables are nested more than 4 levels deep, which is the most.',
          extensions: { code: 'QUERY_TOO_COMPLEX', measured: 5, limit: 4 },
        },
      ],
    });
    expect(refused).toEqual(['MAX_VARIABLES_DEPTH']);
  });

  it('are as deep as MAX_VARIABLES_DEPTH', () => {
    expect(openGate().check('{ clusters { name } }', { unused: nested(3) }).kind).toBe('passed');
    expect(openGate().check('{ clusters { name } }', { unused: nested(4) }).kind).toBe('refused');
  });

  it.each([
    ['long', { unused: 'x'.repeat(10_001) }],
    ['of a long name', { ['x'.repeat(10_001)]: null }],
    ['many', { unused: Array(2_500).fill(1) }],
    ['empty lists', { unused: Array(2_500).fill([]) }],
  ])('are no longer than MAX_VARIABLES_BYTES: %s', (_what, variables) => {
    const { check, refused } = openGate();
    expect(check('{ clusters { name } }', variables)).toMatchObject({
      kind: 'refused',
      errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX', limit: 10_000 } }],
    });
    expect(refused).toEqual(['MAX_VARIABLES_BYTES']);
  });
});

describe('an operation', () => {
  const two = 'query a { clusters { name } } query b { viewer { username } }';
  const named = (operationName?: string | null) => openGate().gate.check({ document: parse(two), operationName });

  it('is found by its name', () => {
    expect(named('b')).toMatchObject({ kind: 'passed', operation: { name: { value: 'b' } } });
  });

  it('is the only one where the name is empty', () => {
    const document = parse('query a { clusters { name } }');
    for (const operationName of ['', null, undefined]) {
      expect(openGate().gate.check({ document, operationName })).toMatchObject({ kind: 'passed' });
    }
  });

  it.each(['c', '', null])('is refused where the name %p names none of two', (operationName) => {
    expect(named(operationName)).toMatchObject({
      kind: 'refused',
      errors: [{ message: 'operationName names none of the operations', extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });
});

/** A page of a page, so that a variable decides whether it costs nothing, a little, or far too much. */
const inPages = (first: string) =>
  `gateways(first: ${first}) { nodes { gatewayClass { gateways(first: 1000) { nodes { name } } } } }`;
const documents = [
  `query ($n: Int = 0) { ${inPages('$n')} }`,
  `query ($n: Int) { ${inPages('$n')} }`,
  `query ($n: Int! = 1000) { ${inPages('$n')} }`,
  `query ($n: Int, $m: Int = 0) { ${inPages('$n')} albs(last: $m) { nodes { name } } }`,
  `query ($c: Boolean = false) { ... @include(if: $c) { ${inPages('60')} } clusters @skip(if: $c) { name } }`,
  'query ($ids: [ID!]! = []) { nodes(ids: $ids) { id } }',
  'query ($s: ID = "b") { nodes(ids: ["a", $s]) { id } }',
  `query ($s: String = "a", $n: Int = 0) { gateway(namespace: "a1", name: $s) { name } ${inPages('$n')} }`,
  `query a($n: Int = 0) { ${inPages('$n')} }`,
  'mutation ($s: JSON) { createGateway(input: { namespace: "a", name: "b", listeners: [{ name: "h", port: 1, protocol: "P", allowedRoutes: { selector: $s } }] }) { written } }',
  'subscription ($s: String, $c: Boolean!) { gatewayEvents(name: $s) { type gateway @include(if: $c) { name } } }',
];
const values: readonly unknown[] = [
  ...[null, 0, 1, 10, 50, 1_000, 1e9, 1.5, -1, huge, -huge, '', '0', 'a', 'x'.repeat(300), true, false],
  ...[[], [null], ['a'], ['a', 'b'], [0], [[]], {}, { a: null }, { a: huge }, nested(30), Array(1_000).fill('id')],
];
/** Neighbours: few values, so that most requests differ from an earlier one in one variable alone; and each is absent as often as not. */
const anyOne = fc.oneof({ arbitrary: fc.constantFrom(null, 0, 'a', false), weight: 3 }, fc.constantFrom(...values));
const names = ['n', 'm', 's', 'c', 'ids', 'unused'];
const anyVariables = fc.record(Object.fromEntries(names.map((name) => [name, anyOne])), { requiredKeys: [] });

describe('what the gate says', () => {
  it('never depends on what was asked before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...documents),
        fc.array(anyVariables, { minLength: 1, maxLength: 60, size: 'max' }),
        (query, requests) => {
          const warm = openGate().gate;
          const document = parse(query);
          for (const variables of requests) {
            const cold = verdict(openGate().gate, parse(query), variables);
            expect(verdict(warm, document, variables)).toEqual(cold);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is another of a page that is absent, null, and of its default', () => {
    const { gate } = openGate();
    const document = parse(documents[0] as string);
    const kinds = [{}, { n: null }, { n: 0 }, { n: null, unused: 1 }, {}].map(
      (variables) => gate.check({ document, variables }).kind,
    );
    expect(kinds).toEqual(['passed', 'refused', 'passed', 'refused', 'passed']);
  });

  it('has one key for one choice of variables alone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...documents), anyVariables, anyVariables, (query, one, other) => {
        const gate = openGate().gate;
        const document = parse(query);
        const [a, b] = [one, other].map((variables) => gate.check({ document, variables }));
        if (a?.kind !== 'passed' || b?.kind !== 'passed') return;
        const areEqual = JSON.stringify(a.variables) === JSON.stringify(b.variables);
        if (areEqual) expect(a.variables).toEqual(b.variables);
      }),
      { numRuns: 500 },
    );
  });
});

/** Values that fit the type. */
function anyInput(type: GraphQLInputType, depth = 0): fc.Arbitrary<unknown> {
  if (type instanceof GraphQLNonNull) return anyValue(type.ofType, depth);
  return fc.oneof({ arbitrary: anyValue(type, depth), weight: 4 }, fc.constant(null));
}

function anyValue(type: GraphQLInputType, depth: number): fc.Arbitrary<unknown> {
  if (type instanceof GraphQLList) {
    const item = anyInput(type.ofType, depth);
    return fc.oneof(fc.array(item, { maxLength: 3 }), item);
  }
  if (type instanceof GraphQLInputObjectType) {
    const fields = Object.values(type.getFields());
    const members = fields.map((field) => [field.name, anyInput(field.type, depth + 1)] as const);
    const requiredKeys = fields.filter(isRequiredInputField).map(({ name }) => name);
    return fc.record(Object.fromEntries(members), { requiredKeys });
  }
  if (type instanceof GraphQLEnumType) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  switch ((type as GraphQLScalarType).name) {
    case 'Int':
      return fc.integer();
    case 'Float':
      return fc.double({ noDefaultInfinity: true, noNaN: true });
    case 'Boolean':
      return fc.boolean();
    case 'JSON':
      return fc.jsonValue({ maxDepth: 2 });
    case 'StringMap':
      return fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 });
    case 'ID':
    case 'Quantity':
      return fc.oneof(fc.string(), fc.integer());
    default:
      return fc.string();
  }
}

const inputTypes = Object.values(schema.getTypeMap())
  .filter((type) => isInputType(type) && !isIntrospectionType(type))
  .map((type) => [type.name, type as GraphQLInputType] as const);

describe('coercing what was coerced', () => {
  it('has all of the schema to look at', () => {
    expect(inputTypes.map(([name]) => name)).toEqual(
      expect.arrayContaining(['CreateGatewayInput', 'GatewayFilter', 'Quantity', 'StringMap', 'JSON', 'DateTime']),
    );
  });

  // Nothing takes one in.
  it.each(inputTypes.filter(([name]) => name !== 'DateTime'))('changes nothing of %s', (name, type) => {
    const [operation] = parse(`query ($v: ${name}, $l: [${name}!]) { clusters { name } }`).definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
    const { variableDefinitions = [] } = operation;
    let fitted = 0;
    fc.assert(
      fc.property(anyInput(type), (value) => {
        const once = getVariableValues(schema, variableDefinitions, { v: value, l: [value] }).coerced;
        if (once === undefined) return;
        fitted += 1;
        const twice = getVariableValues(schema, variableDefinitions, once);
        expect(twice.errors).toBeUndefined();
        expect(twice.coerced).toEqual(once);
      }),
    );
    expect(fitted).toBeGreaterThan(20);
  });

  it('happens to no DateTime, which nothing takes in', () => {
    const taken = Object.values(schema.getTypeMap()).flatMap((type) => {
      if (type instanceof GraphQLInputObjectType) return Object.values(type.getFields());
      return 'getFields' in type
        ? Object.values(type.getFields()).flatMap((field) => ('args' in field ? field.args : []))
        : [];
    });
    expect(taken.length).toBeGreaterThan(100);
    expect(taken.map(({ type }) => String(getNamedType(type)))).not.toContain('DateTime');
  });
});
