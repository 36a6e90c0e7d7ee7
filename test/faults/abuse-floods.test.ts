import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { Target } from './abuse/target.js';

const head = 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const pipelined = 'GET /graphql?query={clusters{name}} HTTP/1.1\r\nHost: localhost\r\n\r\n';

let target: Target;

beforeAll(async () => {
  target = await Target.start({
    MAX_SOCKETS: '5',
    MAX_OPERATIONS_PER_CALLER: '4',
    MAX_OPERATIONS_PER_SECOND_PER_CALLER: '50',
    MAX_OPERATIONS_PER_SOCKET: '3',
    REQUEST_TIMEOUT_MS: '300',
  });
});
afterAll(() => target.close());

/** How often each answer came. */
function counted(answers: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) counts[answer] = (counts[answer] ?? 0) + 1;
  return counts;
}

const times = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at));

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  return socket;
}

async function refusedBy(setting: string, of = target): Promise<number> {
  const text = await (await fetch(`${of.url}/metrics`)).text();
  return Number(new RegExp(`refused_total\\{limit="${setting}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
}

describe('who is slow', () => {
  it.each([
    ['with the first line', 'POST /gra'],
    ['with headers', `${head}X-Slow: `],
    ['with a body', `${head}Content-Length: 100\r\n\r\n{`],
    ['with chunks', `${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`],
  ])('%s is answered 408', async (_what, bytes) => {
    expect(await target.raw(bytes)).toBe('408 BAD_USER_INPUT');
    expect(await target.health()).toBe('200');
  });

  it('to say anything at all is answered 408 too', async () => {
    expect(await target.raw()).toBe('408 BAD_USER_INPUT');
  });
});

describe('floods', () => {
  it('of connections: what is past the most is closed, and all is well once they have gone', async () => {
    const small = await Target.start({ MAX_CONNECTIONS: '60', REQUEST_TIMEOUT_MS: '300' });
    try {
      const sockets = await Promise.all(times(200, () => opened(small.port)));
      // Each is closed sooner or later: those past the most at once, the others with 408.
      await Promise.all(sockets.map((socket) => socket.closed || once(socket, 'close')));
      expect(await refusedBy('MAX_CONNECTIONS', small)).toBeGreaterThanOrEqual(140);
      expect(await small.health()).toBe('200');
    } finally {
      await small.close();
    }
  });

  it('of connections that are cut in the middle', async () => {
    for (const socket of await Promise.all(times(50, () => opened(target.port)))) {
      socket.write(`${head}Content-Length: 100\r\n\r\n{"query":`);
      socket.resetAndDestroy();
    }
    expect(await target.health()).toBe('200');
  });

  it('of sockets: 429 to those past the most', async () => {
    const urls = `${target.url.replace('http', 'ws')}/graphql`;
    const answers = await Promise.all(
      times(20, async () => {
        const socket = new WebSocket(urls, 'graphql-transport-ws');
        const answer = await new Promise<string>((resolve) => {
          socket.once('open', () => resolve('open'));
          socket.once('unexpected-response', (_request, { statusCode }) => resolve(String(statusCode)));
          socket.once('error', () => undefined);
        });
        return { socket, answer };
      }),
    );
    expect(counted(answers.map(({ answer }) => answer))).toEqual({ open: 5, '429': 15 });
    await Promise.all(
      answers.map(({ socket, answer }) => {
        socket.terminate();
        return answer === 'open' && once(socket, 'close');
      }),
    );
    expect(await target.health()).toBe('200');
  });

  it('of operations by one caller: 429, while the next caller is served', async () => {
    const query = '{ clusters { name } }';
    const answers = await Promise.all(times(200, () => target.ask({ query })));
    const { '200 OK': served = 0, '429 TOO_MANY_REQUESTS': refused = 0, ...others } = counted(answers);
    expect(others).toEqual({});
    expect(served).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    expect(await target.health()).toBe('200');
  });

  it('of callers that nobody knows: bounded in all, and /healthz answers', async () => {
    const small = await Target.start({ MAX_OPERATIONS_PER_SECOND: '50' });
    const asks = times(400, (at) =>
      small.ask({ query: '{ clusters { name } }' }, { authorization: `Bearer invented-${at}` }),
    );
    const alive = await fetch(`${small.url}/healthz`);
    expect(alive.status).toBe(200);
    const { '200 OK': served = 0, '429 TOO_MANY_REQUESTS': refused = 0, ...others } = counted(await Promise.all(asks));
    expect([others, served + refused]).toEqual([{}, 400]);
    expect(await refusedBy('MAX_OPERATIONS_PER_SECOND', small)).toBe(refused);
    expect(served).toBeGreaterThan(0);
    await small.close();
  });

  it('of requests behind one another on one connection', async () => {
    const socket = await opened(target.port);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.split('HTTP/1.1 ').length > 500) socket.end();
    });
    socket.write(pipelined.repeat(500));
    await once(socket, 'close');
    expect(counted(text.match(/HTTP\/1.1 \d+/g) ?? [])).toMatchObject({ 'HTTP/1.1 429': expect.any(Number) });
  });

  it('of operations on one socket: TOO_MANY_REQUESTS', async () => {
    const subscribe = (id: string) => ({
      type: 'subscribe',
      id,
      payload: { query: 'subscription { gatewayEvents(initial: false) { type } }' },
    });
    const messages = times(10, (at) => subscribe(String(at)));
    const init = { type: 'connection_init', payload: { authorization: 'Bearer viewer-token' } };
    // The first answer may be a SYNCED; the limit of one socket is told beside.
    await target.socket([init, ...messages]);
    expect(await refusedBy('MAX_OPERATIONS_PER_SOCKET')).toBe(7);
  });

  it('of pings: each answered, nothing else kept waiting', async () => {
    const socket = new WebSocket(`${target.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    let pongs = 0;
    const all = new Promise<void>((resolve) => {
      socket.on('pong', () => {
        pongs += 1;
        if (pongs === 10_000) resolve();
      });
    });
    for (let at = 0; at < 10_000; at += 1) socket.ping('x'.repeat(100));
    await all;
    socket.terminate();
  });
});

describe('headers of a caller', () => {
  const tricks = {
    'impersonate-user': 'system:admin',
    'impersonate-group': 'system:masters',
    'impersonate-uid': '0',
    'impersonate-extra-scopes': 'all',
    'x-remote-user': 'system:admin',
    'x-remote-group': 'system:masters',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'evil.example',
    forwarded: 'for=127.0.0.1;host=evil.example',
    cookie: 'session=1',
    te: 'trailers',
    'proxy-authorization': 'Basic YTpi',
    'x-http-method-override': 'DELETE',
    'user-agent': 'evil',
  };
  const passedOn = ['accept', 'authorization', 'connection', 'host', 'user-agent'];
  const query = '{ gateways(namespace: "a1") { totalCount } }';

  const seenAfter = (start: number) => target.upstream.slice(start).map(({ headers }) => headers);

  it('stay here: by HTTP', async () => {
    const start = target.upstream.length;
    expect(await target.ask({ query }, { ...tricks, authorization: 'Bearer alice-token' })).toBe('200 OK');
    expect(seenAfter(start).length).toBeGreaterThan(0);
    for (const headers of seenAfter(start)) {
      expect(Object.keys(headers).sort()).toEqual(passedOn);
      expect(headers).toMatchObject({ authorization: 'Bearer alice-token', 'user-agent': 'alb-graphql' });
    }
  });

  it('stay here: by WebSocket, of the upgrade and of connectionParams', async () => {
    const start = target.upstream.length;
    const answer = await target.socket(
      [
        { type: 'connection_init', payload: { ...tricks, headers: tricks, authorization: 'Bearer alice-token' } },
        { type: 'subscribe', id: '1', payload: { query } },
      ],
      { headers: tricks },
    );
    expect(answer).toBe('next OK');
    for (const headers of seenAfter(start)) expect(Object.keys(headers).sort()).toEqual(passedOn);
    expect(seenAfter(start).length).toBeGreaterThan(0);
  });

  it('are not those of the caller before, whose connection is used again', async () => {
    const start = target.upstream.length;
    expect(await target.ask({ query }, { authorization: 'Bearer alice-token' })).toBe('200 OK');
    expect(await target.ask({ query }, { authorization: 'Bearer bob-token' })).toBe('200 FORBIDDEN');
    expect(new Set(seenAfter(start).map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer alice-token', 'Bearer bob-token']),
    );
  });
});
