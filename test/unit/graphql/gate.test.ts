import { describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery, parse } from 'graphql';
import { createSchema } from '../../../src/graphql/build-schema.js';
import { createGate } from '../../../src/graphql/gate.js';

const limits = { maxDepth: 8, maxComplexity: 100_000, maxAliases: 5, maxRootFields: 4 };
const gate = createGate(createSchema(), limits);
const codes = (query: string, variables?: Record<string, unknown>) =>
  gate.check({ document: parse(query), ...(variables && { variables }) }).map(({ extensions }) => extensions['code']);

describe('the gate', () => {
  it.each([
    ['a page', '{ gateways { nodes { name } } }'],
    [
      'a thousand gateways with all that a table shows',
      '{ gateways(first: 1000) { nodes { name gatewayClass { name } alb { name state } addresses { value } conditions { type } listeners { name urls } } } }',
    ],
    ['introspection', getIntrospectionQuery()],
  ])('lets %s through', (_what, query) => {
    expect(codes(query)).toEqual([]);
  });

  it.each([
    ['what the schema does not have', '{ nothing }'],
    [
      'fragments that spread themselves',
      '{ gateways { ...A } } fragment A on GatewayConnection { ...B } fragment B on GatewayConnection { ...A }',
    ],
  ])('refuses %s', (_what, query) => {
    expect(codes(query)).toContain('BAD_USER_INPUT');
  });

  it.each([
    ['depth', '{ gateways { nodes { alb { gateways { alb { gateways { alb { gateways { name } } } } } } } } }'],
    [
      'depth in fragments',
      '{ gateways { nodes { ...A } } } fragment A on Gateway { alb { gateways { alb { ...B } } } } fragment B on Alb { gateways { alb { resources { limits { cpu } } } } }',
    ],
    ['aliases', '{ gateways { nodes { a: name b: name c: name d: name e: name f: name } } }'],
    [
      'aliases in a fragment spread twice',
      '{ x: gateways { nodes { ...A } } y: gateways { nodes { ...A } } } fragment A on Gateway { a: name b: name c: name }',
    ],
    ['root fields', '{ clusters { name } gateways { totalCount } albs { totalCount } namespaces viewer { username } }'],
    [
      'pages in pages',
      '{ gateways(first: 1000) { nodes { gatewayClass { gateways(first: 1000) { nodes { name } } } } } }',
    ],
  ])('refuses too much: %s', (_what, query) => {
    expect(codes(query)).toContain('QUERY_TOO_COMPLEX');
  });

  it('counts a page by its variable', () => {
    const query =
      'query ($n: Int) { gateways(first: $n) { nodes { gatewayClass { gateways(first: $n) { nodes { name } } } } } }';
    expect(codes(query, { n: 10 })).toEqual([]);
    expect(codes(query, { n: 1_000 })).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it('measures a ladder of fragments without climbing it twice', () => {
    const rungs = Array.from(
      { length: 60 },
      (_, at) => `fragment F${at} on Gateway { ...F${at + 1} alb { gateways { ...F${at + 1} } } }`,
    );
    const query = `{ gateways { nodes { ...F0 } } } ${rungs.join(' ')} fragment F60 on Gateway { name }`;
    expect(codes(query)).toContain('QUERY_TOO_COMPLEX');
  });
});
