import { describe, expect, it } from '@jest/globals';
import { isForeign } from '../../../src/http/request-origin.js';
import { openRaw } from './test-clients.js';
import { setUpTestServers } from './test-server.js';

const startServer = setUpTestServers();
const listed = 'https://console.example';
const rules = { allowedOrigins: [listed], localOnly: false };
const host = 'api.example';

it.each([
  ['who is no browser', { host }, false],
  ['a page of this server', { host, origin: 'https://api.example' }, false],
  ['a page of this server, TLS ended elsewhere', { host, origin: 'http://api.example' }, false],
  ['a page of this server at the usual port', { host: 'api.example:443', origin: 'https://api.example' }, false],
  ['a page at another port', { host, origin: 'https://api.example:8443' }, true],
  [
    'a page that the browser knows to be ours',
    { host: 'inner', origin: 'https://a', 'sec-fetch-site': 'same-origin' },
    false,
  ],
  ['a listed page', { host, origin: listed, 'sec-fetch-site': 'cross-site' }, false],
  ['a page that looks like a listed one', { host, origin: `${listed}.evil` }, true],
  ['a page of another host', { host, origin: 'https://evil.example' }, true],
  ['a page without an origin', { host, origin: 'null' }, true],
  ['an image in a page of another site', { host, 'sec-fetch-site': 'cross-site' }, true],
  ['an image in a page of a neighbouring host', { host, 'sec-fetch-site': 'same-site' }, true],
  ['an address that was typed in', { host, 'sec-fetch-site': 'none' }, false],
  ['loopback, where the server is for everybody', { host, origin: 'http://localhost:5173' }, true],
])('%s', (_who, headers, expected) => {
  expect(isForeign(headers, rules)).toBe(expected);
});

it('pages of this machine may use a server for this machine', () => {
  const local = { allowedOrigins: [], localOnly: true };
  expect(isForeign({ host: '127.0.0.1:4000', origin: 'http://localhost:5173' }, local)).toBe(false);
  expect(isForeign({ host: '127.0.0.1:4000', origin: 'https://127.0.0.1.example.com' }, local)).toBe(true);
});

describe('a server with a list', () => {
  const start = () => startServer({ origins: { allowedOrigins: [listed] } });
  const refusals = 'alb_graphql_refused_total{limit="ALLOWED_ORIGINS"}';

  it('lets a listed page ask, send its token and read the answer', async () => {
    const { graphql, post } = await start();
    const asked = await fetch(graphql, {
      method: 'OPTIONS',
      headers: { origin: listed, 'access-control-request-method': 'POST' },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(asked.headers.get('access-control-allow-headers')).toContain('authorization, content-type');
    const answer = await post('{ token }', { headers: { origin: listed, authorization: 'Bearer ann' } });
    expect(await answer.json()).toEqual({ data: { token: 'ann' } });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': listed,
      'access-control-expose-headers': 'retry-after, x-request-id',
      vary: 'origin',
    });
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
  });

  it('lets it read event streams too', async () => {
    const { post } = await start();
    const answer = await post('{ token }', { headers: { origin: listed, accept: 'text/event-stream' } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(listed);
    expect(await answer.text()).toContain('anonymous');
  });

  it.each([
    ['POST', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{token}"}' }],
    ['GET', { method: 'GET', headers: {} }],
    ['a question beforehand', { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } }],
  ])('refuses another page, by %s, runs nothing and counts it', async (_what, { headers, ...init }) => {
    const { graphql, metrics } = await start();
    const answer = await fetch(`${graphql}?query={token}`, {
      ...init,
      headers: { ...(headers as Record<string, string>), origin: 'https://evil.example' },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(await metrics.expose()).toContain(`${refusals} 1`);
  });

  it('opens sockets for listed pages, and for no other', async () => {
    const server = await start();
    const raw = await openRaw(server, { origin: listed });
    raw.socket.terminate();
    await expect(openRaw(server, { origin: 'https://evil.example' })).rejects.toThrow('403');
    expect(await server.metrics.expose()).toContain(`${refusals} 1`);
  });
});

it('allows no other page to read, where nothing is listed', async () => {
  const { post } = await startServer();
  expect((await post('{ token }', { headers: { origin: listed } })).status).toBe(403);
});

it.each([['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x'], ['']])(
  'a page may send %j without asking first, and is answered 415',
  async (type) => {
    const { graphql, metrics } = await startServer();
    const answer = await fetch(graphql, {
      method: 'POST',
      headers: type === '' ? {} : { 'content-type': type },
      body: new Blob(['{"query":"mutation { write }"}']),
    });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(await metrics.expose()).toContain('alb_graphql_refused_total{limit="content-type"} 1');
  },
);
