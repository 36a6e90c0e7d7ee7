import { describe, expect, it } from '@jest/globals';
import { AlbError } from '../../../src/errors.js';
import { collect, eventsOf } from './test-clients.js';
import { setUpTestServers, type TestServer } from './test-server.js';

const startServer = setUpTestServers();
const accept = { accept: 'text/event-stream' };

const subscribe = async ({ post }: TestServer, headers = {}) => {
  const response = await post('subscription { tick }', { headers: { ...accept, ...headers } });
  return { response, events: eventsOf(response) };
};

describe('POST /graphql with Accept: text/event-stream', () => {
  it('streams a subscription', async () => {
    const server = await startServer();
    const { response, events } = await subscribe(server);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('x-request-id')).toBeTruthy();
    server.stage.emit('one');
    server.stage.emit('two');
    expect((await events.next()).value).toEqual({ event: 'next', data: { data: { tick: 'one' } } });
    expect((await events.next()).value).toEqual({ event: 'next', data: { data: { tick: 'two' } } });
    expect(await server.metrics.expose()).toContain('alb_graphql_open_subscriptions{transport="sse"} 1');
    await events.return(undefined);
    await server.stage.sourceEnded;
  });

  it('answers a query with one event, its errors as the engine shows them', async () => {
    const { post } = await startServer();
    const response = await post('{ token denied }', { headers: { ...accept, authorization: 'Bearer abc' } });
    expect(await collect(eventsOf(response))).toEqual([
      {
        event: 'next',
        data: {
          data: { token: 'abc', denied: null },
          errors: [{ message: 'Not for you', path: ['denied'], extensions: { code: 'FORBIDDEN' } }],
        },
      },
      { event: 'complete', data: null },
    ]);
  });

  it.each([
    ['the gate', 'subscription { costly: tick }', 'QUERY_TOO_COMPLEX'],
    ['the parser', 'subscription {', 'BAD_USER_INPUT'],
  ])('tells in the stream what %s refused', async (_name, query, code) => {
    const { post } = await startServer();
    const [refusal, complete] = await collect(eventsOf(await post(query, { headers: accept })));
    expect(refusal).toHaveProperty('data.errors.0.extensions.code', code);
    expect(complete).toEqual({ event: 'complete', data: null });
  });

  it('ends every connection without a complete when the server drains, so that clients come back', async () => {
    const server = await startServer();
    const { events } = await subscribe(server);
    await server.stage.subscribed;
    const closed = server.server.close({ graceMs: 60_000 });
    expect(await events.next()).toEqual({ done: true, value: undefined });
    await closed;
    await server.stage.sourceEnded;
  });

  it('refuses an authorization that is no token before any stream', async () => {
    const { post } = await startServer();
    const response = await post('subscription { tick }', { headers: { ...accept, authorization: 'Bearer a b' } });
    expect(response.status).toBe(401);
  });
});

it('a stream that fails tells why in its last event', async () => {
  const server = await startServer();
  const { events } = await subscribe(server);
  await server.stage.subscribed;
  server.stage.emit('one');
  expect((await events.next()).value).toMatchObject({ data: { data: { tick: 'one' } } });
  server.stage.emit(new AlbError('FORBIDDEN', 'No longer for you'));
  expect(await collect(events)).toEqual([
    { event: 'next', data: { errors: [{ message: 'No longer for you', extensions: { code: 'FORBIDDEN' } }] } },
    { event: 'complete', data: null },
  ]);
  expect(await server.metrics.expose()).toContain('alb_graphql_open_subscriptions{transport="sse"} 0');
});

describe('a stream whose caller has a token that expires', () => {
  const token = `e30.${Buffer.from(JSON.stringify({ exp: 60 })).toString('base64url')}.c2ln`;
  const expired = {
    event: 'next',
    data: {
      errors: [
        {
          message: 'The token has expired; subscribe again with a new one',
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    },
  };

  it('ends at that moment with UNAUTHENTICATED', async () => {
    const server = await startServer();
    const { events } = await subscribe(server, { authorization: `Bearer ${token}` });
    await server.stage.subscribed;
    server.stage.emit('one');
    expect((await events.next()).value).toEqual({ event: 'next', data: { data: { tick: 'one' } } });
    server.clock.advance(60_000);
    expect(await collect(events)).toEqual([expired, { event: 'complete', data: null }]);
    await server.stage.sourceEnded;
  });

  it('does not begin after it', async () => {
    const server = await startServer();
    server.clock.advance(60_000);
    const { events } = await subscribe(server, { authorization: `Bearer ${token}` });
    expect(await collect(events)).toEqual([expired, { event: 'complete', data: null }]);
  });
});

it('a query over SSE whose caller has gone is aborted', async () => {
  const { graphql, stage } = await startServer();
  const caller = new AbortController();
  const headers = { ...accept, 'content-type': 'application/json' };
  const body = JSON.stringify({ query: '{ slow }' });
  const answer = fetch(graphql, { method: 'POST', headers, body, signal: caller.signal });
  const signal = await stage.reached;
  const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
  caller.abort();
  await expect(answer).rejects.toThrow();
  await aborted;
});

it.each([
  ['no query', {}],
  ['variables that are none', { query: '{ token }', variables: [1] }],
])('%s is BAD_USER_INPUT', async (_what, body) => {
  const { graphql } = await startServer();
  const headers = { ...accept, 'content-type': 'application/json' };
  const response = await fetch(graphql, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});

describe('GET /graphql with Accept: text/event-stream', () => {
  it('streams a subscription, as EventSource would ask for it', async () => {
    const { graphql, stage } = await startServer();
    const events = eventsOf(
      await fetch(`${graphql}?query=${encodeURIComponent('subscription { tick }')}`, { headers: accept }),
    );
    stage.emit('one');
    expect((await events.next()).value).toEqual({ event: 'next', data: { data: { tick: 'one' } } });
    await events.return(undefined);
    await stage.sourceEnded;
  });

  it('refuses a mutation with 405', async () => {
    const { graphql } = await startServer();
    const response = await fetch(`${graphql}?query=${encodeURIComponent('mutation { write }')}`, { headers: accept });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});
