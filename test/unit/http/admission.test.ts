import { describe, expect, it } from '@jest/globals';
import { admissionKey } from '../../../src/http/admission-key.js';
import { TokenBucket } from '../../../src/http/token-bucket.js';

describe('admissionKey', () => {
  const anonymous = { token: undefined, key: 'anonymous' };
  it('is the hash of a token, wherever it comes from', () => {
    const caller = { token: 'secret', key: 'hash' };
    expect(admissionKey(caller, '10.0.0.1')).toBe('hash');
    expect(admissionKey(caller, '10.0.0.2')).toBe('hash');
  });

  it.each([
    ['an IPv4 address', '10.0.0.1', '10.0.0.2', false],
    ['an IPv4 address written as IPv6', '10.0.0.1', '::ffff:10.0.0.1', true],
    ['the /64 of an IPv6 address', '2001:db8::1', '2001:db8::ffff:2', true],
    ['another /64', '2001:db8::1', '2001:db8:0:1::1', false],
  ])('without one is %s', (_what, one, other, same) => {
    expect(admissionKey(anonymous, one) === admissionKey(anonymous, other)).toBe(same);
  });
});

describe('TokenBucket', () => {
  it('lets a tenth of many come at once, so that nobody waits behind a second’s worth', () => {
    const bucket = new TokenBucket(1000, 0);
    const taken = Array.from({ length: 150 }, () => bucket.take(0)).filter((waitMs) => waitMs === 0);
    expect(taken).toHaveLength(100);
    expect([bucket.take(1), bucket.take(1)]).toEqual([0, 1]);
  });

  it('gives a second’s worth of few at once, and then one at a time', () => {
    const bucket = new TokenBucket(4, 0);
    expect([0, 0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([0, 0, 0, 0, 250]);
    expect(bucket.take(100)).toBe(150);
    expect(bucket.take(250)).toBe(0);
    expect(bucket.take(250)).toBe(250);
  });

  it('saves no more than a second’s worth', () => {
    const bucket = new TokenBucket(1, 0);
    expect([bucket.take(60_000), bucket.take(60_000)]).toEqual([0, 1000]);
  });
});
