import { afterEach, describe, expect, it } from '@jest/globals';
import { Discovery } from '../../../src/kube/discovery.js';
import type { Identity } from '../../../src/kube/identity.js';
import { albKind, gatewayClassKind, gatewayKind } from '../../../src/kube/kinds.js';
import { KubeClient } from '../../../src/kube/kube-client.js';
import { RestClient } from '../../../src/kube/rest.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { type ApiHandler, sendJson, startApi, status } from './fake-api.js';

const identity: Identity = { type: 'caller', token: 't', key: 'k' };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function setUp(handle: ApiHandler, maxAnswerBytes?: number) {
  const api = await startApi(handle);
  const clock = new FakeClock();
  const rest = new RestClient({ config: { name: 'c1', url: api.url }, clock, maxAnswerBytes });
  const discovery = new Discovery({ rest, clock });
  closers.push(api.close, () => rest.close());
  return { api, clock, discovery, client: new KubeClient(rest, discovery) };
}

const versions = (...names: string[]) => ({ versions: names.map((version) => ({ version })) });
const item = (name: string) => ({ metadata: { name, namespace: 'a' } });
const groupPath = '/apis/gateway.networking.k8s.io';

describe('KubeClient.list', () => {
  it('follows the pages to the end', async () => {
    const { api, client } = await setUp(({ query }, response) => {
      const first = query.get('continue') === null;
      const metadata = { resourceVersion: '7', continue: first ? 'more' : '' };
      sendJson(response, 200, { metadata, items: [item(first ? 'x' : 'y')] });
    });
    const result = await client.list(albKind, { namespace: 'a' }, identity);
    expect(result.items.map(({ metadata }) => metadata.name)).toEqual(['x', 'y']);
    expect(result.resourceVersion).toBe('7');
    expect(result.items[0]).toMatchObject({ apiVersion: 'crd.alauda.io/v2beta1', kind: 'ALB2' });
    expect(api.requests.map(({ query }) => [query.get('limit'), query.get('continue')])).toEqual([
      ['1000', null],
      ['1000', 'more'],
    ]);
    expect(api.requests[0]?.path).toBe('/apis/crd.alauda.io/v2beta1/namespaces/a/alaudaloadbalancer2');
  });

  it('begins anew when a page’s token ran out, and at last asks for all at once', async () => {
    const { api, client } = await setUp(({ query }, response) => {
      if (query.get('continue') !== null) return sendJson(response, 410, status(410, 'Expired'));
      const metadata = { resourceVersion: '7', continue: query.has('limit') ? 'more' : '' };
      sendJson(response, 200, { metadata, items: [item('x')] });
    });
    expect((await client.list(albKind, {}, identity)).items).toHaveLength(1);
    expect(api.requests.map(({ query }) => query.get('continue') ?? query.get('limit') ?? 'all')).toEqual([
      '1000',
      'more',
      '1000',
      'more',
      '1000',
      'more',
      'all',
    ]);
  });

  it('asks for smaller pages where one is more than it takes in', async () => {
    const { api, client } = await setUp(({ query }, response) => {
      const items = Array.from({ length: Math.min(30, Number(query.get('limit'))) }, () => item('x'));
      sendJson(response, 200, { metadata: { resourceVersion: '7' }, items });
    }, 500);
    expect((await client.list(albKind, {}, identity)).items).toHaveLength(10);
    expect(api.requests.map(({ query }) => query.get('limit'))).toEqual(['1000', '100', '10']);
  });

  it('fails where not even one object fits', async () => {
    const items = [item('x'.repeat(500))];
    const { client } = await setUp((_, response) => sendJson(response, 200, { metadata: {}, items }), 500);
    await expect(client.list(albKind, {}, identity)).rejects.toThrow('exceeds 500 bytes');
  });

  it('passes selectors on, reads null as empty, and takes nothing else for a list', async () => {
    const { api, client } = await setUp(({ query }, response) =>
      sendJson(response, 200, query.has('fieldSelector') ? { items: null } : { kind: 'Other' }),
    );
    expect((await client.list(albKind, { fieldSelector: 'a=b' }, identity)).items).toEqual([]);
    expect(api.requests[0]?.query.get('fieldSelector')).toBe('a=b');
    await expect(client.list(albKind, {}, identity)).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
  });

  it('is NOT_FOUND where the kind is not served', async () => {
    const { client } = await setUp((_, response) => void response.writeHead(404).end('404 page not found'));
    const expected = { code: 'NOT_FOUND', message: 'Cluster c1 does not serve ALB2 (crd.alauda.io)' };
    await expect(client.list(albKind, {}, identity)).rejects.toMatchObject(expected);
    await expect(client.list(gatewayKind, {}, identity)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(client.get(albKind, 'a', 'x', identity)).rejects.toMatchObject(expected);
  });
});

describe('versions', () => {
  it('takes the newest served, and asks once', async () => {
    const { api, client, clock } = await setUp(({ path }, response) =>
      path === groupPath ? sendJson(response, 200, versions('v1beta1', 'v1')) : sendJson(response, 200, { items: [] }),
    );
    await client.list(gatewayKind, {}, identity);
    await client.list(gatewayClassKind, {}, identity);
    clock.advance(299_999);
    await client.list(gatewayKind, {}, identity);
    expect(api.requests.map(({ path }) => path)).toEqual([
      groupPath,
      `${groupPath}/v1/gateways`,
      `${groupPath}/v1/gatewayclasses`,
      `${groupPath}/v1/gateways`,
    ]);
    clock.advance(1);
    expect(await client.servedVersion(gatewayKind, identity)).toBe('v1');
    expect(api.requests.filter(({ path }) => path === groupPath)).toHaveLength(2);
  });

  it('notices when the version changed under way', async () => {
    let served = 'v1beta1';
    const { client } = await setUp(({ path }, response) => {
      if (path === groupPath) return sendJson(response, 200, versions(served));
      if (!path.startsWith(`${groupPath}/${served}/`)) return response.writeHead(404).end('404 page not found');
      sendJson(response, 200, { apiVersion: `gateway.networking.k8s.io/${served}`, ...item('x') });
    });
    expect(await client.get(gatewayKind, 'a', 'x', identity)).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
    });
    served = 'v1';
    expect(await client.get(gatewayKind, 'a', 'x', identity)).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
    });
  });

  it('keeps no failure', async () => {
    let up = false;
    const { client } = await setUp(({ path }, response) => {
      if (!up) return sendJson(response, 503, status(503, 'ServiceUnavailable'));
      sendJson(response, 200, path === groupPath ? versions('v1') : { items: [] });
    });
    await expect(client.list(gatewayKind, {}, identity)).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
    up = true;
    expect((await client.list(gatewayKind, {}, identity)).items).toEqual([]);
  });

  it('tries what could be where discovery is refused', async () => {
    const { client } = await setUp(({ path }, response) => {
      if (path === groupPath) return sendJson(response, 403, status(403, 'Forbidden'));
      if (path.includes('/v1/')) return response.writeHead(404).end('404 page not found');
      sendJson(response, 200, { items: [item('x')] });
    });
    const { items } = await client.list(gatewayKind, {}, identity);
    expect(items[0]?.apiVersion).toBe('gateway.networking.k8s.io/v1beta1');
  });
});

describe('single objects', () => {
  it('is undefined where the object is missing, and FORBIDDEN where it may not be seen', async () => {
    const { client } = await setUp(({ path }, response) =>
      path.endsWith('/hidden')
        ? sendJson(response, 403, status(403, 'Forbidden'))
        : sendJson(response, 404, status(404, 'NotFound', '', { name: 'x' })),
    );
    expect(await client.get(albKind, 'a', 'x', identity)).toBeUndefined();
    await expect(client.get(albKind, 'a', 'hidden', identity)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('writes in the served version, dry or not', async () => {
    const { api, client } = await setUp(({ path, body }, response) =>
      sendJson(response, 200, path === groupPath ? versions('v1') : body),
    );
    const object = { apiVersion: 'gateway.networking.k8s.io/v1beta1', ...item('x') };
    await client.create(gatewayKind, object, identity, { dryRun: true });
    await client.replace(gatewayKind, object, identity);
    const [create, replace] = api.requests.slice(1);
    expect([create?.method, create?.path, create?.query.get('dryRun')]).toEqual([
      'POST',
      `${groupPath}/v1/namespaces/a/gateways`,
      'All',
    ]);
    expect([replace?.method, replace?.path]).toEqual(['PUT', `${groupPath}/v1/namespaces/a/gateways/x`]);
    expect(replace?.body).toMatchObject({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' });
  });

  it('a missing namespace is the write’s NOT_FOUND, not a kind that is not served', async () => {
    const { client } = await setUp((_, response) =>
      sendJson(response, 404, status(404, 'NotFound', 'namespaces "a" not found', { name: 'a', kind: 'namespaces' })),
    );
    const failure = client.create(albKind, item('x'), identity);
    await expect(failure).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'namespaces "a" not found' });
  });

  it('deletes with preconditions, and tells what is left', async () => {
    const { api, client } = await setUp(({ path }, response) =>
      path.endsWith('/held')
        ? sendJson(response, 200, { metadata: { name: 'held', uid: 'u1', deletionTimestamp: '2025-01-01T00:00:00Z' } })
        : sendJson(response, 200, { kind: 'Status', status: 'Success', details: { uid: 'u2' } }),
    );
    const held = await client.delete(albKind, { namespace: 'a', name: 'held' }, { uid: 'u1' }, identity);
    expect(held).toMatchObject({ uid: 'u1', remaining: { metadata: { name: 'held' } } });
    expect(await client.delete(albKind, { namespace: 'a', name: 'gone' }, {}, identity)).toEqual({ uid: 'u2' });
    expect(api.requests[0]?.body).toEqual({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      preconditions: { uid: 'u1' },
    });
  });
});
