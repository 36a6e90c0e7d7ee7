import { describe, expect, it } from '@jest/globals';
import { afterEvent, emptySet, type SetEvent } from '../../../src/console/api/live-set.js';

interface Thing {
  readonly id: string;
  readonly port?: number;
}

const added = (id: string, run = '1'): SetEvent<Thing> => ({ type: 'ADDED', object: { id }, run });
const synced = (run = '1'): SetEvent<Thing> => ({ type: 'SYNCED', object: null, run });
const after = (...events: SetEvent<Thing>[]) => events.reduce(afterEvent<Thing>, emptySet<Thing>());
const shown = (...events: SetEvent<Thing>[]) => [...after(...events).entries.values()];

describe('a set kept by its stream', () => {
  it('shows nothing until it is whole', () => {
    expect(shown(added('a'))).toEqual([]);
    expect(shown(added('a'), added('b'), synced())).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  it('follows each change', () => {
    const changed: SetEvent<Thing> = { type: 'MODIFIED', object: { id: 'a', port: 80 }, run: '1' };
    const deleted: SetEvent<Thing> = { type: 'DELETED', object: { id: 'b' }, run: '1' };
    expect(shown(added('a'), added('b'), synced(), changed, deleted, added('c'))).toEqual([
      { id: 'a', port: 80 },
      { id: 'c' },
    ]);
  });

  it('keeps showing the old set while a new run comes up, and then the new one alone', () => {
    const before = [added('went'), added('stays'), synced(), added('went-too')];
    expect(shown(...before, added('stays', '2'))).toHaveLength(3);
    expect(shown(...before, added('stays', '2'), added('new', '2'), synced('2'))).toEqual([
      { id: 'stays' },
      { id: 'new' },
    ]);
  });

  it('is not moved by a run that was broken off', () => {
    expect(shown(added('a'), synced(), added('half', '2'), added('a', '3'), synced('3'))).toEqual([{ id: 'a' }]);
  });
});
