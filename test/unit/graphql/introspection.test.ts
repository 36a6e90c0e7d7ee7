import { describe, expect, it } from '@jest/globals';
import { GraphQLError, getIntrospectionQuery, parse } from 'graphql';
import { createSchema } from '../../../src/graphql/build-schema.js';
import { formatError } from '../../../src/graphql/format-error.js';
import { Gate } from '../../../src/graphql/gate.js';

const limits = {
  maxVariablesDepth: 32,
  maxVariablesBytes: 10_000,
  maxDepth: 15,
  maxComplexity: 1e6,
  maxAliases: 50,
  maxRootFields: 20,
  maxDirectives: 50,
};

function open(introspection: boolean) {
  const refused: string[] = [];
  const gate = new Gate(createSchema(), {
    limits,
    clusters: 1,
    introspection,
    onRefused: (setting) => refused.push(setting),
  });
  const check = (query: string) => {
    const result = gate.check({ document: parse(query) });
    return result.kind === 'passed' ? [] : result.errors.map((error) => formatError(error, { introspection }));
  };
  return { check, refused };
}

describe('INTROSPECTION=0', () => {
  it.each([
    ['the whole schema', getIntrospectionQuery()],
    ['one type', '{ __type(name: "Gateway") { fields { name } } }'],
    [
      'it behind a fragment',
      '{ ...all } fragment all on Query { clusters { name } hidden: __schema { types { name } } }',
    ],
  ])('refuses who asks for %s', (_what, query) => {
    const { check, refused } = open(false);
    expect(check(query)).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(refused).toEqual(['INTROSPECTION']);
  });

  it('leaves __typename, which clients add to everything', () => {
    expect(open(false).check('{ __typename clusters { __typename name } }')).toEqual([]);
  });

  it.each([
    ['a field', '{ clusters { nam } }'],
    ['an argument', '{ gateways(namespac: "a1") { totalCount } }'],
    ['a type', '{ node(id: "x") { ... on Gatewa { name } } }'],
    ['an enum value', '{ gatewayClasses(type: SHARE) { name } }'],
    ['a field of an input', '{ gateways(filter: { searc: "a" }) { totalCount } }'],
    ['a fragment for a field', '{ node(id: "x") { listeners { name } } }'],
  ])('suggests no name for %s that is not there; otherwise one is', (_what, query) => {
    const messages = (on: boolean) =>
      open(on)
        .check(query)
        .map(({ message }) => message);
    expect(messages(true).join()).toContain('Did you mean');
    expect(messages(false).join()).not.toContain('Did you mean');
    expect(messages(false)).toHaveLength(messages(true).length);
  });
});

it('a suggestion is cut off where it stands, in time that grows with the message alone', () => {
  const message = `Wrong.${' Did you mean x'.repeat(10_000)}`;
  const shown = (text: string) => formatError(new GraphQLError(text), { introspection: false }).message;
  expect(shown(`${message}?`)).toBe(message.slice(0, message.lastIndexOf(' Did')));
  expect(shown(message)).toBe(message);
});
