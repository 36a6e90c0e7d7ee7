import { describe, expect, it } from '@jest/globals';
import { listingFrom } from '../../../src/kube/listing-from.js';
import { NamespacesView } from '../../../src/kube/namespaces-view.js';
import type { Change, IndexFunctions, KubeObject } from '../../../src/kube/ports.js';
import { Store } from '../../../src/kube/store.js';

interface Thing extends KubeObject {
  color: string;
}

const byColor: IndexFunctions = { color: (object) => [(object as Thing).color] };

function thing(name: string, version: number, more: { color?: string; uid?: string; namespace?: string } = {}): Thing {
  const { color = 'red', uid = `uid-${name}`, namespace = 'a' } = more;
  return { metadata: { name, namespace, uid, resourceVersion: String(version) }, color };
}

const told = (changes: readonly Change[]) => changes.map(({ type, object }) => `${type} ${object.metadata.uid}`);
const namesIn = (objects: Iterable<KubeObject>) => [...objects].map(({ metadata }) => metadata.name).sort();

function storeOf(...things: Thing[]): Store<Thing> {
  const store = new Store<Thing>(byColor);
  store.replaceAll(things, '10');
  return store;
}

describe('Store', () => {
  it('finds by name, by namespace and by index', () => {
    const store = storeOf(thing('x', 1), thing('y', 2, { color: 'blue' }), thing('z', 3, { namespace: 'b' }));
    expect(store.get('a', 'x')?.color).toBe('red');
    expect(store.get('b', 'x')).toBeUndefined();
    expect(namesIn(store.all('a'))).toEqual(['x', 'y']);
    expect(namesIn(store.lookup('color', 'red'))).toEqual(['x', 'z']);
    expect(store.lookup('color', 'green')).toEqual([]);
    expect(store.size).toBe(3);
    expect(() => store.lookup('shape', 'round')).toThrow('No index shape was declared');
  });

  it('moves an object between index keys', () => {
    const store = storeOf(thing('x', 1));
    store.apply({ type: 'MODIFIED', object: thing('x', 11, { color: 'blue' }) });
    expect(store.lookup('color', 'red')).toEqual([]);
    expect(namesIn(store.lookup('color', 'blue'))).toEqual(['x']);
    store.apply({ type: 'DELETED', object: thing('x', 12, { color: 'blue' }) });
    expect(store.lookup('color', 'blue')).toEqual([]);
    expect(store.size).toBe(0);
  });

  it('drops managedFields', () => {
    const store = new Store();
    const object = { metadata: { name: 'x', managedFields: [{}] } };
    store.apply({ type: 'ADDED', object });
    expect(store.get(undefined, 'x')?.metadata).toEqual({ name: 'x' });
    expect(object.metadata.managedFields).toHaveLength(1);
  });

  it('answers the difference to a new list: DELETED for what went', () => {
    const store = storeOf(thing('same', 1), thing('gone', 2), thing('changed', 3));
    const changes = store.replaceAll([thing('same', 1), thing('changed', 11), thing('new', 12)], '20');
    expect(told(changes)).toEqual(['DELETED uid-gone', 'MODIFIED uid-changed', 'ADDED uid-new']);
    expect(store.resourceVersion).toBe('20');
  });

  it('tells a new object of an old name as DELETED, then ADDED', () => {
    const store = storeOf(thing('x', 1));
    expect(told(store.replaceAll([thing('x', 15, { uid: 'second' })], '20'))).toEqual([
      'DELETED uid-x',
      'ADDED second',
    ]);
  });

  it('takes in a write once, whichever comes first', () => {
    const store = storeOf();
    expect(told(store.applyWritten(thing('x', 11)))).toEqual(['ADDED uid-x']);
    expect(store.apply({ type: 'ADDED', object: thing('x', 11) })).toEqual([]);
    expect(told(store.apply({ type: 'MODIFIED', object: thing('x', 12) }))).toEqual(['MODIFIED uid-x']);
    expect(store.applyWritten(thing('x', 11))).toEqual([]);
    expect(store.get('a', 'x')?.metadata.resourceVersion).toBe('12');
  });

  it('does not let old news undo a write', () => {
    const store = storeOf(thing('x', 1));
    store.applyWritten(thing('x', 15));
    expect(store.apply({ type: 'MODIFIED', object: thing('x', 12) })).toEqual([]);
    expect(store.replaceAll([thing('x', 12)], '13')).toEqual([]);
    expect(store.get('a', 'x')?.metadata.resourceVersion).toBe('15');
  });

  it('keeps an object written after the list was made, and not one that the list should have', () => {
    const store = storeOf();
    store.applyWritten(thing('x', 15));
    expect(store.replaceAll([], '13')).toEqual([]);
    expect(told(store.replaceAll([], '16'))).toEqual(['DELETED uid-x']);
  });

  it('does not bring back what was deleted', () => {
    const store = storeOf(thing('x', 1));
    expect(told(store.applyDeleted('a', 'x', 'uid-x'))).toEqual(['DELETED uid-x']);
    expect(store.apply({ type: 'MODIFIED', object: thing('x', 12) })).toEqual([]);
    expect(store.apply({ type: 'DELETED', object: thing('x', 13) })).toEqual([]);
    expect(store.applyWritten(thing('x', 14))).toEqual([]);
    expect(store.size).toBe(0);
  });

  it('leaves a namesake alone when another object is deleted', () => {
    const store = storeOf(thing('x', 1, { uid: 'second' }));
    expect(store.applyDeleted('a', 'x', 'first')).toEqual([]);
    expect(store.apply({ type: 'DELETED', object: thing('x', 12, { uid: 'first' }) })).toEqual([]);
    expect(store.size).toBe(1);
  });

  it('believes a list from a cluster restored from a backup', () => {
    const store = storeOf(thing('x', 9), thing('gone', 8));
    expect(told(store.replaceAll([thing('x', 3)], '5'))).toEqual(['DELETED uid-gone', 'MODIFIED uid-x']);
  });
});

describe('listingFrom', () => {
  it('is a listing with indexes', () => {
    const listing = listingFrom([thing('x', 1)], byColor, { partial: true, resourceVersion: '7' });
    expect(namesIn(listing.lookup('color', 'red'))).toEqual(['x']);
    expect([listing.partial, listing.resourceVersion, listing.size]).toEqual([true, '7', 1]);
  });
});

describe('NamespacesView', () => {
  it('shows its namespaces alone', () => {
    const store = storeOf(thing('x', 1), thing('y', 2, { namespace: 'b' }), thing('z', 3, { namespace: 'c' }));
    const view = new NamespacesView(store, new Set(['a', 'c']), true);
    expect(namesIn(view.all())).toEqual(['x', 'z']);
    expect(namesIn(view.all('b'))).toEqual([]);
    expect(namesIn(view.lookup('color', 'red'))).toEqual(['x', 'z']);
    expect(view.get('b', 'y')).toBeUndefined();
    expect([view.size, view.partial]).toEqual([2, true]);
  });
});
