import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { until } from '../../harness/until.js';
import { createTestEngine } from './test-engine.js';
import { setUpTestServers } from './test-server.js';

const startServer = setUpTestServers();

describe('probes', () => {
  it('is alive and ready', async () => {
    const { url } = await startServer();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ ready: true, phase: 'serving', detail: {} });
  });

  it('is not ready before what it depends on is, and says what', async () => {
    const { url } = await startServer({ readiness: () => ({ ready: false, detail: { waitingFor: ['a'] } }) });
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ ready: false, phase: 'serving', detail: { waitingFor: ['a'] } });
  });

  it('exposes metrics', async () => {
    const { url, post } = await startServer();
    await post('query Mine { denied }');
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    expect(text).toContain('alb_graphql_operations_total{operation="denied",type="query",code="FORBIDDEN"} 1');
    expect(text).toContain('process_cpu_seconds_total');
  });
});

describe('requests', () => {
  it('answers unknown paths with 404 in JSON', async () => {
    const { url } = await startServer();
    const response = await fetch(`${url}/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  });

  it("keeps the caller's request id where it is fit for a log, else makes one", async () => {
    const { url } = await startServer();
    const idOf = async (id: string) =>
      (await fetch(`${url}/healthz`, { headers: { 'x-request-id': id } })).headers.get('x-request-id');
    expect(await idOf('abc-1')).toBe('abc-1');
    expect(await idOf('a b')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers for this machine alone where it lends its own rights', async () => {
    const { url } = await startServer({ origins: { localOnly: true } });
    expect(await answerTo(url, 'GET /healthz HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1.1 403 /,
    );
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

/** What the server answers to bytes, up to the end of the connection. */
async function answerTo(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

describe('connections', () => {
  const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

  it.each([
    ['431 to headers past the limit', `${head}X: ${'x'.repeat(3000)}\r\n\r\n`, /^HTTP\/1.1 431 /],
    ['431 to many small headers', `${head}${'X: x\r\n'.repeat(400)}\r\n`, /^HTTP\/1.1 431 /],
    ['431 to a query by GET past it', `GET /graphql?query=${'x'.repeat(3000)} HTTP/1.1\r\n\r\n`, /^HTTP\/1.1 431 /],
    ['400 to what is no HTTP', 'hello\r\n\r\n', /^HTTP\/1.1 400 /],
  ])('are answered %s, in JSON, and closed', async (_what, bytes, status) => {
    const { url, metrics } = await startServer();
    const answer = await answerTo(url, bytes);
    expect(answer).toMatch(status);
    const counted = (await metrics.expose()).includes('alb_graphql_refused_total{limit="MAX_HEADER_BYTES"} 1');
    expect(counted).toBe(answer.startsWith('HTTP/1.1 431'));
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it.each([
    ['headers', head],
    ['body', `${head}Content-Length: 100\r\n\r\n{`],
  ])('are answered 408 where the %s never come to an end', async (_what, bytes) => {
    const { url, metrics } = await startServer({ requestTimeoutMs: 50 });
    expect(await answerTo(url, bytes)).toMatch(/^HTTP\/1.1 408 /);
    expect(await metrics.expose()).toContain('alb_graphql_refused_total{limit="REQUEST_TIMEOUT_MS"} 1');
  });

  it('are cut where nothing moves for too long, and the operation is aborted', async () => {
    const { url, stage, metrics } = await startServer({ idleTimeoutMs: 50 });
    const body = JSON.stringify({ query: '{ slow }' });
    const answer = answerTo(url, `${head}Content-Length: ${body.length}\r\n\r\n${body}`);
    const signal = await stage.reached;
    expect(await answer).toBe('');
    await until(() => signal.aborted);
    expect(await metrics.expose()).toContain('alb_graphql_refused_total{limit="IDLE_TIMEOUT_MS"} 1');
  });
});

describe('listening', () => {
  it('rejects with EADDRINUSE where the port is taken', async () => {
    const { url } = await startServer();
    await expect(startServer({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('draining', () => {
  it('is unready at once, answers what is under way, then closes', async () => {
    const { server, url, post, stage } = await startServer();
    const answer = post('{ slow }');
    await stage.reached;
    const closed = server.close({ graceMs: 60_000 });
    expect(server.state.phase).toBe('leaving');
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(503);
    expect(ready.headers.get('connection')).toBe('close');
    stage.release();
    expect(await (await answer).json()).toEqual({ data: { slow: 'done' } });
    await closed;
    expect(server.state.phase).toBe('closed');
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it('cuts what is not done when the grace is over', async () => {
    const { server, post, stage, clock } = await startServer();
    const answer = post('mutation { slowWrite }');
    answer.catch(() => undefined);
    await stage.reached;
    const closed = server.close({ graceMs: 500 });
    await until(() => clock.pendingIn(500));
    clock.advance(500);
    await closed;
    await expect(answer).rejects.toThrow();
  });

  it('waits for no idle connection, nor for one that never asked anything', async () => {
    const { server, url } = await startServer();
    const silent = connect(Number(new URL(url).port), '127.0.0.1');
    await once(silent, 'connect');
    await (await fetch(`${url}/healthz`)).text();
    const ended = once(silent, 'close');
    silent.on('error', () => undefined);
    await server.close({ graceMs: 60_000 });
    await ended;
  });

  it('serves as before while it leaves, though it is not ready, and drains after that', async () => {
    const { server, url, socketUrl, post, clock } = await startServer();
    const closed = server.close({ delayMs: 5000, graceMs: 60_000 });
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect(await (await post('{ token }')).json()).toEqual({ data: { token: 'anonymous' } });
    const client = createClient({ url: socketUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
    expect((await client.iterate({ query: '{ token }' }).next()).value).toEqual({ data: { token: 'anonymous' } });
    expect(server.state.phase).toBe('leaving');
    clock.advance(5000);
    await closed;
    expect(server.state.phase).toBe('closed');
  });

  it('sends sockets away one after the other, over the time that it is given', async () => {
    const { server, socketUrl, clock } = await startServer();
    const codes: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      const socket = new WebSocket(socketUrl, 'graphql-transport-ws');
      socket.on('close', (code) => codes.push(code));
      await once(socket, 'open');
    }
    const closed = server.close({ spreadMs: 3000, graceMs: 60_000 });
    for (const count of [1, 2, 3]) {
      await until(() => codes.length === count);
      // The next is due a second later, and not before.
      if (count < 3) await until(() => clock.pendingIn(1000));
      clock.advance(1000);
    }
    await closed;
    expect(codes).toEqual([1001, 1001, 1001]);
  });

  it('sends sockets away with 1001 at once when they only listen, so that clients come back', async () => {
    const { server, socketUrl, stage } = await startServer();
    const closed = Promise.withResolvers<{ code: number }>();
    const client = createClient({
      url: socketUrl,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      on: { closed: (event) => closed.resolve(event as { code: number }) },
    });
    const completed = Promise.withResolvers<string>();
    client.subscribe(
      { query: 'subscription { tick }' },
      {
        next: () => undefined,
        error: () => completed.resolve('broken off'),
        complete: () => completed.resolve('complete'),
      },
    );
    await stage.subscribed;
    await server.close({ graceMs: 60_000 });
    expect((await closed.promise).code).toBe(1001);
    expect(await completed.promise).toBe('broken off');
    await stage.sourceEnded;
  });

  it('answers the mutation of a socket before sending it away', async () => {
    const { server, socketUrl, stage } = await startServer();
    const client = createClient({ url: socketUrl, webSocketImpl: WebSocket, retryAttempts: 0 });
    const result = client.iterate({ query: 'mutation { slowWrite }' }).next();
    await stage.reached;
    const closed = server.close({ graceMs: 60_000 });
    stage.release();
    expect((await result).value).toEqual({ data: { slowWrite: 'done' } });
    await closed;
  });

  it('waits for writes whose callers have gone', async () => {
    const { engine } = createTestEngine();
    const written = Promise.withResolvers<void>();
    const order: string[] = [];
    const { server, url } = await startServer({ engine: { ...engine, idle: () => written.promise } });
    const closed = server.close({ graceMs: 60_000 }).then(() => order.push('closed'));
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    order.push('written');
    written.resolve();
    await closed;
    expect(order).toEqual(['written', 'closed']);
  });

  it('closes once, however often it is told to', async () => {
    const { server } = await startServer();
    const first = server.close({ graceMs: 1000 });
    expect(server.close({ graceMs: 1000 })).toBe(first);
    await first;
    await server.close({ graceMs: 1000 });
    expect(server.state.phase).toBe('closed');
  });
});
