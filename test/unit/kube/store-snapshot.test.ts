import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KubeObject } from '../../../src/kube/ports.js';
import { Store } from '../../../src/kube/store.js';

interface Thing extends KubeObject {
  color: string;
}

const byColor = { byColor: (object: KubeObject) => [(object as Thing).color] };
const byName = {
  compare: (a: KubeObject, b: KubeObject) =>
    `${a.metadata.namespace}/${a.metadata.name}` < `${b.metadata.namespace}/${b.metadata.name}` ? -1 : Number(a !== b),
};

const names = ['x', 'y', 'z'];
const colors = ['red', 'blue'];
const change = fc.record({
  type: fc.constantFrom('ADDED' as const, 'MODIFIED' as const, 'DELETED' as const),
  namespace: fc.constantFrom('a', 'b'),
  name: fc.constantFrom(...names),
  color: fc.constantFrom(...colors),
  uid: fc.constantFrom('1', '2'),
});

const sorted = (objects: Iterable<KubeObject>) => [...objects].sort(byName.compare);

/** All that a set says. */
function sayings(set: Pick<Store<Thing>, 'get' | 'all' | 'lookup' | 'inOrder' | 'namespaces' | 'sizeOf' | 'size'>) {
  return {
    size: set.size,
    sizes: ['a', 'b'].map((namespace) => set.sizeOf(namespace)),
    namespaces: set.namespaces().sort(),
    got: ['a', 'b'].flatMap((namespace) => names.map((name) => set.get(namespace, name))),
    all: [undefined, 'a', 'b'].map((namespace) => sorted(set.all(namespace))),
    filed: colors.map((color) => sorted(set.lookup('byColor', color))),
    inOrder: [...set.inOrder(byName)],
  };
}

describe('a store that is held', () => {
  it('says all that it said then, whatever changes; and each change is told to every snapshot that is held', () => {
    const run = fc.array(change, { maxLength: 12 });
    fc.assert(
      fc.property(run, run, run, fc.boolean(), (before, between, after, askedEarly) => {
        const store = new Store<Thing>(byColor);
        let version = 0;
        const apply = (changes: typeof before) => {
          for (const { type, namespace, name, color, uid } of changes) {
            version += 1;
            const metadata = { namespace, name, uid: `${namespace}/${name}/${uid}`, resourceVersion: String(version) };
            store.apply({ type, object: { metadata, color } });
          }
        };
        apply(before);
        if (askedEarly) sayings(store);
        const [first, firstSaid] = [store.hold(), sayings(store)];
        apply(between);
        if (askedEarly) expect(sayings(first)).toEqual(firstSaid);
        const [second, secondSaid] = [store.hold(), sayings(store)];
        apply(after);
        expect(sayings(first)).toEqual(firstSaid);
        expect(sayings(second)).toEqual(secondSaid);
        store.release(first);
        store.release(second);
        expect(store.held).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('is one snapshot for all who ask at one revision, dropped with the last of them', () => {
    const store = new Store<Thing>(byColor);
    const object = (resourceVersion: string) => ({
      metadata: { namespace: 'a', name: 'x', uid: 'u', resourceVersion },
      color: 'red',
    });
    store.apply({ type: 'ADDED', object: object('1') });
    const [one, other] = [store.hold(), store.hold()];
    expect(other).toBe(one);
    expect(one.revision).toBe(store.revision);
    store.apply({ type: 'MODIFIED', object: object('2') });
    const later = store.hold();
    expect(later).not.toBe(one);
    expect([store.held, one.changes, later.changes]).toEqual([2, 1, 0]);
    for (const snapshot of [one, other, later]) store.release(snapshot);
    store.apply({ type: 'MODIFIED', object: object('3') });
    expect([store.held, one.changes]).toEqual([0, 1]);
  });

  it('keeps an array that was given in order as it is, though the set goes on', () => {
    const store = new Store<Thing>(byColor);
    const object = (name: string, resourceVersion: string) => ({
      metadata: { namespace: 'a', name, uid: name, resourceVersion },
      color: 'red',
    });
    store.apply({ type: 'ADDED', object: object('x', '1') });
    const given = store.inOrder(byName);
    const snapshot = store.hold();
    store.apply({ type: 'ADDED', object: object('y', '2') });
    expect(given).toHaveLength(1);
    expect(store.inOrder(byName)).toHaveLength(2);
    store.release(snapshot);
  });
});
