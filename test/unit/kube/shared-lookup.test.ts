import type { LookupFunction } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { sharedLookup } from '../../../src/kube/shared-lookup.js';

describe('sharedLookup', () => {
  function setUp() {
    const asked: { hostname: string; answer: Parameters<LookupFunction>[2] }[] = [];
    const told: string[] = [];
    const lookup = sharedLookup((hostname, _, answer) => void asked.push({ hostname, answer }));
    const ask = (hostname: string, options = {}) =>
      lookup(hostname, options, (error, address) => void told.push(error?.message ?? String(address)));
    return { asked, told, ask };
  }

  it('asks once for all who ask meanwhile, and anew for who comes later', () => {
    const { asked, told, ask } = setUp();
    ask('a');
    ask('a');
    asked[0]?.answer(null, '10.0.0.1', 4);
    expect([asked.length, told]).toEqual([1, ['10.0.0.1', '10.0.0.1']]);
    ask('a');
    asked[1]?.answer(new Error('ENOTFOUND'), '', 4);
    expect([asked.length, told.at(-1)]).toEqual([2, 'ENOTFOUND']);
  });

  it('asks for each name, and in each way, by itself', () => {
    const { asked, ask } = setUp();
    ask('a');
    ask('b');
    ask('a', { all: true });
    expect(asked.map(({ hostname }) => hostname)).toEqual(['a', 'b', 'a']);
  });
});
