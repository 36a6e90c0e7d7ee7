import { describe, expect, it } from '@jest/globals';
import { AlbError } from '../../../src/errors.js';
import { ExpiredError } from '../../../src/kube/expired-error.js';
import { parseRetryAfter } from '../../../src/kube/retry-after.js';
import { errorFromStatus, isKindNotServed } from '../../../src/kube/status-error.js';
import { status } from './fake-api.js';

const context = { cluster: 'c1' };

describe('errorFromStatus', () => {
  it.each([
    [400, 'BadRequest', 'INVALID_INPUT', false],
    [401, 'Unauthorized', 'UNAUTHENTICATED', false],
    [403, 'Forbidden', 'FORBIDDEN', false],
    [404, 'NotFound', 'NOT_FOUND', false],
    [405, 'MethodNotAllowed', 'CLUSTER_UNAVAILABLE', false],
    [408, 'Timeout', 'TIMEOUT', true],
    [409, 'AlreadyExists', 'ALREADY_EXISTS', false],
    [409, 'Conflict', 'CONFLICT', false],
    [422, 'Invalid', 'INVALID_INPUT', false],
    [429, 'TooManyRequests', 'TOO_MANY_REQUESTS', true],
    [500, 'InternalError', 'CLUSTER_UNAVAILABLE', true],
    [503, 'ServiceUnavailable', 'CLUSTER_UNAVAILABLE', true],
    [504, 'Timeout', 'TIMEOUT', true],
  ])('%i %s is %s', (code, reason, expected, retryable) => {
    const details = { causes: [{ field: 'spec' }] };
    const error = errorFromStatus(code, status(code, reason, 'what happened', details), context);
    expect(error).toMatchObject({ code: expected, retryable, message: 'what happened' });
    expect(error.kubernetes).toEqual({ code, reason, details });
  });

  it('tells an expired version apart', () => {
    expect(errorFromStatus(410, status(410, 'Expired'), context)).toBeInstanceOf(ExpiredError);
  });

  it('does not repeat what is no Status', () => {
    const error = errorFromStatus(502, '<html>inner-host</html>', context);
    expect(error.message).toBe('Cluster c1 answered with HTTP status 502');
    expect(error.kubernetes).toEqual({ code: 502, reason: '' });
  });

  it('never repeats the token', () => {
    const body = status(403, 'Forbidden', 'Bearer s3cret-t0ken is bad', { causes: [{ message: 's3cret-t0ken' }] });
    const error = errorFromStatus(403, body, { ...context, secret: 's3cret-t0ken' });
    expect(JSON.stringify([error.message, error.kubernetes])).not.toContain('s3cret-t0ken');
  });

  it('leaves the outcome of a write open after a server error alone', () => {
    const unknown = (code: number) => errorFromStatus(code, undefined, { ...context, changes: true }).outcomeUnknown;
    expect([409, 422, 429, 500, 503, 504].map(unknown)).toEqual([false, false, false, true, true, true]);
  });

  it('keeps how long to wait, from the header or the Status', () => {
    expect(errorFromStatus(429, undefined, { ...context, retryAfterMs: 2000 }).retryAfterMs).toBe(2000);
    const body = status(429, 'TooManyRequests', '', { retryAfterSeconds: 3 });
    expect(errorFromStatus(429, body, context).retryAfterMs).toBe(3000);
  });
});

describe('parseRetryAfter', () => {
  it('takes seconds and dates', () => {
    const now = Date.parse('Wed, 01 Jan 2025 00:00:00 GMT');
    expect(parseRetryAfter('7', now)).toBe(7000);
    expect(parseRetryAfter('Wed, 01 Jan 2025 00:00:09 GMT', now)).toBe(9000);
    expect(parseRetryAfter('soon', now)).toBeUndefined();
    expect(parseRetryAfter(undefined, now)).toBeUndefined();
  });
});

describe('isKindNotServed', () => {
  const error = (body: unknown) => errorFromStatus(404, body, context);

  it('is said by plain text, and by a Status that names nobody', () => {
    expect(isKindNotServed(error('404 page not found'), true)).toBe(true);
    expect(isKindNotServed(error(status(404, 'NotFound')), true)).toBe(true);
  });

  it('is not said by a Status that names the object', () => {
    expect(isKindNotServed(error(status(404, 'NotFound', '', { name: 'gw' })), true)).toBe(false);
    expect(isKindNotServed(new AlbError('NOT_FOUND', 'of our own'), true)).toBe(false);
  });
});
