import { describe, expect, it } from '@jest/globals';
import { createIdentify } from '../../../src/http/identity.js';

const identify = createIdentify(Buffer.from('secret'));
const encode = (text: string) => Buffer.from(text).toString('base64url');

describe('createIdentify', () => {
  it.each([[undefined], [null], ['']])('takes %p for an anonymous caller', (authorization) => {
    expect(identify(authorization)).toEqual({ token: undefined, key: 'anonymous' });
  });

  it.each(['Bearer abc.def', 'bearer  abc.def', 'abc.def', ' Bearer abc.def '])(
    'takes the token of %p',
    (authorization) => {
      expect(identify(authorization).token).toBe('abc.def');
    },
  );

  it('gives equal tokens one key, which only the secret could tell', () => {
    const { key } = identify('Bearer abc');
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(identify('abc').key).toBe(key);
    expect(identify('abd').key).not.toBe(key);
    expect(createIdentify(Buffer.from('other'))('abc').key).not.toBe(key);
  });

  it('reads when a JWT ends, in milliseconds, and of other tokens nothing', () => {
    const jwt = (claims: unknown) => ['{"alg":"none"}', JSON.stringify(claims), 'sig'].map(encode).join('.');
    expect(identify(jwt({ exp: 1_700_000_000 })).expiresAtMs).toBe(1_700_000_000_000);
    for (const token of [jwt({}), jwt({ exp: '1700000000' }), jwt([]), jwt(null), 'a.b.c', 'abc.def', 'abc']) {
      expect(identify(token)).not.toHaveProperty('expiresAtMs');
    }
  });

  it.each([
    ['Basic YTpi'],
    ['Bearer'],
    ['Bearer '],
    ['Bearer a\r\nX-Other: b'],
    ['a\u0000'],
    ['ключ'],
    [7],
    [['abc']],
    [{}],
  ])('refuses %p', (authorization) => {
    expect(() => identify(authorization)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });
});
