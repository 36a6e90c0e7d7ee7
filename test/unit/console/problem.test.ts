import { describe, expect, it } from '@jest/globals';
import { CombinedError } from '@urql/core';
import { problemAt, problemFrom } from '../../../src/console/api/problem.js';
import { outcomeFrom } from '../../../src/console/form/outcome.js';

const failed = (...graphQLErrors: object[]) => new CombinedError({ graphQLErrors: graphQLErrors as never[] });
const fault = (path: unknown[], message: string) => ({ message, extensions: { code: 'INVALID_INPUT', path } });
const outcome = (error: CombinedError) => outcomeFrom({ error } as never, () => ({}) as never);

describe('a problem', () => {
  it('is the first error’s code and words, or that nobody answered', () => {
    expect(problemFrom(failed({ message: 'no', extensions: { code: 'FORBIDDEN' } }))).toEqual({
      code: 'FORBIDDEN',
      message: 'no',
    });
    expect(problemFrom(new CombinedError({ networkError: new Error('gone') }))).toEqual({
      code: 'NETWORK',
      message: 'gone',
    });
  });

  it('may concern one field of an answer that stands', () => {
    const error = failed({
      message: 'no',
      path: ['gatewayEvents', 'gateway', 'alb'],
      extensions: { code: 'FORBIDDEN' },
    });
    expect(problemAt(error, 'alb')?.code).toBe('FORBIDDEN');
    expect(problemAt(error, 'events')).toBeUndefined();
  });
});

describe('the outcome of a save', () => {
  it('is every fault at its field', () => {
    expect(outcome(failed(fault(['input', 'name'], 'a'), fault(['input', 'listeners', 0, 'port'], 'b')))).toEqual({
      kind: 'faulty',
      faults: [
        { path: ['input', 'name'], message: 'a' },
        { path: ['input', 'listeners', 0, 'port'], message: 'b' },
      ],
    });
  });

  it('is a fault of the name where that is taken', () => {
    const taken = failed({ message: 'exists', extensions: { code: 'ALREADY_EXISTS' } });
    expect(outcome(taken)).toEqual({ kind: 'faulty', faults: [{ path: ['input', 'name'], message: 'exists' }] });
  });

  it('is a conflict, or a failure that names no field', () => {
    expect(outcome(failed({ message: 'x', extensions: { code: 'CONFLICT' } })).kind).toBe('conflict');
    expect(outcome(failed({ message: 'x', extensions: { code: 'FORBIDDEN' } })).kind).toBe('failed');
    expect(outcome(failed(fault(['input', 'name'], 'a'), { message: 'x', extensions: { code: 'TIMEOUT' } })).kind).toBe(
      'failed',
    );
  });
});
