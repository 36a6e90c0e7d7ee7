import { hash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { BoundedCache, type OnCache } from '../bounded-cache.js';
import { AlbError } from '../errors.js';
import type { Caller } from '../kube/ports.js';
import { cacheBounds } from '../memory-bounds.js';

/** `Bearer {token}`, a bare token, or nothing. Throws UNAUTHENTICATED for what is none of these. */
export type Identify = (authorization: unknown) => Caller;

export const anonymous: Caller = { token: undefined, key: 'anonymous' };

/**
 * Tokens as callers. A caller's key is a keyed hash: equal for equal tokens within this process, and worth nothing
 * to whoever reads it in a log or a heap dump without the secret.
 */
export function createIdentify(secret: Uint8Array, onCache?: OnCache): Identify {
  const prefix = Buffer.from(secret).toString('hex');
  // Nested as HMAC is, and a tenth of the time that createHmac takes: this runs for every request.
  const keyOf = (token: string) => hash('sha256', prefix + hash('sha256', prefix + token));
  const expiries = new BoundedCache<number>(cacheBounds.tokens, () => 16, onCache);
  return (authorization) => {
    if (authorization === undefined || authorization === null || authorization === '') return anonymous;
    const token = typeof authorization === 'string' ? tokenFrom(authorization) : undefined;
    if (token === undefined) {
      throw new AlbError('UNAUTHENTICATED', 'The authorization is no bearer token; send "Bearer " and the token');
    }
    const key = keyOf(token);
    let expiresAtMs = expiries.get(key);
    if (expiresAtMs === undefined) {
      expiresAtMs = expiryOf(token);
      expiries.set(key, expiresAtMs);
    }
    return expiresAtMs === Number.POSITIVE_INFINITY ? { token, key } : { token, key, expiresAtMs };
  };
}

/** Visible ASCII alone: anything else could not travel on in a header, or would travel as two. */
function tokenFrom(authorization: string): string | undefined {
  const token = authorization.trim().replace(/^bearer(\s+|$)/i, '');
  return /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}

/** From a JWT's `exp`. Whether the token is genuine is the cluster's to say; a token of another kind says no end. */
function expiryOf(token: string): number {
  if (token.split('.', 4).length !== 3) return Number.POSITIVE_INFINITY;
  try {
    const { exp } = decodeJwt(token);
    return typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
