import { afterEach, describe, expect, it } from '@jest/globals';
import { gatewayKind } from '../../../src/kube/kinds.js';
import { until } from '../../harness/until.js';
import { albs, classes, gateways, openWorld, rest } from './world.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function shared() {
  const world = await openWorld('shared');
  closers.push(world.close);
  return world;
}

const standalone = {
  name: 'k',
  labels: { 'gatewayclass.cpaas.io/deploy': 'cpaas.io', 'gatewayclass.cpaas.io/type': 'standalone' },
};
const classQuery =
  'subscription { gatewayClassEvents { type gatewayClass { name description gateways { nodes { namespace name } } } } }';

describe('shared: a stream that lost the right to a joined kind', () => {
  it('shows nothing more of Gateways to a listener of classes', async () => {
    const { cluster, clock, listen, synced } = await shared();
    cluster.put(classes, { name: 'k' });
    cluster.put(gateways, { name: 'known', namespace: 'a' }, { gatewayClassName: 'k', listeners: [] });
    // Bob's streams keep the sets of the server filled.
    await synced(await listen('bob', classQuery));
    const stream = await listen('alice', classQuery);
    await synced(stream);
    expect(JSON.stringify(stream.seen)).toContain('known');
    cluster.may = (token, { resource }) => token !== 'alice' || resource === classes || resource === albs;
    for (let look = 0; look < 3; look += 1) {
      clock.advance(30_000);
      await rest();
    }
    cluster.put(gateways, { name: 'secret', namespace: 'b' }, { gatewayClassName: 'k', listeners: [] });
    await rest();
    cluster.put(classes, { name: 'k' }, { description: 'new' });
    await until(() => JSON.stringify(stream.seen).includes('new') || stream.ends.length > 0);
    expect(JSON.stringify(stream.seen)).not.toContain('secret');
  });

  it('the same for a caller of one namespace', async () => {
    const { cluster, clock, listen, synced } = await shared();
    cluster.put(classes, { name: 'k' });
    cluster.put(gateways, { name: 'known', namespace: 'a' }, { gatewayClassName: 'k', listeners: [] });
    cluster.may = (token, { resource, namespace }) => token !== 'alice' || resource === classes || namespace === 'a';
    // Bob's streams keep the sets of the server filled.
    await synced(await listen('bob', classQuery));
    const stream = await listen('alice', classQuery);
    await synced(stream);
    expect(JSON.stringify(stream.seen)).toContain('known');
    cluster.may = (token, { resource }) => token !== 'alice' || resource === classes;
    for (let look = 0; look < 3; look += 1) {
      clock.advance(30_000);
      await rest();
    }
    cluster.put(gateways, { name: 'secret', namespace: 'a' }, { gatewayClassName: 'k', listeners: [] });
    await rest();
    cluster.put(classes, { name: 'k' }, { description: 'new' });
    await until(() => JSON.stringify(stream.seen).includes('new') || stream.ends.length > 0);
    expect(JSON.stringify(stream.seen)).not.toContain('secret');
  });

  it('shows no class to a listener of ALBs who lost classes', async () => {
    const { cluster, clock, listen, synced } = await shared();
    cluster.put(classes, standalone, { description: 'before' });
    cluster.put(gateways, { name: 'g', namespace: 'a' }, { gatewayClassName: 'k', listeners: [] });
    const alb = (version: string) => ({
      config: { gateway: { mode: 'standalone', name: 'g' }, vip: { lbSvcAnnotations: { v: version } } },
    });
    cluster.put(albs, { name: 'x', namespace: 'a' }, alb('1'));
    cluster.may = (token, { resource }) => token !== 'alice' || resource !== 'none';
    // Bob's streams keep the sets of the server filled.
    await synced(await listen('bob', classQuery));
    const stream = await listen(
      'alice',
      'subscription { albEvents { type alb { lbSvcAnnotations gateways { gatewayClass { description } } } } }',
    );
    await synced(stream);
    cluster.may = (token, { resource }) => token !== 'alice' || resource !== classes;
    for (let look = 0; look < 3; look += 1) {
      clock.advance(30_000);
      await rest();
    }
    cluster.put(classes, standalone, { description: 'secret' });
    await rest();
    cluster.put(albs, { name: 'x', namespace: 'a' }, alb('2'));
    await until(() => JSON.stringify(stream.seen).includes('"v":"2"') || stream.ends.length > 0);
    expect(JSON.stringify(stream.seen)).not.toContain('secret');
  });
});

describe('shared: reviews that cannot be had', () => {
  it('does not go on showing live changes for minutes while every review of the caller fails', async () => {
    const { cluster, clock, open } = await shared();
    const live = await open('alice').watcher.watch(gatewayKind, {});
    const seen: string[] = [];
    const ends: unknown[] = [];
    live.onChange(({ object }) => void seen.push(object.metadata.name));
    live.onEnd((error) => void ends.push(error));
    // What stands in front of the cluster has no answer for this caller any more, and has for the server.
    cluster.may = (token) => token === 'own';
    cluster.intercept = (_request, response, token) => {
      if (token !== 'alice') return false;
      response.writeHead(503).end('no');
      return true;
    };
    for (let second = 0; second < 600; second += 1) {
      clock.advance(1000);
      await rest(5);
    }
    cluster.put(gateways, { name: 'secret', namespace: 'b' });
    await rest();
    expect([seen, ends.length]).toEqual([[], 1]);
  });

  it('ends within 35 s of the loss although another stream of the same caller looked just before', async () => {
    const { cluster, clock, open } = await shared();
    await rest();
    const first = await open('alice').watcher.watch(gatewayKind, {});
    const ends: number[] = [];
    first.onEnd(() => void ends.push(clock.now()));
    clock.advance(20_100);
    await rest();
    await open('alice').watcher.watch(gatewayKind, {});
    clock.advance(9_900);
    await rest();
    clock.advance(20_150);
    await rest();
    // 50.15 s: the second stream looked at 50.1 s and heard yes.
    cluster.may = (token) => token === 'own';
    const lostMs = clock.now();
    for (let tenth = 0; tenth < 600 && ends.length === 0; tenth += 1) {
      clock.advance(100);
      await rest(5);
    }
    expect((ends[0] ?? Number.POSITIVE_INFINITY) - lostMs).toBeLessThanOrEqual(35_000);
  });
});
