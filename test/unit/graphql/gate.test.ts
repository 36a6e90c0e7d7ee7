import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, parse } from 'graphql';
import { createSchema } from '../../../src/graphql/build-schema.js';
import { Gate, type GateLimits, type GateResult } from '../../../src/graphql/gate.js';

const limits: GateLimits = {
  maxVariablesDepth: 4,
  maxVariablesBytes: 1_000,
  maxDepth: 8,
  maxComplexity: 100_000,
  maxAliases: 5,
  maxRootFields: 4,
  maxDirectives: 6,
};
const schema = createSchema();

const errorsOf = (result: GateResult) => (result.kind === 'passed' ? [] : result.errors);

function open(changed: Partial<GateLimits> = {}, clusters = 3) {
  const refused: string[] = [];
  const gate = new Gate(schema, {
    limits: { ...limits, ...changed },
    clusters,
    onRefused: (limit) => refused.push(limit),
  });
  const check = (query: string, variables?: Record<string, unknown>) =>
    errorsOf(gate.check({ document: parse(query), variables }));
  const codes = (query: string, variables?: Record<string, unknown>) =>
    check(query, variables).map(({ extensions }) => extensions['code']);
  /** What the gate says that it costs. */
  const cost = (query: string, variables?: Record<string, unknown>) => {
    const measuring = new Gate(schema, { limits: { ...limits, maxComplexity: -1 }, clusters });
    const [error] = errorsOf(measuring.check({ document: parse(query), variables }));
    return error?.extensions['measured'] as number;
  };
  return { gate, check, codes, cost, refused };
}

const { codes, cost } = open();

describe('the gate', () => {
  it.each([
    ['a page', '{ gateways { nodes { name } } }'],
    [
      'a thousand gateways with all that a table shows',
      '{ gateways(first: 1000) { nodes { name gatewayClass { name } alb { name state } addresses { value } conditions { type } listeners { name urls } } } }',
    ],
    ['a page with the events of each', '{ gateways(first: 50) { nodes { name events { message } } } }'],
    ['introspection', getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, specifiedByUrl: true })],
  ])('lets %s through', (_what, query) => {
    expect(codes(query)).toEqual([]);
  });

  it('lets a subscription with something left out below its field through', () => {
    const query = 'subscription ($w: Boolean!) { gatewayEvents { type gateway @include(if: $w) { name } } }';
    expect(codes(query, { w: true })).toEqual([]);
  });

  it.each([
    ['what the schema does not have', '{ nothing }'],
    ['a subscription that may come to nothing', 'subscription { gatewayEvents @skip(if: true) { type } }'],
    [
      'one that hangs by a variable',
      'subscription ($w: Boolean!) { ...F @include(if: $w) } fragment F on Subscription { gatewayEvents { type } }',
    ],
    [
      'fragments that spread themselves',
      '{ gateways { ...A } } fragment A on GatewayConnection { ...B } fragment B on GatewayConnection { ...A }',
    ],
    [
      'introspection that goes in circles',
      '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }',
    ],
  ])('refuses %s', (_what, query) => {
    expect(codes(query)).toContain('BAD_USER_INPUT');
  });

  it.each([
    [
      'MAX_DEPTH',
      'depth',
      '{ gateways { nodes { alb { gateways { alb { gateways { alb { gateways { name } } } } } } } } }',
    ],
    [
      'MAX_DEPTH',
      'depth in fragments',
      '{ gateways { nodes { ...A } } } fragment A on Gateway { alb { gateways { alb { ...B } } } } fragment B on Alb { gateways { alb { resources { limits { cpu } } } } }',
    ],
    ['MAX_ALIASES', 'aliases', '{ gateways { nodes { a: name b: name c: name d: name e: name f: name } } }'],
    [
      'MAX_ALIASES',
      'aliases in a fragment spread twice',
      '{ x: gateways { nodes { ...A } } y: gateways { nodes { ...A } } } fragment A on Gateway { a: name b: name c: name }',
    ],
    [
      'MAX_ROOT_FIELDS',
      'root fields',
      '{ clusters { name } gateways { totalCount } albs { totalCount } namespaces viewer { username } }',
    ],
    [
      'MAX_DIRECTIVES',
      'directives, fragments and operation included',
      `query @skip(if: false) { ...A @skip(if: false) ...B @skip(if: false) }
       fragment A on Query @skip(if: false) { clusters { name @skip(if: false) } }
       fragment B on Query { namespaces @skip(if: false) ... @skip(if: false) { __typename } }`,
    ],
    [
      'MAX_COMPLEXITY',
      'pages in pages',
      '{ gateways(first: 1000) { nodes { gatewayClass { gateways(first: 1000) { nodes { name } } } } } }',
    ],
    [
      'MAX_COMPLEXITY',
      'pages in a list of classes',
      '{ gatewayClasses { gateways(first: 1000) { nodes { alb { gateways { name } } } } } }',
    ],
    [
      'MAX_COMPLEXITY',
      'a request to the cluster for each of a thousand',
      '{ gateways(first: 1000) { nodes { events { message } } } }',
    ],
  ])('refuses by %s: %s', (setting, _what, query) => {
    const own = open();
    expect(new Set(own.codes(query))).toEqual(new Set(['QUERY_TOO_COMPLEX']));
    expect(own.refused).toEqual([setting]);
  });

  it('says what it measured, and what the most is', () => {
    const [aliases] = open({ maxAliases: 1 }).check('{ a: namespaces b: namespaces }');
    expect(aliases?.message).toBe('The operation has 2 aliases; 1 is the most.');
    expect(aliases?.extensions).toEqual({ code: 'QUERY_TOO_COMPLEX', measured: 2, limit: 1 });
    const [points] = open({ maxComplexity: 100 }).check(
      '{ gateways(first: 20) { nodes { name addresses { value } } } }',
    );
    expect(points?.message).toBe(
      'The operation costs 101 points; 100 is the most. Ask for smaller pages or fewer fields.',
    );
    expect(points?.extensions).toEqual({ code: 'QUERY_TOO_COMPLEX', measured: 101, limit: 100 });
  });

  it('reports every limit of the shape at once', () => {
    const own = open({ maxAliases: 0, maxDepth: 1 });
    expect(own.codes('{ a: clusters { name } }')).toHaveLength(2);
    expect(own.refused).toEqual(['MAX_DEPTH', 'MAX_ALIASES']);
  });

  it('refuses a document whose fields would take too long to compare', () => {
    expect(open().check(`{ gateways { nodes { ${'name '.repeat(4000)} } } }`)).toMatchObject([
      {
        message: 'The document selects too much at once to be checked; select each field once.',
        extensions: { code: 'QUERY_TOO_COMPLEX' },
      },
    ]);
  });

  it('examines a document once', () => {
    const { gate } = open();
    const document = parse('{ nothing }');
    expect(errorsOf(gate.check({ document }))).toBe(errorsOf(gate.check({ document })));
  });

  it('tells a few faults of a document that is all faults', () => {
    const errors = open().check(`{ gateways { nodes { ${'nothing '.repeat(1000)} } } }`);
    expect(errors.length).toBeLessThanOrEqual(21);
  });
});

describe('the cost', () => {
  const page =
    'query ($n: Int) { gateways(first: $n) { nodes { gatewayClass { gateways(first: $n) { nodes { name } } } } } }';

  it('counts a page by its variable', () => {
    expect(codes(page, { n: 10 })).toEqual([]);
    expect(codes(page, { n: 1_000 })).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it('counts it anew for each value, and for the document again', () => {
    const { gate } = open();
    const document = parse(page);
    const refuses = (n: number) => gate.check({ document, variables: { n } }).kind === 'refused';
    expect([10, 1_000, 10, 1_000].map(refuses)).toEqual([false, true, false, true]);
  });

  it('is by the default of a variable that is not given', () => {
    const query = 'query ($n: Int = 1000) { gateways(first: $n) { nodes { name } } }';
    expect(cost(query)).toBe(cost('{ gateways(first: 1000) { nodes { name } } }'));
    expect(cost(query, { n: 1 })).toBe(cost('{ gateways(first: 1) { nodes { name } } }'));
  });

  it('is by `last` as by `first`, and without either by the page that there is then', () => {
    expect(cost('{ gateways(last: 50) { nodes { name } } }')).toBe(cost('{ gateways { nodes { name } } }'));
    expect(cost('{ gateways(first: 100) { nodes { name } } }')).toBeGreaterThan(
      cost('{ gateways { nodes { name } } }'),
    );
  });

  it('is the same through edges and fragments', () => {
    const plain = cost('{ gateways(first: 10) { edges { node { alb { name } } } } }');
    const query =
      '{ ...Q } fragment Q on Query { gateways(first: 10) { edges { node { ...G } } } } fragment G on Gateway { alb { name } }';
    expect(cost(query)).toBe(plain);
  });

  it('leaves out what @skip and @include leave out, by the variables of this request', () => {
    const { gate } = open({ maxComplexity: 1_000 });
    const document = parse('query ($all: Boolean!) { gateways(first: 1000) @include(if: $all) { nodes { name } } }');
    const errors = (all: boolean) => errorsOf(gate.check({ document, variables: { all } })).length;
    expect([errors(false), errors(true), errors(false)]).toEqual([0, 1, 0]);
  });

  it('multiplies by the number of clusters', () => {
    const query = '{ clusters { gateways(first: 100) { nodes { name } } } }';
    expect(open({}, 20).cost(query)).toBeGreaterThan(6 * open({}, 3).cost(query));
  });

  it('grows with the ids given', () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect(cost(query, { ids: ['a', 'b', 'c'] }) - cost(query, { ids: ['a', 'b'] })).toBe(5);
  });

  it('counts introspection, by lists of its own', () => {
    expect(cost('{ __schema { types { name } } }')).toBe(102);
    expect(cost('{ __schema { types { fields { name } } } }')).toBe(1202);
  });

  it('is not passed by more selections than are counted', () => {
    const many = `...A `.repeat(150);
    const query = `{ gateways(first: 1000) { nodes { gatewayClass { gateways(first: 1000) { nodes { name } } } ${many} } } }
      fragment A on Gateway { ${'name '.repeat(100)} }`;
    expect(open().check(query)).toMatchObject([
      {
        message: 'The operation has more than 10000 selections, with fragments wherever they are spread.',
        extensions: { code: 'QUERY_TOO_COMPLEX', measured: 10_001, limit: 10_000 },
      },
    ]);
  });

  it('measures a ladder of fragments without climbing it twice', () => {
    const rungs = Array.from(
      { length: 60 },
      (_, at) => `fragment F${at} on Gateway { ...F${at + 1} alb { gateways { ...F${at + 1} } } }`,
    );
    const query = `{ gateways { nodes { ...F0 } } } ${rungs.join(' ')} fragment F60 on Gateway { name }`;
    expect(codes(query)).toContain('QUERY_TOO_COMPLEX');
  });

  it.each([
    ['that nobody spreads', 50, '{ clusters { name } }', []],
    ['that nobody spreads, one more', 51, '{ clusters { name } }', ['QUERY_TOO_COMPLEX']],
    ['that are spread', 50, '{ gateways { nodes { ...F1 } } }', []],
    ['that are spread, one more', 51, '{ gateways { nodes { ...F1 } } }', ['QUERY_TOO_COMPLEX']],
  ])('follows a chain of fragments %s: %i', (_what, count, query, expected) => {
    const chain = Array.from({ length: count }, (_, at) => {
      const inner = at + 1 === count ? 'name' : `...F${at + 2}`;
      return `fragment F${at + 1} on Gateway { ${inner} }`;
    });
    const errors = codes(`${query} ${chain.toReversed().join(' ')}`);
    // Those that nobody spreads are a fault of another kind.
    expect(errors.filter((code) => code !== 'BAD_USER_INPUT')).toEqual(expected);
  });

  it('survives documents that are deeper than the stack', () => {
    const rungs = Array.from(
      { length: 600 },
      (_, at) => `fragment F${at} on Gateway { ...F${at + 1} alb { gateways { ...F${at + 1} } } }`,
    );
    const unused = `{ gateways { nodes { name } } } ${rungs.join(' ')} fragment F600 on Gateway { name }`;
    expect(codes(unused)).toEqual(['QUERY_TOO_COMPLEX']);
  });
});
