import { describe, expect, it } from '@jest/globals';
// @ts-expect-error: a tool of the checks, without types
import { faultsOf } from '../static/additive-schema.mjs';

const before = `
  type Query { row(size: Int = 1, order: Order): Row, any: Any }
  type Row { name: String!, phase: Phase, kind: Kind }
  type Other { name: String }
  union Any = Row
  enum Phase { READY }
  enum Kind { A OTHER }
  enum Order { NAME }
  input Filter { name: String }
  type Mutation { keep(filter: Filter): Row }
`;
const change = (from: string, to: string): string[] => {
  expect(before).toContain(from);
  return faultsOf(before, before.replace(from, to));
};

describe('the check of the schema against the last release', () => {
  it.each([
    ['a field', 'name: String!,', 'name: String!, label: String,'],
    ['an optional argument', 'size: Int = 1,', 'size: Int = 1, after: String,'],
    ['an optional input field', 'input Filter { name: String }', 'input Filter { name: String, label: String }'],
    ['a type', 'enum Phase', 'type More { name: String } enum Phase'],
    ['a value to an enum that knows of others', 'A OTHER', 'A B OTHER'],
    ['a value to an enum that is only sent', 'enum Order { NAME }', 'enum Order { NAME AGE }'],
  ])('lets %s be added', (_what, from, to) => {
    expect(change(from, to)).toEqual([]);
  });

  it.each([
    ['a field that goes', 'name: String!, phase', 'phase', 'Row.name was removed.'],
    ['a field that may be null now', 'name: String!', 'name: String', 'Row.name changed type from String! to String.'],
    ['an argument that is wanted now', 'order: Order', 'order: Order!', 'Query.row arg order has changed type'],
    ['a default that changes', 'size: Int = 1', 'size: Int = 2', 'Query.row arg size has changed defaultValue'],
    ['a value that goes', 'READY', 'DONE', 'READY was removed from enum type Phase.'],
    ['a value that clients do not expect', 'READY', 'READY FAILED', 'FAILED was added to enum type Phase.'],
    ['a new member of a union', 'Any = Row', 'Any = Row | Other', 'Other was added to union type Any.'],
    ['a new input field that is wanted', 'input Filter { ', 'input Filter { id: ID!, ', 'A required field id'],
  ])('finds %s', (_what, from, to, fault) => {
    expect(change(from, to).join('\n')).toContain(fault);
  });
});
