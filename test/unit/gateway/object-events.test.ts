import { describe, expect, it } from '@jest/globals';
import { AlbError } from '../../../src/errors.js';
import { EventLoopShares } from '../../../src/event-loop-shares.js';
import { ObjectEvents, type ObjectEventsOptions } from '../../../src/gateway/object-events.js';
import { LiveHandle } from '../../../src/kube/live-handle.js';
import type { KubeObject } from '../../../src/kube/ports.js';
import { Store } from '../../../src/kube/store.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';

type View = { resource: KubeObject; uid: string; resourceVersion: string; settle(): undefined };

/** A set of objects, and one listener who was not told anything yet. */
function world(names: readonly string[], options: Partial<ObjectEventsOptions<KubeObject, never>> = {}) {
  const store = new Store();
  const handle = new LiveHandle({ listing: store });
  let version = 0;
  const put = (name: string, uid = name) => {
    version += 1;
    const metadata = { name, namespace: 'n', uid, resourceVersion: String(version) };
    handle.emit(store.apply({ type: 'MODIFIED', object: { metadata } }));
  };
  const remove = (name: string) => {
    const object = store.get('n', name) as KubeObject;
    version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(version) };
    handle.emit(store.apply({ type: 'DELETED', object: { metadata } }));
  };
  for (const name of names) put(name);
  const viewed: string[] = [];
  const events = new ObjectEvents<KubeObject, never>({
    primary: handle,
    dependencies: [],
    viewOf: (resource: KubeObject) => {
      viewed.push(resource.metadata.name);
      const { uid = '', resourceVersion = '' } = resource.metadata;
      return { resource, uid, resourceVersion, settle: () => undefined } satisfies View as never;
    },
    matches: () => true,
    initial: true,
    debounceMs: 0,
    clock: new FakeClock(),
    onClose: () => undefined,
    ...options,
  });
  const next = async () => {
    const { done, value } = await events.next();
    if (done) return 'end';
    return value.type === 'SYNCED' ? 'SYNCED' : `${value.type} ${value.key} ${value.resourceVersion}`;
  };
  const take = async (count: number) => {
    const taken: string[] = [];
    while (taken.length < count) taken.push(await next());
    return taken;
  };
  return { put, remove, viewed, events, take, next, handle };
}

describe('what exists', () => {
  it('is looked at as it is taken: who takes nothing costs nothing', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `g${index}`);
    const { viewed, events, take } = world(names);
    expect([viewed.length, events.waiting]).toEqual([0, 10_001]);
    expect(await take(2)).toEqual(['ADDED g0 1', 'ADDED g1 2']);
    expect([viewed.length, events.waiting]).toEqual([2, 9_999]);
  });

  it('is told in its newest state; what changes after its turn is told after SYNCED', async () => {
    const { put, remove, take, events } = world(['a', 'b', 'c', 'd']);
    expect(await take(2)).toEqual(['ADDED a 1', 'ADDED b 2']);
    put('a');
    remove('b');
    for (let change = 0; change < 3; change += 1) put('c');
    remove('d');
    put('e');
    expect(await take(5)).toEqual(['ADDED c 9', 'SYNCED', 'MODIFIED a 5', 'DELETED b 2', 'ADDED e 11']);
    expect(events.waiting).toBe(0);
  });

  it('is told once where a name is given to another object before its turn, and before SYNCED as what it is then', async () => {
    const { put, remove, take } = world(['a', 'b']);
    expect(await take(1)).toEqual(['ADDED a 1']);
    for (const name of ['a', 'b']) {
      remove(name);
      put(name, `${name}-anew`);
    }
    expect(await take(4)).toEqual(['ADDED b-anew 6', 'SYNCED', 'DELETED a 1', 'ADDED a-anew 4']);
  });

  it('is left out where it is not wanted, but not what changes later', async () => {
    const { put, take } = world(['a', 'b'], { initial: false });
    expect(await take(1)).toEqual(['SYNCED']);
    put('b');
    expect(await take(1)).toEqual(['MODIFIED b 3']);
  });

  it('goes on from what others told: the difference, and SYNCED where it was not told', async () => {
    const objects = ['a', 'b', 'c'].map((name) => ({
      metadata: { name, namespace: 'n', uid: name, resourceVersion: '0' },
    }));
    const { take, remove } = world(['a', 'b', 'd'], { resumed: { objects, synced: false } });
    remove('b');
    expect(await take(5)).toEqual(['MODIFIED a 1', 'DELETED b 0', 'DELETED c 0', 'ADDED d 3', 'SYNCED']);
  });
});

describe('look-ups about what exists', () => {
  const lookUps = () => {
    const asked: { name: string; answer: (matches: boolean) => void; fail: (error: Error) => void }[] = [];
    const matches = ({ resource }: View) =>
      new Promise<boolean>((answer, fail) => asked.push({ name: resource.metadata.name, answer, fail }));
    return { asked, matches: matches as never };
  };

  it('are made side by side, a bounded number at a time', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `g${index}`);
    const { asked, matches } = lookUps();
    const { next, take } = world(names, { matches });
    const first = next();
    await until(() => asked.length > 0);
    expect(asked.length).toBe(32);
    for (const { answer } of asked.splice(0)) answer(true);
    expect(await first).toBe('ADDED g0 1');
    expect((await take(31)).at(-1)).toBe('ADDED g31 32');
    expect(asked).toEqual([]);
  });

  it('are not overtaken by a change of the same object, nor is SYNCED told before their answers', async () => {
    const { asked, matches } = lookUps();
    const { put, next, take } = world(['a', 'b'], { matches });
    const first = next();
    await until(() => asked.length === 2);
    put('a');
    await until(() => asked.length === 3);
    asked[2]?.answer(true);
    asked[1]?.answer(false);
    asked[0]?.answer(true);
    expect(await first).toBe('ADDED a 1');
    expect(await take(2)).toEqual(['SYNCED', 'MODIFIED a 3']);
  });

  it('end the stream where one fails: what comes before SYNCED is whole', async () => {
    const { asked, matches } = lookUps();
    const { next, events } = world(['a'], { matches });
    const first = next();
    await until(() => asked.length === 1);
    asked[0]?.fail(new AlbError('TIMEOUT', 'too slow'));
    await expect(first).rejects.toThrow('too slow');
    expect(await next()).toBe('end');
    expect(events.waiting).toBe(0);
  });
});

it('a stream ends at once although a look-up is never answered', async () => {
  const { next, handle } = world(['a'], { matches: (() => new Promise(() => {})) as never });
  const first = next();
  await until(() => handle.size === 1);
  handle.end(new AlbError('FORBIDDEN', 'no right'));
  await expect(first).rejects.toThrow('no right');
});

describe('a listener that looks at many objects', () => {
  /** Time that passes with each look, and turns of the event loop that come when the test says. */
  const slices = () => {
    const turns: (() => void)[] = [];
    let ms = 0;
    const matches = () => {
      ms += 1;
      return false;
    };
    const shares = new EventLoopShares({ elapsed: () => ms, sliceMs: 10, afterTurn: (task) => void turns.push(task) });
    return { shares, matches, turns };
  };

  it('gives way to others while nothing matches', async () => {
    const { shares, matches, turns } = slices();
    const { viewed, next } = world(
      Array.from({ length: 1_000 }, (_, index) => `g${index}`),
      { shares, matches },
    );
    const first = next();
    let most = 0;
    for (let before = viewed.length; viewed.length < 1_000; before = viewed.length) {
      turns.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, viewed.length - before);
    }
    // 10 ms, and as many as are looked at between two looks at the time.
    expect(most).toBeLessThanOrEqual(10 + 32);
    turns.shift()?.();
    expect(await first).toBe('SYNCED');
  });

  it('is over while it has given way, and looks at nothing more', async () => {
    const { shares, matches, turns } = slices();
    const { viewed, next, events } = world(
      Array.from({ length: 1_000 }, (_, index) => `g${index}`),
      { shares, matches },
    );
    const first = next();
    const looked = viewed.length;
    await events.return();
    for (let turn = 0; turn < 5; turn += 1) {
      turns.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await first).toBe('end');
    expect(viewed.length).toBe(looked);
  });
});
