import { describe, expect, it } from '@jest/globals';
import { OperationScope } from '../../../src/http/operation-scope.js';
import { createLogger } from '../../../src/log.js';
import { createTestClock } from './test-clock.js';

const open = (type: 'query' | 'mutation' | 'subscription', timeoutMs = 1000) => {
  const clock = createTestClock();
  const refused: string[] = [];
  const metrics = { countRefusal: (limit: string) => refused.push(limit) };
  return {
    clock,
    refused,
    scope: new OperationScope({ clock, operationTimeoutMs: timeoutMs, metrics, logger: createLogger('silent') }, type),
  };
};

describe('OperationScope', () => {
  it.each([
    ['query', true],
    ['mutation', true],
    ['subscription', false],
  ] as const)('of a %s is aborted at the deadline: %p', (type, expected) => {
    const { clock, scope, refused } = open(type);
    clock.advance(999);
    expect(scope.signal.aborted).toBe(false);
    clock.advance(1);
    expect(scope.signal.aborted).toBe(expected);
    expect(refused).toEqual(expected ? ['OPERATION_TIMEOUT_MS'] : []);
  });

  it.each([
    ['query', true],
    ['mutation', false],
    ['subscription', true],
  ] as const)('of a %s is aborted when its caller has gone: %p', (type, expected) => {
    const { scope } = open(type);
    scope.disconnect();
    expect(scope.signal.aborted).toBe(expected);
  });

  it('has no deadline where that is turned off, nor after its end', () => {
    const unlimited = open('query', 0);
    unlimited.clock.advance(1_000_000);
    expect(unlimited.scope.signal.aborted).toBe(false);
  });

  it('refuses nothing after its end', () => {
    const { clock, scope, refused } = open('query');
    scope.end();
    clock.advance(1000);
    expect(refused).toEqual([]);
  });

  it.each([
    ['query', true],
    ['mutation', false],
    ['subscription', true],
  ] as const)('of a %s reads nothing more after its end: %p', (type, expected) => {
    const { scope } = open(type);
    scope.end();
    expect(scope.signal.aborted).toBe(expected);
  });

  it('closes once what it owns, the last opened first, also where one of them fails', () => {
    const { scope } = open('subscription');
    const closed: string[] = [];
    scope.own(() => closed.push('first'));
    scope.own(() => {
      throw new Error('cannot be closed');
    });
    scope.own(() => closed.push('last'));
    scope.disconnect();
    scope.end();
    expect(closed).toEqual(['last', 'first']);
  });

  it('closes at once what comes after its end', () => {
    const { scope } = open('query');
    scope.end();
    const closed: string[] = [];
    scope.own(() => closed.push('late'));
    expect(closed).toEqual(['late']);
  });

  it('keeps what a mutation opened until it is done, its caller gone or not', () => {
    const { scope } = open('mutation');
    const closed: string[] = [];
    scope.own(() => closed.push('place'));
    scope.disconnect();
    expect(closed).toEqual([]);
    scope.end();
    expect(closed).toEqual(['place']);
  });
});
