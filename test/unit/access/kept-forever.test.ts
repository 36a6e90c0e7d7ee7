import { afterEach, describe, expect, it } from '@jest/globals';
import { AlbError } from '../../../src/errors.js';
import { ObjectEvents } from '../../../src/gateway/object-events.js';
import { ClusterSession } from '../../../src/gateway/session.js';
import { watchJoined } from '../../../src/gateway/watch-joined.js';
import { albKind, gatewayKind } from '../../../src/kube/kinds.js';
import { listingFrom } from '../../../src/kube/listing-from.js';
import { LiveHandle } from '../../../src/kube/live-handle.js';
import type { KubeObject } from '../../../src/kube/ports.js';
import { Store } from '../../../src/kube/store.js';
import { unionLive } from '../../../src/kube/union-live.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';
import { albs, gateways, openWorld, rest, settings } from './world.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const facts = { partial: false, resourceVersion: '1' };

describe('a stream that never began', () => {
  it('gives back a joined set that came after the primary one was refused', async () => {
    const closes: true[] = [];
    const late = Promise.withResolvers<unknown>();
    const handle = new LiveHandle({ listing: listingFrom([], {}, facts) });
    handle.whenClosed(() => void closes.push(true));
    const watcher = {
      watch: async (kind: unknown) => {
        if (kind === gatewayKind) throw new AlbError('FORBIDDEN', 'no');
        if (kind === albKind) return late.promise;
        return new LiveHandle({ listing: listingFrom([], {}, facts) });
      },
    };
    const ports = { name: 'c1', watcher, reader: {} } as never;
    const session = new ClusterSession(ports, settings, new FakeClock());
    await expect(watchJoined(session, 'gateways', {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
    late.resolve(handle);
    await rest();
    expect(closes).toHaveLength(1);
  });

  it('gives everything back when its filter is refused out of memory', async () => {
    const { cluster, clusters, listen, close } = await openWorld('shared');
    closers.push(close);
    cluster.put(albs, { name: 'x', namespace: 'a' }, { config: { gateway: { mode: 'standalone', name: 'g' } } });
    const query = 'subscription { albEvents(filter: { orphaned: true }) { type alb { name } } }';
    cluster.may = (token, { resource }) => token !== 'alice' || resource !== gateways;
    // The server's set of Gateways is filled, as it is on a busy server.
    const bob = await listen('bob', 'subscription { gatewayEvents { type } }');
    await until(() => bob.seen.length > 0);
    const users = () => clusters.states().reduce((sum, state) => sum + state.users, 0);
    const before = users();
    const outcomes: unknown[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const stream = await listen('alice', query).catch((error: unknown) => ({ ends: [error] }));
      await until(() => stream.ends.length > 0);
      outcomes.push(...stream.ends);
    }
    await rest();
    expect(outcomes).toHaveLength(5);
    expect(users()).toBe(before);
  });
});

describe('a hold', () => {
  it('that has ended already gives back at once what was to end with it', () => {
    const handle = new LiveHandle({ listing: listingFrom([], {}, facts) });
    handle.end(new AlbError('CLUSTER_UNAVAILABLE', 'stopped'));
    let stopped = 0;
    handle.whenClosed(() => {
      stopped += 1;
    });
    expect(stopped).toBe(1);
  });
});

describe('unionLive', () => {
  it('opens a namespace once although its first set takes longer than a look at the rights', async () => {
    const clock = new FakeClock();
    const object: KubeObject = { metadata: { name: 'x', namespace: 'a', uid: 'u', resourceVersion: '1' } };
    const opened: { live: LiveHandle; give: () => void }[] = [];
    const closes: true[] = [];
    const whole = unionLive({
      find: async () => ['a', 'b'],
      open: (namespace) => {
        const live = new LiveHandle({ listing: listingFrom(namespace === 'a' ? [object] : [], {}, facts) });
        live.whenClosed(() => void closes.push(true));
        const { promise, resolve } = Promise.withResolvers<LiveHandle>();
        opened.push({ live, give: () => resolve(live) });
        // Of many namespaces one is slow.
        if (namespace === 'b') resolve(live);
        return promise;
      },
      refusal: () => new AlbError('FORBIDDEN', 'no'),
      recheck: { clock, everyMs: 30_000, pause: async () => false, tokenEndsMs: undefined },
    });
    await rest();
    clock.advance(30_000);
    await rest();
    for (const { give } of opened) give();
    const live = await whole;
    await rest();
    live.close();
    expect([opened.length - closes.length, opened.length]).toEqual([0, 2]);
  });

  it('does not end for a caller who moved from one namespace to another', async () => {
    const clock = new FakeClock();
    let names = ['a'];
    const ends: unknown[] = [];
    const live = await unionLive({
      find: async () => names,
      open: async () => new LiveHandle({ listing: listingFrom([], {}, facts) }),
      refusal: () => new AlbError('FORBIDDEN', 'no'),
      recheck: { clock, everyMs: 30_000, pause: async () => false, tokenEndsMs: undefined },
    });
    live.onEnd((error) => void ends.push(error));
    names = ['b'];
    clock.advance(30_000);
    await rest();
    expect([ends, live.covers('b')]).toEqual([[], true]);
  });
});

describe('ObjectEvents', () => {
  it('keeps a bounded number of events for a listener that does not read, whatever their type', async () => {
    const store = new Store();
    const live = new LiveHandle({ listing: store });
    const viewOf = (resource: KubeObject) => ({
      resource,
      uid: resource.metadata.uid,
      resourceVersion: '1',
      settle: () => undefined,
    });
    const events = new ObjectEvents({
      primary: live,
      dependencies: [],
      viewOf: viewOf as never,
      matches: () => true,
      initial: true,
      debounceMs: 0,
      clock: new FakeClock(),
      onClose: () => undefined,
    });
    for (let round = 1; round <= 20_000; round += 1) {
      const metadata = { name: 'x', namespace: 'a', uid: `u${round}`, resourceVersion: String(round) };
      live.emit(store.apply({ type: 'ADDED', object: { metadata } }));
      live.emit(store.apply({ type: 'DELETED', object: { metadata } }));
    }
    let waiting = 0;
    for (let next = events.next(); ; next = events.next()) {
      const first = await Promise.race([next, rest(3).then(() => undefined)]);
      if (first === undefined || first.done) break;
      waiting += 1;
    }
    expect(waiting).toBeLessThan(5_000);
  });
});
