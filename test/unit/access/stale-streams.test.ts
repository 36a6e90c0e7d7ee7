import { afterEach, expect, it } from '@jest/globals';
import { until } from '../../harness/until.js';
import { sendJson, status } from '../kube/fake-api.js';
import { albs, classes, gateways, openWorld, rest } from './world.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const standalone = {
  name: 'exclusive-gateway',
  labels: { 'gatewayclass.cpaas.io/deploy': 'cpaas.io', 'gatewayclass.cpaas.io/type': 'standalone' },
};
const gateway = (label: string) => ({
  name: 'g',
  namespace: 'a',
  labels: { 'alb.cpaas.io/alb-ref': 'x', seen: label },
});
const spec = { gatewayClassName: 'exclusive-gateway', listeners: [] };

it('passthrough: a stream of a caller who may get but not watch ALBs shows the ALB as it is, not as it was first', async () => {
  const { cluster, listen, synced, close } = await openWorld('passthrough');
  closers.push(close);
  cluster.put(classes, standalone);
  cluster.put(gateways, gateway('1'), spec);
  cluster.put(
    albs,
    { name: 'x', namespace: 'a' },
    { address: '10.0.0.1', config: { gateway: { mode: 'standalone' } } },
  );
  cluster.may = (_, { resource, verb }) => resource !== albs || verb === 'get';
  const query = 'subscription { gatewayEvents(namespace: "a") { type gateway { labels addresses { value } } } }';
  const stream = await listen('alice', query);
  await synced(stream);
  expect(JSON.stringify(stream.seen)).toContain('10.0.0.1');
  cluster.put(
    albs,
    { name: 'x', namespace: 'a' },
    { address: '10.0.0.2', config: { gateway: { mode: 'standalone' } } },
  );
  cluster.put(gateways, gateway('2'), spec);
  await until(() => JSON.stringify(stream.seen).includes('"seen":"2"'));
  expect(JSON.stringify(stream.seen.at(-1))).toContain('10.0.0.2');
});

it('passthrough: and no ALB at all once the right to get it is lost', async () => {
  const { cluster, clock, listen, synced, close } = await openWorld('passthrough');
  closers.push(close);
  cluster.put(classes, standalone);
  cluster.put(gateways, gateway('1'), spec);
  cluster.put(
    albs,
    { name: 'x', namespace: 'a' },
    { address: '10.0.0.1', config: { gateway: { mode: 'standalone' } } },
  );
  cluster.may = (_, { resource, verb }) => resource !== albs || verb === 'get';
  const query = 'subscription { gatewayEvents(namespace: "a") { type gateway { labels addresses { value } } } }';
  const stream = await listen('alice', query);
  await synced(stream);
  cluster.may = (_, { resource }) => resource !== albs;
  clock.advance(35_000);
  await rest();
  cluster.put(gateways, gateway('2'), spec);
  await until(() => JSON.stringify(stream.seen).includes('"seen":"2"') || stream.ends.length > 0);
  expect(JSON.stringify(stream.seen.at(-1))).not.toContain('10.0.0.1');
});

it('shows Kubernetes Events as they come, within one stream', async () => {
  const { cluster, listen, synced, close } = await openWorld('single-user');
  closers.push(close);
  cluster.put(classes, standalone);
  cluster.put(gateways, gateway('1'), spec);
  const stream = await listen('', 'subscription { gatewayEvents { type gateway { labels events { regarding } } } }');
  await synced(stream);
  cluster.put('events', { name: 'e', namespace: 'a' });
  cluster.put(gateways, gateway('2'), spec);
  await until(() => JSON.stringify(stream.seen).includes('"seen":"2"'));
  expect(JSON.stringify(stream.seen.at(-1))).toContain('regarding');
});

it('a Gateway with a class name that the API refuses to look up ends nobody else’s stream and breaks no list', async () => {
  const { cluster, execute, listen, synced, close } = await openWorld('passthrough');
  closers.push(close);
  cluster.put(classes, standalone);
  cluster.put(gateways, { name: 'good', namespace: 'a' }, spec);
  // As the API server does: etcd's key is made of the name.
  cluster.intercept = (request, response) => {
    if (!request.path.endsWith('/gatewayclasses/%25')) return false;
    sendJson(response, 400, status(400, 'BadRequest', 'Name parameter invalid: "%": may not contain "%"'));
    return true;
  };
  cluster.may = (_, { resource, verb }) => resource !== classes || verb === 'get';
  const stream = await listen('alice', 'subscription { gatewayEvents { type gateway { name } } }');
  await synced(stream);
  cluster.put(gateways, { name: 'bad', namespace: 'tenant' }, { gatewayClassName: '%', listeners: [] });
  cluster.put(gateways, { name: 'last', namespace: 'a' }, spec);
  await until(() => JSON.stringify(stream.seen).includes('last') || stream.ends.length > 0);
  const listed = await execute('alice', '{ gateways(filter: { address: "10.0.0.1" }) { totalCount } }');
  expect([stream.ends, listed.errors]).toEqual([[], undefined]);
});

it('one failed request for a joined object does not end the whole stream', async () => {
  const { cluster, listen, synced, close } = await openWorld('passthrough');
  closers.push(close);
  cluster.put(classes, standalone);
  cluster.put(gateways, { name: 'g', namespace: 'a' }, spec);
  cluster.may = (_, { resource, verb }) => resource !== albs || verb === 'get';
  const stream = await listen('alice', 'subscription { gatewayEvents { type gateway { name labels } } }');
  await synced(stream);
  let refused = false;
  cluster.intercept = (request, response) => {
    if (!request.path.endsWith('/alaudaloadbalancer2/x')) return false;
    refused = true;
    sendJson(response, 429, status(429, 'TooManyRequests'));
    return true;
  };
  cluster.put(gateways, gateway('1'), spec);
  await until(() => refused);
  cluster.intercept = () => false;
  cluster.put(gateways, { name: 'last', namespace: 'a' }, spec);
  await until(() => stream.ends.length > 0 || JSON.stringify(stream.seen).includes('last'));
  expect(stream.ends).toEqual([]);
});
