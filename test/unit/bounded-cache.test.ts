import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { BoundedCache, type CacheBounds, type ReportedCache } from '../../src/bounded-cache.js';

const bounds: CacheBounds = { name: 'texts', maxBytes: 2_000, maxEntryBytes: 1_000, maxKeyChars: 10 };
const twoBytes = (text: string) => 2 * text.length;
const textCache = (more: Partial<CacheBounds> = {}) => new BoundedCache<string>({ ...bounds, ...more }, twoBytes);

describe('BoundedCache', () => {
  it('keeps what fits, and lets those go that were used longest ago', () => {
    const cache = textCache();
    // An entry of 300 characters has 600 bytes, and those of its key and its place: three are too many.
    for (const key of ['a', 'b']) cache.set(key, key.repeat(300));
    expect(cache.get('a')).toBe('a'.repeat(300));
    cache.set('c', 'c'.repeat(300));
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['a'.repeat(300), undefined, 'c'.repeat(300)]);
    expect(cache.use).toMatchObject({ entries: 2, hits: 3, misses: 1, evictions: 1 });
    expect(cache.use.bytes).toBeLessThanOrEqual(bounds.maxBytes);
  });

  it.each([
    ['a key that is too long', 'k'.repeat(11), 'small'],
    ['a value that is too large', 'k', 'v'.repeat(500)],
  ])('keeps nothing under %s, and nothing older either', (_, key, value) => {
    const cache = textCache();
    cache.set(key, 'older');
    cache.set(key, value);
    expect(cache.get(key)).toBeUndefined();
    expect(cache.use).toMatchObject({ entries: 0, bytes: 0, evictions: 0 });
  });

  it('keeps nothing at all where it has no bytes', () => {
    const cache = textCache({ maxBytes: 0 });
    cache.set('a', '');
    expect(cache.get('a')).toBeUndefined();
  });

  it('gives a value up to its time, and not at it', () => {
    const cache = textCache();
    cache.set('a', 'value', 1_000);
    expect([cache.get('a', 999), cache.get('a', 1_000)]).toEqual(['value', undefined]);
  });

  it('is told of when it is made', () => {
    const made: ReportedCache[] = [];
    const cache = new BoundedCache<string>(bounds, twoBytes, (one) => made.push(one));
    expect(made).toEqual([cache]);
  });

  it('takes no more memory than it says, with the smallest of entries', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const used = () => {
      collect();
      collect();
      return process.memoryUsage().heapUsed;
    };
    const cache = new BoundedCache<object>({ ...bounds, maxBytes: 8 << 20, maxEntryBytes: 1_000 }, () => 32);
    const before = used();
    // Twice as many as there is room for, so that its tables have grown and are used again.
    for (let at = 0; at < 60_000; at += 1) cache.set(`${at}`, { at });
    const grown = used() - before;
    const { bytes, evictions } = cache.use;
    expect(evictions).toBeGreaterThan(20_000);
    expect(grown).toBeLessThan(bytes);
  });
});
