import { describe, expect, it } from '@jest/globals';
import { Backoff } from '../../../src/kube/backoff.js';
import { mapBounded } from '../../../src/kube/map-bounded.js';
import { errorFromNetwork } from '../../../src/kube/network-error.js';
import { readLines } from '../../../src/kube/read-lines.js';
import { compareVersions, isNewer } from '../../../src/kube/resource-version.js';
import { until } from '../../harness/until.js';

async function linesOf(text: string, chunkSize: number): Promise<string[]> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
  }
  const lines: string[] = [];
  for await (const line of readLines(chunks(), 1000)) lines.push(line);
  return lines;
}

describe('readLines', () => {
  it.each([1, 2, 3, 5, 1000])('puts lines together from chunks of %i bytes', async (size) => {
    expect(await linesOf('{"a":"ä€😀"}\n\n{"b":1}\n', size)).toEqual(['{"a":"ä€😀"}', '{"b":1}']);
  });

  it('drops a last line that is not finished', async () => {
    expect(await linesOf('one\ntw', 4)).toEqual(['one']);
  });

  it('refuses a line without end', async () => {
    await expect(linesOf('x'.repeat(2000), 100)).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
  });
});

describe('Backoff', () => {
  it('grows from 800 ms to 30 s', () => {
    const backoff = new Backoff({ random: () => 0 });
    expect(Array.from({ length: 8 }, () => backoff.next())).toEqual([
      800, 1600, 3200, 6400, 12800, 25600, 30000, 30000,
    ]);
    backoff.reset();
    expect(backoff.next()).toBe(800);
  });

  it('grows later where it is to be steady first', () => {
    const backoff = new Backoff({ random: () => 0, steady: 3 });
    expect(Array.from({ length: 5 }, () => backoff.next())).toEqual([800, 800, 800, 1600, 3200]);
  });

  it('adds chance, and never passes the maximum', () => {
    const backoff = new Backoff({ random: () => 0.5, initialMs: 1000, maxMs: 2200 });
    expect([backoff.next(), backoff.next()]).toEqual([1250, 2200]);
  });
});

describe('compareVersions', () => {
  it('orders numbers of any length', () => {
    expect(isNewer('100', '99')).toBe(true);
    expect(isNewer('99', '100')).toBe(false);
    expect(compareVersions('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
    expect(compareVersions('7', '7')).toBe(0);
    expect(compareVersions('0', '5')).toBeLessThan(0);
  });

  it('does not order what is no number', () => {
    expect(compareVersions('a', 'b')).toBeUndefined();
    expect(compareVersions(undefined, '1')).toBeUndefined();
    expect(isNewer('', '1')).toBe(false);
  });
});

describe('errorFromNetwork', () => {
  const failure = (code: string, more: object = {}) =>
    errorFromNetwork(Object.assign(new Error(), { code, ...more }), { cluster: 'c1', changes: true });

  it.each([['ECONNREFUSED'], ['ENOTFOUND'], ['UND_ERR_CONNECT_TIMEOUT'], ['SELF_SIGNED_CERT_IN_CHAIN']])(
    '%s: a write was certainly not sent',
    (code) => expect(failure(code)).toMatchObject({ code: 'CLUSTER_UNAVAILABLE', outcomeUnknown: false }),
  );

  it.each([['ECONNRESET'], ['UND_ERR_SOCKET'], ['EPIPE']])('%s: a write may have happened', (code) =>
    expect(failure(code)).toMatchObject({ code: 'CLUSTER_UNAVAILABLE', outcomeUnknown: true }),
  );

  it('looks at the system call, and into several failures at once', () => {
    expect(failure('ETIMEDOUT', { syscall: 'connect' }).outcomeUnknown).toBe(false);
    const several = new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]);
    expect(errorFromNetwork(several, { cluster: 'c1', changes: true }).outcomeUnknown).toBe(false);
  });
});

describe('mapBounded', () => {
  it('keeps the order and the limit', async () => {
    let running = 0;
    let most = 0;
    const results = await mapBounded([1, 2, 3, 4, 5], 2, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await until(() => true);
      running -= 1;
      return item * 2;
    });
    expect(results).toEqual([2, 4, 6, 8, 10]);
    expect(most).toBe(2);
  });

  it('begins nothing after a failure', async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      if (item === 1) throw new Error('one');
    };
    await expect(mapBounded([1, 2, 3], 1, work)).rejects.toThrow('one');
    expect(begun).toEqual([1]);
  });
});
