import { describe, expect, it } from '@jest/globals';
import {
  changesBetween,
  hasAll,
  listsByName,
  overlap,
  withoutChanges,
} from '../../../src/gateway/writes/json-changes.js';

const before = { a: { x: 1, y: [1, 2] }, b: 'b', gone: { deep: true } };
const after = { a: { x: 2, y: [1, 2, 3] }, b: 'b', added: null };
const changes = changesBetween(before, after);

describe('changes between two JSON trees', () => {
  it('are told at the deepest place that both have, lists as a whole', () => {
    expect(changes).toEqual([
      { path: ['a', 'x'], from: 1, to: 2 },
      { path: ['a', 'y'], from: [1, 2], to: [1, 2, 3] },
      { path: ['gone'], from: { deep: true }, to: undefined },
      { path: ['added'], from: undefined, to: null },
    ]);
    expect(changesBetween(before, JSON.parse(JSON.stringify(before)))).toEqual([]);
  });

  it('are taken back alone: what others changed beside them stays', () => {
    const live = { ...after, a: { ...after.a, theirs: true }, more: 1 };
    expect(hasAll(live, changes)).toBe(true);
    expect(withoutChanges(live, changes)).toEqual({ ...before, a: { ...before.a, theirs: true }, more: 1 });
    expect(hasAll({ ...live, a: { ...live.a, x: 3 } }, changes)).toBe(false);
  });

  it('overlap in one place, and in a whole with its part', () => {
    const at = (...path: string[]) => [{ path, from: 1, to: 2 }];
    expect(overlap(at('a', 'x'), at('a', 'x'))).toBe(true);
    expect(overlap(at('a'), at('a', 'x'))).toBe(true);
    expect(overlap(at('a', 'x'), at('a'))).toBe(true);
    expect(overlap(at('a', 'x'), at('a', 'y'))).toBe(false);
    expect(overlap(at('a'), [])).toBe(false);
  });

  it('are told member by member of lists whose members have names', () => {
    const listeners = [
      { name: 'a', port: 80 },
      { name: 'b', port: 81 },
    ];
    const moved = [
      { name: 'b', port: 81 },
      { name: 'a', port: 8080 },
    ];
    expect(changesBetween(listsByName({ listeners }), listsByName({ listeners: moved }))).toEqual([
      { path: ['listeners', 'a', 'port'], from: 80, to: 8080 },
    ]);
    expect(listsByName([{ name: 'twice' }, { name: 'twice' }])).toEqual([{ name: 'twice' }, { name: 'twice' }]);
    expect(listsByName(['text', { name: 'a' }])).toEqual(['text', { name: 'a' }]);
  });
});
