import { describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { AlbError } from '../../../src/errors.js';
import { openRaw } from './test-clients.js';
import { setUpTestServers, type TestServer } from './test-server.js';

const startServer = setUpTestServers();

/** A graphql-ws client that does not come back; its socket's end is told. */
function connect({ socketUrl }: TestServer, connectionParams?: Record<string, unknown>) {
  const closed = Promise.withResolvers<{ code: number; reason: string }>();
  const connected = Promise.withResolvers<void>();
  const client = createClient({
    url: socketUrl,
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => undefined,
    ...(connectionParams === undefined ? {} : { connectionParams }),
    on: {
      connected: () => connected.resolve(),
      closed: (event) => closed.resolve(event as { code: number; reason: string }),
    },
  });
  const first = async (query: string) => {
    for await (const result of client.iterate({ query })) return result;
    return undefined;
  };
  return { client, first, closed: closed.promise, connected: connected.promise };
}

/** A JWT that expires so many seconds after the test clock's beginning. */
const tokenUntil = (exp: number) => `e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.c2ln`;

/** The HTTP status that an upgrade is refused with. */
function refusalOf(url: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { headers });
  socket.on('error', () => undefined);
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.once('open', () => reject(new Error('the socket opened')));
  });
}

describe('WebSocket /graphql', () => {
  it('answers queries and mutations', async () => {
    const { first, client } = connect(await startServer());
    expect(await first('{ token }')).toEqual({ data: { token: 'anonymous' } });
    expect(await first('mutation { write }')).toEqual({ data: { write: 'written' } });
    await client.dispose();
  });

  it.each([
    ['with its scheme', { authorization: 'Bearer abc' }],
    ['bare', { authorization: 'abc' }],
    ['under the capitalised name', { Authorization: 'Bearer abc' }],
  ])('takes the token %s from connectionParams', async (_name, params) => {
    const { first, client } = connect(await startServer(), params);
    expect(await first('{ token }')).toEqual({ data: { token: 'abc' } });
    await client.dispose();
  });

  it('takes the token from the upgrade request where connectionParams have none', async () => {
    const raw = await openRaw(await startServer(), { authorization: 'Bearer abc' });
    raw.send({ type: 'connection_init' });
    await raw.nextMessage();
    raw.send({ type: 'subscribe', id: '1', payload: { query: '{ token }' } });
    expect(await raw.nextMessage()).toMatchObject({ type: 'next', payload: { data: { token: 'abc' } } });
    raw.socket.terminate();
  });

  it('streams a subscription and ends its source when the client completes it', async () => {
    const server = await startServer();
    const { client } = connect(server);
    const results = client.iterate({ query: 'subscription { tick }' });
    const pending = results.next();
    await server.stage.subscribed;
    server.stage.emit('one');
    expect((await pending).value).toEqual({ data: { tick: 'one' } });
    await results.return?.();
    await server.stage.sourceEnded;
    await client.dispose();
  });

  it('tells why a stream fails', async () => {
    const server = await startServer();
    const { client } = connect(server);
    const pending = client.iterate({ query: 'subscription { tick }' }).next();
    await server.stage.subscribed;
    server.stage.emit(new AlbError('FORBIDDEN', 'No longer for you'));
    await expect(pending).rejects.toMatchObject([{ message: 'No longer for you', extensions: { code: 'FORBIDDEN' } }]);
    await client.dispose();
  });

  it('ends the source when the socket dies', async () => {
    const server = await startServer();
    const { client } = connect(server);
    const pending = client.iterate({ query: 'subscription { tick }' }).next();
    pending.catch(() => undefined);
    await server.stage.subscribed;
    expect(await server.metrics.expose()).toContain('alb_graphql_open_sockets 1');
    client.terminate();
    await server.stage.sourceEnded;
    await expect(pending).rejects.toBeDefined();
  });

  it('passes the gate, with every error at once', async () => {
    const { first, client } = connect(await startServer());
    await expect(first('subscription { costly: tick }')).rejects.toMatchObject([
      { extensions: { code: 'QUERY_TOO_COMPLEX' } },
      { extensions: { code: 'QUERY_TOO_COMPLEX' } },
    ]);
    await client.dispose();
  });

  it('shows of an error what the engine lets a caller see', async () => {
    const { first, client } = connect(await startServer());
    expect(await first('{ denied }')).toEqual({
      data: { denied: null },
      errors: [{ message: 'Not for you', path: ['denied'], extensions: { code: 'FORBIDDEN' } }],
    });
    await client.dispose();
  });

  it('aborts a query at the deadline', async () => {
    const server = await startServer();
    const { first, client } = connect(server);
    const answer = first('{ slow }');
    await server.stage.reached;
    server.clock.advance(1000);
    expect(await answer).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT' } }] });
    await client.dispose();
  });

  it('refuses more operations on one socket than allowed', async () => {
    const server = await startServer();
    const raw = await openRaw(server);
    raw.send({ type: 'connection_init' });
    await raw.nextMessage();
    for (const id of ['1', '2', '3']) raw.send({ type: 'subscribe', id, payload: { query: 'subscription { tick }' } });
    expect(await raw.nextMessage()).toMatchObject({
      id: '3',
      type: 'error',
      payload: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }],
    });
    expect(await server.metrics.expose()).toContain('alb_graphql_refused_total{limit="MAX_OPERATIONS_PER_SOCKET"} 1');
    raw.socket.terminate();
  });

  it('refuses an id whose completed operation has not ended yet', async () => {
    const server = await startServer();
    const raw = await openRaw(server);
    raw.send({ type: 'connection_init' });
    await raw.nextMessage();
    raw.send({ type: 'subscribe', id: '1', payload: { query: '{ slow }' } });
    await server.stage.reached;
    raw.send({ type: 'complete', id: '1' });
    raw.send({ type: 'subscribe', id: '1', payload: { query: '{ token }' } });
    expect(await raw.nextMessage()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }],
    });
    raw.socket.terminate();
  });

  it('aborts a query at once when the client completes it', async () => {
    const server = await startServer();
    const raw = await openRaw(server);
    raw.send({ type: 'connection_init' });
    await raw.nextMessage();
    raw.send({ type: 'subscribe', id: '1', payload: { query: '{ slow }' } });
    const signal = await server.stage.reached;
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
    raw.send({ type: 'complete', id: '1' });
    await aborted;
    raw.socket.terminate();
  });

  it('lets a mutation go on that the client completes', async () => {
    const server = await startServer();
    const raw = await openRaw(server);
    raw.send({ type: 'connection_init' });
    await raw.nextMessage();
    raw.send({ type: 'subscribe', id: '1', payload: { query: 'mutation { slowWrite }' } });
    const signal = await server.stage.reached;
    raw.send({ type: 'complete', id: '1' });
    raw.send({ type: 'ping' });
    expect(await raw.nextMessage()).toEqual({ type: 'pong' });
    expect(signal.aborted).toBe(false);
    server.stage.release();
    raw.socket.terminate();
  });

  it('closes with 4403, and ends what it streams, at the moment when the token expires', async () => {
    const server = await startServer();
    const raw = await openRaw(server, { authorization: `Bearer ${tokenUntil(60)}` });
    raw.send({ type: 'connection_init' });
    await raw.nextMessage();
    raw.send({ type: 'subscribe', id: '1', payload: { query: 'subscription { tick }' } });
    await server.stage.subscribed;
    server.clock.advance(59_999);
    server.stage.emit('still');
    expect(await raw.nextMessage()).toMatchObject({ type: 'next', payload: { data: { tick: 'still' } } });
    server.clock.advance(1);
    await server.stage.sourceEnded;
    expect(await raw.closed).toBe(4403);
  });

  it('begins nothing on a socket that is closing', async () => {
    const server = await startServer();
    const raw = await openRaw(server, { authorization: `Bearer ${tokenUntil(60)}` });
    raw.send({ type: 'connection_init' });
    await raw.nextMessage();
    let begun = false;
    void server.stage.reached.then(() => {
      begun = true;
    });
    // So that the client does not see at once that the server closes.
    raw.socket.pause();
    server.clock.advance(60_000);
    raw.send({ type: 'subscribe', id: '1', payload: { query: 'mutation { slowWrite }' } });
    raw.socket.resume();
    expect(await raw.closed).toBe(4403);
    expect(begun).toBe(false);
  });

  it('closes with 4403 where the token has expired already', async () => {
    const server = await startServer();
    server.clock.advance(60_000);
    const raw = await openRaw(server);
    raw.send({ type: 'connection_init', payload: { authorization: tokenUntil(60) } });
    expect(await raw.closed).toBe(4403);
  });

  it('closes with 4409 where an id comes twice, which it quotes as far as a close frame holds', async () => {
    const raw = await openRaw(await startServer());
    const reason = new Promise<string>((resolve) => raw.socket.once('close', (_code, text) => resolve(String(text))));
    raw.send({ type: 'connection_init' });
    await raw.nextMessage();
    const message = { type: 'subscribe', id: 'é'.repeat(100), payload: { query: '{ slow }' } };
    raw.send(message);
    raw.send(message);
    expect(await raw.closed).toBe(4409);
    expect(await reason).toBe(`Subscriber for ${'é'.repeat(15)}…`);
  });

  it('refuses an operation whose id is longer than a client needs, and goes on', async () => {
    const raw = await openRaw(await startServer());
    raw.send({ type: 'connection_init' });
    await raw.nextMessage();
    const id = 'x'.repeat(129);
    raw.send({ type: 'subscribe', id, payload: { query: '{ token }' } });
    expect(await raw.nextMessage()).toMatchObject({
      ...{ type: 'error', id },
      payload: [
        {
          message: 'The id of an operation has 129 characters; 128 is the most',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
    raw.send({ type: 'subscribe', id: id.slice(1), payload: { query: '{ token }' } });
    expect(await raw.nextMessage()).toMatchObject({ type: 'next', id: id.slice(1) });
    raw.socket.close();
    await raw.closed;
  });

  it('answers a ping with its payload, or with none where that is deeper than variables may be', async () => {
    const raw = await openRaw(await startServer({ limits: { maxBodyBytes: 1 << 20 } }));
    raw.send({ type: 'connection_init' });
    await raw.nextMessage();
    raw.send({ type: 'ping', payload: { a: [1] } });
    expect(await raw.nextMessage()).toEqual({ type: 'pong', payload: { a: [1] } });
    raw.send({ type: 'ping' });
    expect(await raw.nextMessage()).toEqual({ type: 'pong' });
    raw.send(`{"type":"ping","payload":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`);
    expect(await raw.nextMessage()).toEqual({ type: 'pong' });
    raw.socket.close();
    await raw.closed;
  });

  it('knows one caller a socket: a second initialisation closes it with 4429', async () => {
    const raw = await openRaw(await startServer());
    raw.send({ type: 'connection_init', payload: { authorization: 'ann' } });
    await raw.nextMessage();
    raw.send({ type: 'connection_init', payload: { authorization: 'bob' } });
    raw.send({ type: 'subscribe', id: '1', payload: { query: '{ token }' } });
    expect(await raw.closed).toBe(4429);
  });

  it('closes with 1013 a socket more than one caller may have, and gives places back', async () => {
    const server = await startServer({ limits: { maxSocketsPerCaller: 1 } });
    const init = async (authorization: string) => {
      const raw = await openRaw(server);
      raw.send({ type: 'connection_init', payload: { authorization } });
      return raw;
    };
    const first = await init('ann');
    expect(await first.nextMessage()).toEqual({ type: 'connection_ack' });
    expect(await (await init('ann')).closed).toBe(1013);
    expect(await server.metrics.expose()).toContain('alb_graphql_refused_total{limit="MAX_SOCKETS_PER_CALLER"} 1');
    const other = await init('bob');
    expect(await other.nextMessage()).toEqual({ type: 'connection_ack' });
    first.socket.close();
    await first.closed;
    const again = await init('ann');
    expect(await again.nextMessage()).toEqual({ type: 'connection_ack' });
    for (const { socket } of [other, again]) socket.terminate();
  });

  it.each([
    ['4400 to what is no message', 'nonsense', 4400],
    [
      '4401 to an operation before the connection is acknowledged',
      { type: 'subscribe', id: '1', payload: { query: '{ token }' } },
      4401,
    ],
    [
      '4403 to an authorization that is no token',
      { type: 'connection_init', payload: { authorization: 'Basic YTpi' } },
      4403,
    ],
    ['1009 to a message past the limit', 'x'.repeat(5000), 1009],
    ['1009 to connectionParams past theirs', { type: 'connection_init', payload: { padding: 'x'.repeat(2048) } }, 1009],
  ])('closes with %s', async (_name, message, code) => {
    const raw = await openRaw(await startServer());
    raw.send(message);
    expect(await raw.closed).toBe(code);
  });

  it('answers upgrades elsewhere with 404 and those past the limit with 429', async () => {
    const server = await startServer();
    expect(await refusalOf(server.socketUrl.replace('/graphql', '/other'))).toBe(404);
    const sockets = await Promise.all([openRaw(server), openRaw(server), openRaw(server)]);
    expect(await refusalOf(server.socketUrl)).toBe(429);
    for (const { socket } of sockets) socket.terminate();
  });

  it('cuts a peer that answers no ping', async () => {
    const server = await startServer({ heartbeatMs: 100 });
    const raw = await openRaw(server, {}, { autoPong: false });
    const pinged = new Promise((resolve) => raw.socket.once('ping', resolve));
    server.clock.advance(100);
    await pinged;
    server.clock.advance(100);
    expect(await raw.closed).toBe(1006);
  });
});

describe('a server for this machine alone', () => {
  it.each([
    ['a page of another site', { origin: 'https://example.com' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a name that was made to resolve here', { host: 'example.com' }, 403],
  ])('refuses sockets of %s', async (_name, headers, status) => {
    expect(await refusalOf((await startServer({ origins: { localOnly: true } })).socketUrl, headers)).toBe(status);
  });

  it('accepts its own page', async () => {
    const raw = await openRaw(await startServer({ origins: { localOnly: true } }), { origin: 'http://localhost:4000' });
    raw.socket.terminate();
  });
});
