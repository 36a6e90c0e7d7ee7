import type { ServerResponse } from 'node:http';
import { afterEach, expect, it } from '@jest/globals';
import { gatewayKind } from '../../../src/kube/kinds.js';
import { until } from '../../harness/until.js';
import { sendJson } from '../kube/fake-api.js';
import { gateways, openWorld, rest } from './world.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

it.each(['shared', 'passthrough'] as const)('%s: a stream shows nothing after its token’s end', async (mode) => {
  const { cluster, clock, clusters, close } = await openWorld(mode);
  closers.push(close);
  const caller = { token: 'alice', key: 'key-of-alice', expiresAtMs: clock.now() + 5_000 };
  const live = await clusters.open('c1', caller).watcher.watch(gatewayKind, {});
  const seen: string[] = [];
  const ends: unknown[] = [];
  live.onChange(({ object }) => void seen.push(object.metadata.name));
  live.onEnd((error) => void ends.push(error));
  await until(() => cluster.watches.size === 1);
  // The answer's head has come: what is cut from here on is cut by the token's end alone.
  cluster.put(gateways, { name: 'before', namespace: 'a' });
  await until(() => seen.includes('before'));
  seen.length = 0;
  clock.advance(6_000);
  await rest();
  cluster.put(gateways, { name: 'after', namespace: 'a' });
  await until(() => seen.length > 0 || ends.length > 0);
  expect([seen, ends.length]).toEqual([[], 1]);
});

it('shared: a yes is not minutes old when the set behind it comes at last', async () => {
  const { cluster, clock, open, close } = await openWorld('shared');
  closers.push(close);
  cluster.put(gateways, { name: 'secret', namespace: 'b' });
  const held: ServerResponse[] = [];
  let pages = 0;
  cluster.intercept = (request, response, token) => {
    if (token !== 'own' || !request.path.endsWith('/gateways') || request.query.get('watch') === 'true') return false;
    pages += 1;
    if (pages > 10) return false;
    held.push(response);
    return true;
  };
  const watching = open('alice').watcher.watch(gatewayKind, {});
  const shown: string[] = [];
  watching.then(
    (live) => shown.push(...[...live.all()].map(({ metadata }) => metadata.name)),
    () => shown.push('refused'),
  );
  await until(() => held.length === 1);
  cluster.may = (token) => token === 'own';
  // A large list over a slow line: ten pages of nine seconds, each within its deadline.
  for (let page = 1; page <= 10; page += 1) {
    await until(() => held.length === page);
    clock.advance(9_000);
    sendJson(held[page - 1] as ServerResponse, 200, {
      metadata: { resourceVersion: '100', continue: 'more' },
      items: [],
    });
  }
  await until(() => shown.length > 0);
  expect(shown).toEqual(['refused']);
});

it('does not stop a set as idle while somebody waits for it', async () => {
  const { cluster, clock, open, close } = await openWorld('shared', { idleMs: 20_000 });
  closers.push(close);
  cluster.put(gateways, { name: 'x', namespace: 'b' });
  const held: ServerResponse[] = [];
  let lists = 0;
  cluster.intercept = (request, response, token) => {
    if (token !== 'own' || !request.path.endsWith('/gateways') || request.query.get('watch') === 'true') return false;
    lists += 1;
    if (lists > 3) return false;
    held.push(response);
    return true;
  };
  const outcome = Promise.resolve(open('alice').reader.list(gatewayKind, {})).then(
    (listing) => listing.size,
    (error: Error) => error.message,
  );
  for (let page = 1; page <= 3; page += 1) {
    await until(() => held.length === page);
    clock.advance(9_000);
    const metadata = { resourceVersion: '100', continue: 'more' };
    sendJson(held[page - 1] as ServerResponse, 200, { metadata, items: [] });
    if ((await Promise.race([outcome, rest(100)])) !== undefined) break;
  }
  expect(await outcome).toBe(1);
});

it('lets a list of five seconds finish although one of two API servers behind the address is not ready', async () => {
  const { cluster, clock, open, close } = await openWorld('shared');
  closers.push(close);
  cluster.put(gateways, { name: 'x', namespace: 'b' });
  let readyz = 0;
  const held: { response: ServerResponse; dueMs: number }[] = [];
  cluster.intercept = (request, response, token) => {
    if (request.path === '/readyz') {
      readyz += 1;
      response.writeHead(readyz % 2 === 0 ? 200 : 500).end();
      return true;
    }
    if (token !== 'own' || !request.path.endsWith('/gateways') || request.query.get('watch') === 'true') return false;
    held.push({ response, dueMs: clock.now() + 5_000 });
    return true;
  };
  let size: number | undefined;
  const ask = async () => {
    const listing = await Promise.resolve(open('alice').reader.list(gatewayKind, {})).catch(() => undefined);
    size ??= listing?.size;
  };
  void ask();
  for (let half = 0; half < 120 && size === undefined; half += 1) {
    clock.advance(500);
    await rest(20);
    for (const { response, dueMs } of held) {
      if (dueMs > clock.now() || response.writableEnded || response.destroyed) continue;
      sendJson(response, 200, {
        metadata: { resourceVersion: '200' },
        items: [{ metadata: { name: 'x', namespace: 'b', uid: 'u' } }],
      });
    }
    await rest(20);
    if (half % 20 === 19) void ask();
  }
  expect([size, held.length]).toEqual([1, 1]);
});
