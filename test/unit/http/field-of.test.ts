import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { fieldOf } from '../../../src/http/field-of.js';

const schema = buildSchema('type Query { a: Int b: Int } type Mutation { c: Int }');

describe('what metrics call an operation', () => {
  it.each([
    ['{ a }', 'a'],
    ['query Whatever { renamed: a }', 'a'],
    ['mutation { c }', 'c'],
    ['{ a b }', 'several'],
    ['{ ...F } fragment F on Query { a }', 'several'],
    ['{ __schema { queryType { name } } }', 'introspection'],
    ['{ invented }', 'unknown'],
    ['subscription { invented }', 'unknown'],
  ])('%s: %s', (text, field) => {
    const operation = getOperationAST(parse(text));
    expect(operation && fieldOf(schema, operation)).toBe(field);
  });
});
