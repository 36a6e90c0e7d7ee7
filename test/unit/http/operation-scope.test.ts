import { describe, expect, it } from '@jest/globals';
import { openOperationScope } from '../../../src/http/operation-scope.js';
import { createTestClock } from './test-clock.js';

const open = (type: 'query' | 'mutation' | 'subscription', timeoutMs = 1000) => {
  const clock = createTestClock();
  const refused: string[] = [];
  const metrics = { countRefusal: (limit: string) => refused.push(limit) };
  return { clock, refused, scope: openOperationScope({ clock, operationTimeoutMs: timeoutMs, metrics }, type) };
};

describe('openOperationScope', () => {
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
    const ended = open('query');
    ended.scope.end();
    ended.clock.advance(1000);
    expect(ended.scope.signal.aborted).toBe(false);
  });

  it('ends what feeds a subscription', () => {
    const { scope } = open('subscription');
    scope.end();
    expect(scope.signal.aborted).toBe(true);
  });
});
