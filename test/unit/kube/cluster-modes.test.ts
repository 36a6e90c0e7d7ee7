import { afterEach, describe, expect, it } from '@jest/globals';
import type { ClusterOptions } from '../../../src/kube/cluster.js';
import { createClusters, type RunningClusters } from '../../../src/kube/clusters.js';
import { albKind, eventKind, gatewayClassKind, gatewayKind } from '../../../src/kube/kinds.js';
import type { Change, ClusterPorts, KubeObject, LiveCollection } from '../../../src/kube/ports.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';
import { FakeCluster } from './fake-cluster.js';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const gateways = gatewayKind.plural;
const albs = albKind.plural;

async function setUp(mode: ClusterOptions['mode'], more: Partial<ClusterOptions> & { preload?: string[] } = {}) {
  const cluster = await FakeCluster.start();
  const clock = new FakeClock();
  const identity = async () => ({ headers: { authorization: 'Bearer own' } });
  const configs = [{ name: 'c1', url: cluster.api.url, ...(mode === 'passthrough' ? {} : { identity }) }];
  const indexes = () => ({ byName: (object: KubeObject) => [object.metadata.name] });
  const clusters: RunningClusters = createClusters({ configs, mode, clock, random: () => 0, indexes, ...more });
  closers.push(
    () => cluster.close(),
    () => clusters.close(),
  );
  const as = (token: string | undefined, signal?: AbortSignal): ClusterPorts =>
    clusters.open('c1', { token, key: `key-of-${token}` }, signal);
  return { cluster, clock, clusters, as };
}

const namesIn = (objects: Iterable<KubeObject>) => [...objects].map(({ metadata }) => metadata.name).sort();

function record(live: LiveCollection) {
  const changes: string[] = [];
  const ends: unknown[] = [];
  live.onChange(({ type, object }: Change) => void changes.push(`${type} ${object.metadata.name}`));
  live.onEnd((error) => void ends.push(error));
  return { changes, ends };
}

const ofToken = (cluster: FakeCluster) =>
  new Set(cluster.api.requests.map(({ headers }) => headers.authorization?.replace('Bearer ', '') ?? ''));

describe('createClusters', () => {
  it('knows its clusters', async () => {
    const { clusters } = await setUp('passthrough');
    expect([clusters.names(), clusters.defaultName]).toEqual([['c1'], 'c1']);
    const open = () => clusters.open('other', { token: 't', key: 'k' });
    expect(open).toThrow(expect.objectContaining({ code: 'CLUSTER_UNKNOWN' }));
  });

  it('refuses names that do not fit together', () => {
    const common = { mode: 'passthrough', clock: new FakeClock(), random: () => 0, indexes: () => ({}) } as const;
    const configs = [{ name: 'a', url: 'http://localhost' }];
    expect(() => createClusters({ ...common, configs: [] })).toThrow('No cluster is configured');
    expect(() => createClusters({ ...common, configs: [...configs, ...configs] })).toThrow('same name');
    expect(() => createClusters({ ...common, configs, defaultName: 'b' })).toThrow('not among those configured');
  });

  it('tells about the cluster', async () => {
    const { cluster, as } = await setUp('passthrough');
    expect(await as('t').info()).toEqual({ kubernetesVersion: 'v1.36.3', gatewayApiVersion: 'v1' });
    cluster.gatewayVersions = [];
    expect(await as('t').info()).toEqual({ kubernetesVersion: 'v1.36.3', gatewayApiVersion: undefined });
    await expect(as('t').gatewayApiVersion()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('passthrough', () => {
  it('asks nothing without a token', async () => {
    const { cluster, as } = await setUp('passthrough');
    const ports = as(undefined);
    const asked = [
      ports.reader.get(gatewayKind, 'a', 'x'),
      ports.reader.list(gatewayKind, {}),
      ports.fresh.list(gatewayKind, {}),
      ports.watcher.watch(gatewayKind, {}),
      ports.authorizer.whoAmI(),
      ports.info(),
      ports.writer.create(gatewayKind, { metadata: { name: 'x' } }),
    ];
    for (const outcome of asked) await expect(outcome).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(cluster.api.requests).toEqual([]);
  });

  it('reads from the cluster each time, by the caller’s token alone', async () => {
    const { cluster, as } = await setUp('passthrough');
    cluster.put(gateways, { name: 'x', namespace: 'a' });
    cluster.may = (token) => token === 'alice';
    const listing = await as('alice').reader.list(gatewayKind, {});
    expect(namesIn(listing.lookup('byName', 'x'))).toEqual(['x']);
    expect(listing.partial).toBe(false);
    expect(await as('alice').reader.get(gatewayKind, 'a', 'none')).toBeUndefined();
    await expect(as('bob').reader.list(gatewayKind, { namespace: 'a' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(as('expired').reader.list(gatewayKind, {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(ofToken(cluster)).toEqual(new Set(['alice', 'bob', 'expired']));
  });

  it('lists the namespaces that the caller may, when it may not all', async () => {
    const { cluster, as } = await setUp('passthrough');
    for (const namespace of ['a', 'b', 'c']) {
      cluster.put('namespaces', { name: namespace });
      cluster.put(gateways, { name: `in-${namespace}`, namespace });
    }
    cluster.may = (_, { resource, namespace }) => resource === 'namespaces' || namespace === 'a' || namespace === 'c';
    const listing = await as('alice').reader.list(gatewayKind, {});
    expect([namesIn(listing.all()), listing.partial]).toEqual([['in-a', 'in-c'], true]);
  });

  it('advises to name a namespace when there is no way to find one', async () => {
    const { cluster, as } = await setUp('passthrough');
    cluster.put('namespaces', { name: 'a' });
    cluster.may = (_, { namespace }) => namespace === 'a';
    const listed = as('alice').reader.list(gatewayKind, {});
    await expect(listed).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringMatching(/name a namespace/),
    });
    cluster.may = (_, { resource }) => resource === 'namespaces';
    await expect(as('bob').reader.list(gatewayKind, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
    cluster.may = () => false;
    await expect(as('bob').reader.list(gatewayClassKind, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('shares a watch between listeners of one token, and with nobody else', async () => {
    const { cluster, as } = await setUp('passthrough');
    const lives = [];
    for (const token of ['alice', 'alice', 'bob']) lives.push(await as(token).watcher.watch(gatewayKind, {}));
    await until(() => cluster.watches.size === 2);
    const records = lives.map(record);
    cluster.put(gateways, { name: 'x', namespace: 'a' });
    await until(() => records.every(({ changes }) => changes.length === 1));
    lives[0]?.close();
    cluster.put(gateways, { name: 'x', namespace: 'a' });
    await until(() => records[1]?.changes.length === 2);
    expect(records[0]?.changes).toEqual(['ADDED x']);
    for (const live of lives) live.close();
    await until(() => cluster.watches.size === 0);
  });

  it('refuses a watch to who may only list, before anything is shown', async () => {
    const { cluster, as } = await setUp('passthrough');
    cluster.put(gateways, { name: 'x', namespace: 'a' });
    cluster.may = (_, { verb }) => verb === 'list';
    const watched = as('alice').watcher.watch(gatewayKind, { namespace: 'a' });
    await expect(watched).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('ends a watch whose token ran out', async () => {
    const { cluster, clock, as } = await setUp('passthrough');
    const { ends } = record(await as('alice').watcher.watch(gatewayKind, { namespace: 'a' }));
    await until(() => cluster.watches.size === 1);
    cluster.may = () => false;
    for (const watch of cluster.watches) watch.response.end();
    await until(() => clock.nextInMs === 800);
    clock.advance(800);
    await until(() => ends.length === 1);
    expect(ends).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('lets the cluster look at the rights behind a watch again after 30 s', async () => {
    const { cluster, as } = await setUp('passthrough');
    const live = await as('alice').watcher.watch(gatewayKind, { namespace: 'a' });
    expect([live.covers('a'), live.covers('b'), live.covers(undefined)]).toEqual([true, false, false]);
    await until(() => cluster.watches.size === 1);
    const [watch] = cluster.requestsOf('GET', '/gateways').filter(({ query }) => query.has('watch'));
    expect(watch?.query.get('timeoutSeconds')).toBe('30');
  });

  it('watches the namespaces that the caller may, and takes up one allowed later', async () => {
    const { cluster, clock, as } = await setUp('passthrough');
    for (const namespace of ['a', 'b']) {
      cluster.put('namespaces', { name: namespace });
      cluster.put(gateways, { name: `in-${namespace}`, namespace });
    }
    const allowed = ['a'];
    cluster.may = (_, { resource, namespace = '' }) => resource === 'namespaces' || allowed.includes(namespace);
    const live = await as('alice').watcher.watch(gatewayKind, {});
    const { changes, ends } = record(live);
    expect([namesIn(live.all()), live.partial, live.covers('a'), live.covers('b')]).toEqual([
      ['in-a'],
      true,
      true,
      false,
    ]);
    cluster.put(gateways, { name: 'hidden', namespace: 'b' });
    allowed.push('b');
    clock.advance(30_000);
    await until(() => live.size === 3);
    expect([...changes].sort()).toEqual(['ADDED hidden', 'ADDED in-b']);
    allowed.shift();
    clock.advance(30_000);
    await until(() => changes.includes('DELETED in-a'));
    expect([namesIn(live.all()), ends]).toEqual([['hidden', 'in-b'], []]);
    allowed.shift();
    clock.advance(30_000);
    await until(() => ends.length === 1);
    expect(ends).toMatchObject([{ code: 'FORBIDDEN' }]);
    await until(() => cluster.watches.size === 0);
  });
});

describe('single-user', () => {
  it('reads from memory, at once when it is filled, and by the server’s identity', async () => {
    const { cluster, as } = await setUp('single-user');
    cluster.put(gateways, { name: 'x', namespace: 'a' });
    cluster.put(gateways, { name: 'y', namespace: 'b' });
    const { reader } = as(undefined);
    expect(await reader.get(gatewayKind, 'a', 'x')).toMatchObject({ metadata: { name: 'x' } });
    const listing = reader.list(gatewayKind, { namespace: 'a' });
    expect(listing).not.toBeInstanceOf(Promise);
    expect(namesIn((await listing).all())).toEqual(['x']);
    expect(namesIn((await reader.list(gatewayKind, {})).lookup('byName', 'y'))).toEqual(['y']);
    expect(cluster.requestsOf('GET', '/gateways').filter(({ query }) => !query.has('watch'))).toHaveLength(1);
    expect(ofToken(cluster)).toEqual(new Set(['own']));
  });

  it('reads past the cache when asked to, and what is never cached', async () => {
    const { cluster, as } = await setUp('single-user');
    const { reader, fresh } = as('ignored');
    await reader.list(gatewayKind, {});
    await fresh.list(gatewayKind, {});
    cluster.put('events', { name: 'e', namespace: 'a' });
    const events = await reader.list(eventKind, { namespace: 'a', fieldSelector: 'involvedObject.name=x' });
    expect(events.size).toBe(1);
    const [listed] = cluster.requestsOf('GET', '/events');
    expect(listed?.query.get('fieldSelector')).toBe('involvedObject.name=x');
    expect(cluster.requestsOf('GET', '/gateways').filter(({ query }) => !query.has('watch'))).toHaveLength(2);
    expect(ofToken(cluster)).toEqual(new Set(['own']));
  });

  it('reads its own writes, and tells each change once', async () => {
    const { cluster, as } = await setUp('single-user');
    const ports = as(undefined);
    const live = await ports.watcher.watch(gatewayKind, {});
    await until(() => cluster.watches.size === 1);
    const { changes } = record(live);
    const created = await ports.writer.create(gatewayKind, { metadata: { name: 'x', namespace: 'a' } });
    expect(ports.reader.get(gatewayKind, 'a', 'x')).toMatchObject({ metadata: { name: 'x' } });
    await ports.writer.replace(gatewayKind, created);
    await ports.writer.delete(gatewayKind, 'a', 'x', {});
    expect(ports.reader.get(gatewayKind, 'a', 'x')).toBeUndefined();
    cluster.put(gateways, { name: 'last', namespace: 'a' });
    await until(() => changes.includes('ADDED last'));
    expect(changes).toEqual(['ADDED x', 'MODIFIED x', 'DELETED x', 'ADDED last']);
  });

  it('serves every listener and reader from one watch, until all are idle', async () => {
    const { cluster, clock, clusters, as } = await setUp('single-user');
    const lives = [
      await as('a').watcher.watch(gatewayKind, {}),
      await as('b').watcher.watch(gatewayKind, { namespace: 'a' }),
    ];
    await until(() => cluster.watches.size === 1);
    expect(clusters.states()).toMatchObject([
      { cluster: 'c1', kind: 'Gateway', state: 'watching', users: 2, synced: true },
    ]);
    const [, part] = lives.map(record);
    cluster.put(gateways, { name: 'other', namespace: 'b' });
    cluster.put(gateways, { name: 'x', namespace: 'a' });
    await until(() => part?.changes.length === 1);
    expect([part?.changes, lives[1]?.covers('a'), lives[1]?.covers('b')]).toEqual([['ADDED x'], true, false]);
    for (const live of lives) live.close();
    clock.advance(30_000);
    await as('c').reader.list(gatewayKind, {});
    clock.advance(50_000);
    expect(clusters.states()).toHaveLength(1);
    clock.advance(10_000);
    expect(clusters.states()).toHaveLength(0);
    await until(() => cluster.watches.size === 0);
  });

  it('asks the cluster instead when the server may not list everything', async () => {
    const { cluster, as } = await setUp('single-user');
    cluster.put('namespaces', { name: 'a' });
    cluster.put(gateways, { name: 'x', namespace: 'a' });
    cluster.may = (_, { resource, namespace }) => resource === 'namespaces' || namespace === 'a';
    const listing = await as(undefined).reader.list(gatewayKind, {});
    expect([namesIn(listing.all()), listing.partial]).toEqual([['x'], true]);
    const live = await as(undefined).watcher.watch(gatewayKind, {});
    expect([namesIn(live.all()), live.partial]).toEqual([['x'], true]);
    live.close();
  });

  it('does not read from a cache long cut off', async () => {
    const { cluster, clock, as } = await setUp('single-user', { maxStaleMs: 5000 });
    const { reader } = as(undefined);
    await reader.list(gatewayKind, {});
    await until(() => cluster.watches.size === 1);
    await cluster.close();
    await until(() => clock.nextInMs === 800);
    expect(reader.list(gatewayKind, {})).not.toBeInstanceOf(Promise);
    clock.advance(5001);
    await expect(reader.list(gatewayKind, {})).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
  });

  it('fails a read with what kept the cache from filling, and tries again for the next', async () => {
    const { cluster, clock, as } = await setUp('single-user');
    const { gatewayVersions } = cluster;
    cluster.gatewayVersions = [];
    const { reader } = as(undefined);
    await expect(reader.list(gatewayKind, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    cluster.gatewayVersions = gatewayVersions;
    await expect(reader.list(gatewayKind, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    clock.advance(1000);
    expect((await reader.list(gatewayKind, {})).size).toBe(0);
  });

  it('watches a kind that is not served yet as an empty set, where it is told to', async () => {
    const { cluster, clock, clusters, as } = await setUp('single-user');
    const { gatewayVersions } = cluster;
    cluster.gatewayVersions = [];
    const { watcher } = as(undefined);
    await expect(watcher.watch(gatewayKind, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const live = await watcher.watch(gatewayKind, {}, { emptyIfNotServed: true });
    const { changes } = record(live);
    expect([live.size, live.covers('a')]).toEqual([0, true]);
    cluster.gatewayVersions = gatewayVersions;
    cluster.put(gateways, { name: 'x', namespace: 'a' });
    await until(() => clusters.states()[0]?.state === 'waiting');
    clock.advance(5000);
    await until(() => changes.length === 1);
    expect(changes).toEqual(['ADDED x']);
    live.close();
  });

  it('gives a read up with its signal, and leaves the cache to the others', async () => {
    const { as } = await setUp('single-user');
    const controller = new AbortController();
    const given = as(undefined, controller.signal).reader.list(gatewayKind, {});
    const other = as(undefined).reader.list(gatewayKind, {});
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect((await other).size).toBe(0);
  });

  it('fills caches ahead, and keeps them', async () => {
    const { clock, clusters } = await setUp('single-user', { preload: ['c1'] });
    await clusters.ready;
    clock.advance(30_000);
    expect(clusters.states().map(({ kind, synced }) => [kind, synced])).toEqual([
      ['GatewayClass', true],
      ['Gateway', true],
      ['ALB2', true],
    ]);
  });
});

describe('shared', () => {
  const watchers = ['own', 'admin'];

  async function setUpShared() {
    const parts = await setUp('shared');
    const rights = { alice: ['a'], bob: [] as string[] };
    parts.cluster.may = (token, { namespace = '' }) =>
      watchers.includes(token) || (rights[token as keyof typeof rights] ?? []).includes(namespace);
    for (const namespace of ['a', 'b']) parts.cluster.put(gateways, { name: `in-${namespace}`, namespace });
    return { ...parts, rights };
  }

  it('reads from one cache, to each caller what the cluster allows them', async () => {
    const { cluster, as } = await setUpShared();
    expect(namesIn((await as('admin').reader.list(gatewayKind, {})).all())).toEqual(['in-a', 'in-b']);
    const part = await as('alice').reader.list(gatewayKind, {});
    expect([namesIn(part.all()), part.partial]).toEqual([['in-a'], true]);
    expect(namesIn(part.lookup('byName', 'in-b'))).toEqual([]);
    expect((await as('bob').reader.list(gatewayKind, {})).size).toBe(0);
    const refused = async (token: string) => as(token).reader.list(gatewayKind, { namespace: 'b' });
    await expect(refused('alice')).rejects.toMatchObject({ code: 'FORBIDDEN', kubernetes: { code: 403 } });
    expect(cluster.requestsOf('GET', '/gateways').map(({ headers }) => headers.authorization)).toEqual([
      'Bearer own',
      'Bearer own',
    ]);
    const callers = cluster.requestsOf('POST', 'reviews').map(({ headers }) => headers.authorization);
    expect(new Set(callers)).toEqual(new Set(['Bearer admin', 'Bearer alice', 'Bearer bob']));
  });

  it('lets nobody get what they may not', async () => {
    const { as } = await setUpShared();
    const get = async (token: string, namespace: string, name: string) =>
      as(token).reader.get(gatewayKind, namespace, name);
    expect(await get('alice', 'a', 'in-a')).toMatchObject({ metadata: { name: 'in-a' } });
    await expect(get('alice', 'b', 'in-b')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(get('alice', 'b', 'none')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(get('expired', 'a', 'in-a')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect(get('', 'a', 'in-a')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('answers at once what is in memory and known to be allowed', async () => {
    const { as } = await setUpShared();
    await as('alice').reader.get(gatewayKind, 'a', 'in-a');
    expect(as('alice').reader.get(gatewayKind, 'a', 'another')).toBeUndefined();
  });

  it('asks for the caller’s rights before it looks at the cache, or begins to fill it', async () => {
    const { cluster, as, clusters } = await setUpShared();
    const refused = async () => as('bob').reader.get(gatewayKind, 'a', 'in-a');
    await expect(refused()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(as('').reader.list(gatewayKind, {})).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(as('bob').reader.inMemory?.(gatewayKind)).toBe(false);
    expect([clusters.states(), cluster.requestsOf('GET', '/gateways')]).toEqual([[], []]);
  });

  it('honours a right to one name alone', async () => {
    const { cluster, as } = await setUpShared();
    cluster.may = (token, { verb, name }) => token === 'own' || (verb === 'get' && name === 'in-a');
    cluster.rules = [{ verbs: ['get'], apiGroups: ['*'], resources: [gateways], resourceNames: ['in-a'] }];
    expect(await as('carol').reader.get(gatewayKind, 'a', 'in-a')).toMatchObject({ metadata: { name: 'in-a' } });
    const other = async () => as('carol').reader.get(gatewayKind, 'b', 'in-b');
    await expect(other()).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('writes with the caller’s token', async () => {
    const { cluster, as } = await setUpShared();
    await as('alice').writer.create(albKind, { metadata: { name: 'x', namespace: 'a' } });
    expect(cluster.requestsOf('POST', albs)[0]?.headers.authorization).toBe('Bearer alice');
    const refused = as('alice').writer.create(albKind, { metadata: { name: 'x', namespace: 'b' } });
    await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('watches once for everybody, and shows each what they may see', async () => {
    const { cluster, as } = await setUpShared();
    const all = record(await as('admin').watcher.watch(gatewayKind, {}));
    const live = await as('alice').watcher.watch(gatewayKind, {});
    const part = record(live);
    await until(() => cluster.watches.size === 1);
    expect([namesIn(live.all()), live.partial, live.covers('b')]).toEqual([['in-a'], true, false]);
    cluster.put(gateways, { name: 'in-b', namespace: 'b' });
    cluster.put(gateways, { name: 'in-a', namespace: 'a' });
    await until(() => part.changes.length === 1 && all.changes.length === 2);
    expect(part.changes).toEqual(['MODIFIED in-a']);
    expect(cluster.watches.size).toBe(1);
  });

  it('shows the first object of a namespace when the cluster has said yes', async () => {
    const { cluster, rights, as } = await setUpShared();
    rights.alice.push('new');
    const live = await as('alice').watcher.watch(gatewayKind, {});
    const { changes } = record(live);
    await until(() => cluster.watches.size === 1);
    cluster.put(gateways, { name: 'first', namespace: 'new' });
    cluster.put(gateways, { name: 'hidden', namespace: 'secret' });
    await until(() => changes.length === 1);
    expect([changes, live.size]).toEqual([['ADDED first'], 2]);
  });

  it('ends a stream whose right was lost, and a part of it too', async () => {
    const { clock, rights, as } = await setUpShared();
    const wide = record(await as('alice').watcher.watch(gatewayKind, {}));
    const narrow = record(await as('alice').watcher.watch(gatewayKind, { namespace: 'a' }));
    rights.alice.length = 0;
    clock.advance(30_000);
    await until(() => wide.ends.length === 1 && narrow.ends.length === 1);
    expect([...wide.ends, ...narrow.ends]).toMatchObject([{ code: 'FORBIDDEN' }, { code: 'FORBIDDEN' }]);
  });

  it('shows a part that was lost as DELETED, and the rest on', async () => {
    const { clock, cluster, rights, as } = await setUpShared();
    rights.alice.push('b');
    const live = await as('alice').watcher.watch(gatewayKind, {});
    const { changes, ends } = record(live);
    rights.alice.shift();
    clock.advance(30_000);
    await until(() => changes.length === 1);
    expect([changes, namesIn(live.all()), ends]).toEqual([['DELETED in-a'], ['in-b'], []]);
    cluster.put(gateways, { name: 'hidden', namespace: 'a' });
    cluster.put(gateways, { name: 'shown', namespace: 'b' });
    await until(() => changes.length === 2);
    expect(changes[1]).toBe('ADDED shown');
  });

  it('refuses a watch of what the caller may not see', async () => {
    const { as } = await setUpShared();
    const watch = (kind: typeof gatewayKind, namespace?: string) => as('alice').watcher.watch(kind, { namespace });
    await expect(watch(gatewayKind, 'b')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(watch(gatewayClassKind)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('falls back to the caller’s own token where the server’s may not look', async () => {
    const { cluster, as } = await setUpShared();
    cluster.may = (token) => token === 'alice';
    expect(namesIn((await as('alice').reader.list(gatewayKind, {})).all())).toEqual(['in-a', 'in-b']);
    await expect(as('bob').reader.list(gatewayKind, { namespace: 'a' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
