import type { ServerResponse } from 'node:http';
import { afterEach, expect, it } from '@jest/globals';
import { gatewayKind } from '../../../src/kube/kinds.js';
import { until } from '../../harness/until.js';
import { sendJson } from '../kube/fake-api.js';
import { albs, classes, gateways, openWorld, rest } from './world.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

it('shared: a stream goes on for a caller who had one namespace exchanged for another', async () => {
  const { cluster, clock, open, close } = await openWorld('shared');
  closers.push(close);
  cluster.put(gateways, { name: 'in-a', namespace: 'a' });
  cluster.put(gateways, { name: 'in-b', namespace: 'b' });
  let mine = 'a';
  cluster.may = (token, { namespace }) => token === 'own' || namespace === mine;
  const live = await open('alice').watcher.watch(gatewayKind, {});
  const ends: unknown[] = [];
  live.onEnd((error) => void ends.push(error));
  mine = 'b';
  for (let second = 0; second < 31; second += 1) {
    clock.advance(1000);
    await rest(10);
  }
  expect([ends, [...live.all()].map(({ metadata }) => metadata.name)]).toEqual([[], ['in-b']]);
});

it('an allowed answer counts from when it was asked, since the cluster judged before it answered', async () => {
  const { cluster, clock, open, close } = await openWorld('shared');
  closers.push(close);
  let held: ServerResponse | undefined;
  cluster.intercept = (request, response, token) => {
    if (token !== 'alice' || held !== undefined || !request.path.endsWith('/selfsubjectaccessreviews')) return false;
    held = response;
    return true;
  };
  const ask = () => Promise.resolve(open('alice').authorizer.can({ verb: 'list', kind: gatewayKind }));
  const first = ask();
  await until(() => held !== undefined);
  cluster.may = (token) => token === 'own';
  clock.advance(9_000);
  sendJson(held as ServerResponse, 201, { status: { allowed: true } });
  await first;
  clock.advance(9_000);
  expect(await ask()).toBe(false);
});

it('shared: losing the ALBs turns addresses into those of the status, and the stream of Gateways goes on', async () => {
  const { cluster, clock, listen, synced, close } = await openWorld('shared');
  closers.push(close);
  cluster.put(classes, {
    name: 'exclusive-gateway',
    labels: { 'gatewayclass.cpaas.io/deploy': 'cpaas.io', 'gatewayclass.cpaas.io/type': 'standalone' },
  } as never);
  cluster.put(
    albs,
    { name: 'x', namespace: 'a' },
    { address: '10.0.0.1', config: { gateway: { mode: 'standalone', name: 'g' } } },
  );
  cluster.put(gateways, { name: 'g', namespace: 'a' }, { gatewayClassName: 'exclusive-gateway', listeners: [] });
  const stream = await listen('alice', 'subscription { gatewayEvents { type gateway { addresses { value } } } }');
  await synced(stream);
  expect(JSON.stringify(stream.seen)).toContain('10.0.0.1');
  cluster.may = (token, { resource }) => token === 'own' || resource !== albs;
  for (let second = 0; second < 36; second += 1) {
    clock.advance(1000);
    await rest(10);
  }
  expect([stream.ends, stream.seen.at(-1)?.data]).toEqual([
    [],
    { gatewayEvents: { type: 'MODIFIED', gateway: { addresses: [] } } },
  ]);
});

it('shared: of two who are told the same, the one who loses the ALBs is told no more of them; the other is', async () => {
  const { cluster, clock, listen, synced, close } = await openWorld('shared');
  closers.push(close);
  const alb = (address: string) =>
    cluster.put(
      albs,
      { name: 'x', namespace: 'a' },
      { address, config: { gateway: { mode: 'standalone', name: 'g' } } },
    );
  cluster.put(classes, {
    name: 'exclusive-gateway',
    labels: { 'gatewayclass.cpaas.io/deploy': 'cpaas.io', 'gatewayclass.cpaas.io/type': 'standalone' },
  } as never);
  alb('10.0.0.1');
  cluster.put(gateways, { name: 'g', namespace: 'a' }, { gatewayClassName: 'exclusive-gateway', listeners: [] });
  const query = 'subscription { gatewayEvents { type gateway { addresses { value } } } }';
  const [alice, bob] = [await listen('alice', query), await listen('bob', query)];
  await synced(alice);
  await synced(bob);
  cluster.may = (token, { resource }) => token !== 'alice' || resource !== albs;
  for (let second = 0; second < 36; second += 1) {
    clock.advance(1000);
    await rest(10);
  }
  alb('10.0.0.2');
  await until(() => JSON.stringify(bob.seen).includes('10.0.0.2'));
  expect(alice.seen.map(({ data }) => data.gatewayEvents)).toEqual([
    { type: 'ADDED', gateway: { addresses: [{ value: '10.0.0.1' }] } },
    { type: 'SYNCED', gateway: null },
    { type: 'MODIFIED', gateway: { addresses: [] } },
  ]);
  expect([alice.ends, bob.ends]).toEqual([[], []]);
});
