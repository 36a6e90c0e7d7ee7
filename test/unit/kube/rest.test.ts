import { afterEach, describe, expect, it } from '@jest/globals';
import { Pool } from 'undici';
import { AlbError } from '../../../src/errors.js';
import type { ClusterConfig } from '../../../src/kube/cluster-config.js';
import { type Identity, serverIdentity } from '../../../src/kube/identity.js';
import type { RequestEvent } from '../../../src/kube/observer.js';
import { RestClient, type RestClientOptions, type RestRequest } from '../../../src/kube/rest.js';
import type { ConnectionSettings } from '../../../src/kube/transport.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';
import { type ApiHandler, type FakeApi, sendJson, startApi, status } from './fake-api.js';

const caller: Identity = { type: 'caller', token: 't0ken', key: 'k' };
const server = serverIdentity;
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function setUp(handle: ApiHandler, config: Partial<ClusterConfig> = {}, more: Partial<RestClientOptions> = {}) {
  const api: FakeApi = await startApi(handle);
  const clock = new FakeClock();
  const events: RequestEvent[] = [];
  const observer = { onRequest: (event: RequestEvent) => void events.push(event) };
  const rest = new RestClient({ config: { name: 'c1', url: `${api.url}/base/`, ...config }, clock, observer, ...more });
  closers.push(api.close, () => rest.close());
  return { api, clock, rest, events };
}

function request(more: Partial<RestRequest> = {}): RestRequest {
  return { method: 'GET', path: '/x', identity: caller, verb: 'get', kind: 'Thing', ...more };
}

describe('RestClient.request', () => {
  it('sends the caller’s token, below the path of the cluster’s URL, and tells the observer', async () => {
    const { api, rest, events } = await setUp((_, response) => sendJson(response, 200, { ok: 1 }));
    const query = { limit: 5, none: undefined };
    expect(await rest.request(request({ query }))).toEqual({ ok: 1 });
    expect(api.requests[0]).toMatchObject({ path: '/base/x', headers: { authorization: 'Bearer t0ken' } });
    expect(api.requests[0]?.headers['user-agent']).toBe('alb-graphql');
    expect([...(api.requests[0]?.query ?? [])]).toEqual([['limit', '5']]);
    expect(events).toMatchObject([{ cluster: 'c1', verb: 'get', kind: 'Thing', code: 200 }]);
  });

  it('keeps the server’s identity and the callers’ apart, down to the connection', async () => {
    const opened: ConnectionSettings[] = [];
    const createDispatcher = (settings: ConnectionSettings) => {
      opened.push(settings);
      return new Pool(settings.origin);
    };
    const identity = async () => ({ headers: { authorization: 'Bearer own', 'x-own': '1' }, cert: 'CERT', key: 'KEY' });
    const { api, rest } = await setUp((_, response) => sendJson(response, 200, {}), { identity }, { createDispatcher });
    await rest.request(request({ identity: server }));
    await rest.request(request());
    await rest.request(request({ identity: { type: 'caller', token: 'other', key: 'o' } }));
    expect(api.requests.map(({ headers }) => [headers.authorization, headers['x-own']])).toEqual([
      ['Bearer own', '1'],
      ['Bearer t0ken', undefined],
      ['Bearer other', undefined],
    ]);
    expect(opened.map(({ cert }) => cert)).toEqual(['CERT', undefined]);
  });

  it('opens new connections when the certificate was renewed', async () => {
    const opened: ConnectionSettings[] = [];
    const createDispatcher = (settings: ConnectionSettings) => {
      opened.push(settings);
      return new Pool(settings.origin);
    };
    let cert = 'FIRST';
    const identity = async () => ({ headers: {}, cert, key: 'KEY' });
    const { rest } = await setUp((_, response) => sendJson(response, 200, {}), { identity }, { createDispatcher });
    await rest.request(request({ identity: server }));
    await rest.request(request({ identity: server }));
    cert = 'SECOND';
    await rest.request(request({ identity: server }));
    expect(opened.map((settings) => settings.cert)).toEqual(['FIRST', 'SECOND']);
  });

  it('refuses a token that is no header, without quoting it or sending anything', async () => {
    const { api, rest } = await setUp((_, response) => sendJson(response, 200, {}));
    const failure = rest.request(request({ identity: { type: 'caller', token: 'a\r\nx: y', key: 'x' } }));
    await expect(failure).rejects.toMatchObject({ code: 'UNAUTHENTICATED', message: 'The token is not well-formed' });
    expect(api.requests).toEqual([]);
  });

  it('follows no redirect', async () => {
    const { api, rest } = await setUp((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    await expect(rest.request(request())).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE', retryable: false });
    expect(api.requests).toHaveLength(1);
  });

  it('reports a Status with Retry-After', async () => {
    const { rest } = await setUp((_, response) =>
      sendJson(response, 429, status(429, 'TooManyRequests'), { 'retry-after': '4' }),
    );
    await expect(rest.request(request())).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterMs: 4000 });
  });

  it('is TIMEOUT when the answer does not come in time; the outcome of a write is then unknown', async () => {
    const { api, clock, rest, events } = await setUp(() => undefined);
    const read = rest.request(request());
    const write = rest.request(request({ method: 'POST', body: {} }));
    await until(() => api.requests.length === 2);
    clock.advance(10_000);
    await expect(read).rejects.toMatchObject({ code: 'TIMEOUT', outcomeUnknown: false });
    clock.advance(20_000);
    await expect(write).rejects.toMatchObject({ code: 'TIMEOUT', outcomeUnknown: true });
    expect(events.map(({ code, durationMs }) => [code, durationMs])).toEqual([
      [0, 10_000],
      [0, 30_000],
    ]);
    expect(clock.pending).toBe(0);
  });

  it('is TIMEOUT when the asker gives up, or says why itself', async () => {
    const { api, rest } = await setUp(() => undefined);
    const controller = new AbortController();
    const failure = rest.request(request({ signal: controller.signal }));
    await until(() => api.requests.length === 1);
    controller.abort();
    await expect(failure).rejects.toMatchObject({ code: 'TIMEOUT' });
    const signal = AbortSignal.abort(new AlbError('TOO_MANY_REQUESTS', 'shed'));
    await expect(rest.request(request({ signal }))).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(api.requests).toHaveLength(1);
  });

  it('knows a write that was not sent from one that was cut off', async () => {
    const { api, rest } = await setUp((_, response) => void response.socket?.destroy());
    const write = request({ method: 'PUT', body: {} });
    await expect(rest.request(write)).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE', outcomeUnknown: true });
    expect(api.requests).toHaveLength(1);
    await api.close();
    await expect(rest.request(write)).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE', outcomeUnknown: false });
  });

  it('asks a read again, once, when its connection broke', async () => {
    const { api, rest } = await setUp((_, response) => {
      if (api.requests.length === 1) response.socket?.destroy();
      else sendJson(response, 200, { ok: 1 });
    });
    expect(await rest.request(request())).toEqual({ ok: 1 });
  });

  it('takes nothing but JSON, and no more than it can hold', async () => {
    const page = await setUp((_, response) => response.writeHead(200).end('<html>'));
    await expect(page.rest.request(request())).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
    const large = await setUp((_, response) => sendJson(response, 200, 'x'.repeat(500)), {}, { maxAnswerBytes: 100 });
    await expect(large.rest.request(request())).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
  });

  it('sends nothing when the server’s own credentials cannot be had', async () => {
    const identity = () => Promise.reject(new Error('plugin failed with s3cret'));
    const { api, rest } = await setUp((_, response) => sendJson(response, 200, {}), { identity });
    const failure = rest.request(request({ identity: server, method: 'POST', body: {} }));
    await expect(failure).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE', outcomeUnknown: false });
    await expect(failure).rejects.not.toThrow(/s3cret/);
    expect(api.requests).toEqual([]);
  });
});

describe('RestClient.stream', () => {
  it('parses lines cut anywhere', async () => {
    const { rest } = await setUp((_, response) => {
      const bytes = Buffer.from('{"name":"ä€"}\n{"n":2}\n');
      response.writeHead(200);
      response.write(bytes.subarray(0, 10));
      response.write(bytes.subarray(10, 12));
      response.end(bytes.subarray(12));
    });
    let signs = 0;
    const lines: unknown[] = [];
    for await (const line of rest.stream(request(), () => void signs++)) lines.push(line);
    expect(lines).toEqual([{ name: 'ä€' }, { n: 2 }]);
    expect(signs).toBeGreaterThan(1);
  });

  it('fails with what the cluster said, or when the connection breaks', async () => {
    const refused = await setUp((_, response) => sendJson(response, 403, status(403, 'Forbidden')));
    await expect(refused.rest.stream(request(), () => undefined).next()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const broken = await setUp((_, response) => {
      response.writeHead(200);
      response.write('{"n":1}\n', () => response.socket?.destroy());
    });
    const lines = broken.rest.stream(request(), () => undefined);
    expect(await lines.next()).toEqual({ done: false, value: { n: 1 } });
    await expect(lines.next()).rejects.toMatchObject({ code: 'CLUSTER_UNAVAILABLE' });
  });
});
