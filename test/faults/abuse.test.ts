import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Abuse } from './abuse/abuse.js';
import { documentAbuses } from './abuse/documents.js';
import { bodyAbuses, requestAbuses } from './abuse/requests.js';
import { socketAbuses } from './abuse/sockets.js';
import { Target } from './abuse/target.js';

let target: Target;

beforeAll(async () => {
  target = await Target.start();
});
afterAll(() => target.close());

const tables: readonly [string, readonly Abuse[]][] = [
  ['documents', documentAbuses],
  ['bodies', bodyAbuses],
  ['requests', requestAbuses],
  ['sockets', socketAbuses],
];

describe.each(tables)('%s', (_table, abuses) => {
  it.each(abuses.map((abuse) => [abuse.what, abuse] as const))('%s', async (_what, { send, answer, upstream }) => {
    const before = target.upstream.length;
    expect(await send(target)).toBe(answer);
    expect(await target.health()).toBe('200');
    if (!upstream) expect(target.askedSince(before)).toEqual([]);
  });
});
