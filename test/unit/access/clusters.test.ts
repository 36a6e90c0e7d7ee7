import { afterEach, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/clock.js';
import { AlbError } from '../../../src/errors.js';
import { createIdentify } from '../../../src/http/identity.js';
import type { Identity } from '../../../src/kube/identity.js';
import { albKind, gatewayKind } from '../../../src/kube/kinds.js';
import { Lookout, type Sight } from '../../../src/kube/lookout.js';
import { RetryPolicy } from '../../../src/kube/retry-policy.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';
import { sendJson, status } from '../kube/fake-api.js';
import { albs, classes, gateways, openWorld, rest } from './world.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

it('looks out with the token of somebody who still waits', async () => {
  const clock = new FakeClock();
  const asked: string[] = [];
  const look = async (identity: Identity) => {
    asked.push(identity.type === 'caller' ? identity.key : 'server');
    return 'silent' as const;
  };
  const lookout = new Lookout({ clock, random: () => 0, look });
  const as = (key: string): Identity => ({ type: 'caller', token: `token-of-${key}`, key });
  const alice = new AbortController();
  void lookout.pause(600_000, as('alice'), alice.signal);
  clock.advance(1000);
  await rest(5);
  void lookout.pause(600_000, as('bob'), new AbortController().signal);
  alice.abort();
  await rest(5);
  asked.length = 0;
  for (let second = 0; second < 60; second += 1) {
    clock.advance(1000);
    await rest(5);
  }
  expect(asked.length).toBeGreaterThan(10);
  expect(new Set(asked)).toEqual(new Set(['bob']));
});

it('wakes those who wait although the first of them has a token that ran out, at a proxy that looks at tokens first', async () => {
  const clock = new FakeClock();
  let away = true;
  // A platform's proxy: 401 without asking the cluster.
  const look = async (identity: Identity): Promise<Sight> => {
    if (identity.type === 'caller' && identity.key === 'ran-out') return 'unclear';
    return away ? 'silent' : 'ready';
  };
  const lookout = new Lookout({ clock, random: () => 0, look });
  const as = (key: string): Identity => ({ type: 'caller', token: key, key });
  void lookout.pause(600_000, as('ran-out'), new AbortController().signal);
  const woken = lookout.pause(30_000, as('bob'), new AbortController().signal);
  for (let second = 0; second < 10; second += 1) {
    clock.advance(1000);
    await rest(5);
  }
  away = false;
  for (let second = 0; second < 40; second += 1) {
    clock.advance(1000);
    await rest(5);
  }
  expect(await woken).toBe(true);
});

it('never waits longer after a Retry-After than timers can count', async () => {
  const policy = new RetryPolicy({ clock: systemClock, random: () => 0 });
  const error = new AlbError('TOO_MANY_REQUESTS', 'later', {
    kubernetes: { code: 429, reason: '' },
    retryAfterMs: Date.UTC(2099, 0, 1) - Date.now(),
  });
  const judgement = policy.judge(error);
  const delayMs = judgement.type === 'later' ? judgement.delayMs : 0;
  // Node's setTimeout takes what is longer than this for 1 ms: a retry storm.
  expect(delayMs).toBeLessThan(2 ** 31);
});

it('one Retry-After of a day does not close the shared sets for a day', async () => {
  const { cluster, clock, open, close } = await openWorld('shared');
  closers.push(close);
  let refuse = true;
  cluster.intercept = (request, response, token) => {
    if (!refuse || token !== 'own' || !request.path.endsWith('/gateways')) return false;
    sendJson(response, 429, status(429, 'TooManyRequests'), { 'retry-after': '86400' });
    return true;
  };
  await Promise.resolve(open('alice').reader.list(gatewayKind, {})).catch(() => undefined);
  refuse = false;
  for (let minute = 0; minute < 10; minute += 1) {
    clock.advance(60_000);
    await rest(20);
    await Promise.resolve(open('alice').reader.list(gatewayKind, {})).catch(() => undefined);
  }
  await expect(Promise.resolve(open('alice').reader.list(gatewayKind, {}))).resolves.toMatchObject({ partial: false });
});

it('passthrough: a token that ends in the middle of a list is UNAUTHENTICATED, not a shorter list', async () => {
  const { cluster, open, close } = await openWorld('passthrough');
  closers.push(close);
  for (const namespace of ['a', 'b']) {
    cluster.put('namespaces', { name: namespace });
    cluster.put(gateways, { name: `in-${namespace}`, namespace });
  }
  cluster.may = (_, { resource, namespace }) => resource === 'namespaces' || namespace !== undefined;
  cluster.intercept = (request, response) => {
    if (!request.path.endsWith('/namespaces/b/gateways')) return false;
    sendJson(response, 401, status(401, 'Unauthorized'));
    return true;
  };
  const listed = Promise.resolve(open('alice').reader.list(gatewayKind, {}));
  await expect(listed).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

it('one caller’s slow requests do not shut out the others', async () => {
  const { cluster, clock, open, close } = await openWorld('passthrough');
  closers.push(close);
  cluster.put(gateways, { name: 'x', namespace: 'a' });
  await open('bob').reader.get(gatewayKind, 'a', 'x');
  let held = 0;
  cluster.intercept = (_request, _response, token) => {
    if (token !== 'alice') return false;
    held += 1;
    return true;
  };
  const slow = Array.from({ length: 64 }, (_, at) =>
    Promise.resolve(open('alice').reader.get(gatewayKind, 'a', `x${at}`)),
  );
  for (const one of slow) one.catch(() => undefined);
  await until(() => held === 16);
  const bob = Promise.resolve(open('bob').reader.get(gatewayKind, 'a', 'x')).then(
    () => 'answered',
    (error: AlbError) => error.code,
  );
  await rest(500);
  // A second short of the deadline of Alice's own requests, which would set connections free.
  clock.advance(9_000);
  await rest(500);
  expect(await Promise.race([bob, rest(500).then(() => 'still waiting')])).toBe('answered');
});

it('shared: a page of gateways does not cost a caller without rights on ALBs a review for each row, all at once', async () => {
  const { cluster, execute, listen, synced, close } = await openWorld('shared');
  closers.push(close);
  cluster.put(classes, {
    name: 'exclusive-gateway',
    labels: { 'gatewayclass.cpaas.io/deploy': 'cpaas.io', 'gatewayclass.cpaas.io/type': 'standalone' },
  } as never);
  for (let at = 0; at < 500; at += 1) {
    const metadata = { name: `g${at}`, namespace: 'a', labels: { 'alb.cpaas.io/alb-ref': `x${at}` } };
    cluster.put(gateways, metadata, { gatewayClassName: 'exclusive-gateway', listeners: [] });
  }
  cluster.may = (token, { resource }) => token !== 'alice' || resource !== albs;
  await synced(await listen('bob', 'subscription { gatewayEvents { type } }'));
  const before = cluster.api.requests.length;
  await execute('alice', '{ gateways(first: 500) { nodes { addresses { value } } } }');
  expect(cluster.api.requests.length - before).toBeLessThan(50);
});

it('does not repeat a token that the cluster echoes in a watch’s ERROR', async () => {
  const { cluster, open, close } = await openWorld('passthrough');
  closers.push(close);
  const live = await open('alice-secret-token').watcher.watch(gatewayKind, { namespace: 'a' });
  const ends: Error[] = [];
  live.onEnd((error) => void ends.push(error));
  await until(() => cluster.watches.size === 1);
  const object = status(403, 'Forbidden', 'token alice-secret-token may not watch');
  for (const watch of cluster.watches) watch.response.write(`${JSON.stringify({ type: 'ERROR', object })}\n`);
  await until(() => ends.length === 1);
  expect(ends[0]?.message).not.toContain('alice-secret-token');
});

it('a stream’s namespace is checked as a list’s is, and never becomes part of a path unseen', async () => {
  const { cluster, execute, listen, close } = await openWorld('passthrough');
  closers.push(close);
  const listed = await execute('alice', '{ gateways(namespace: "..") { totalCount } }');
  expect(listed.errors?.[0]?.message).toContain('cannot be the name of a namespace');
  const outcome = await listen('alice', 'subscription { gatewayEvents(namespace: "..") { type } }').then(
    async (stream) => {
      await rest();
      await stream.stop();
      return 'watched';
    },
    (error: Error) => error.message,
  );
  expect([
    outcome,
    cluster.api.requests.map(({ path }) => path).filter((path) => path.endsWith('v1/gateways')),
  ]).toEqual([expect.stringContaining('cannot be the name of a namespace'), []]);
});

it('tells an ALB that its Gateway in another namespace came', async () => {
  const { cluster, listen, synced, close } = await openWorld('single-user');
  closers.push(close);
  cluster.put(albs, { name: 'x', namespace: 'a' }, { config: { gateway: { mode: 'standalone', name: 'g/b' } } });
  cluster.put(albs, { name: 'last', namespace: 'b' }, { config: { gateway: { mode: 'standalone', name: 'last' } } });
  const stream = await listen('', 'subscription { albEvents { type alb { name orphaned } } }');
  await synced(stream);
  cluster.put(gateways, { name: 'g', namespace: 'b' }, { gatewayClassName: 'k', listeners: [] });
  cluster.put(gateways, { name: 'last', namespace: 'b' }, { gatewayClassName: 'k', listeners: [] });
  const text = () => JSON.stringify(stream.seen);
  await until(() => text().includes('"MODIFIED","alb":{"name":"last"'));
  expect(text()).toContain('"MODIFIED","alb":{"name":"x"');
});

it('believes nothing past the end of a token that says it ended in 1970', async () => {
  const { cluster, clusters, close } = await openWorld('shared');
  closers.push(close);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const caller = createIdentify(Buffer.from('s'))(`${part({ alg: 'none' })}.${part({ exp: 0 })}.x`);
  const ask = () => clusters.open('c1', caller).authorizer.can({ verb: 'list', kind: albKind });
  await ask();
  await ask();
  const reviews = cluster.requestsOf('POST', '/selfsubjectaccessreviews');
  expect(reviews).toHaveLength(2);
});
