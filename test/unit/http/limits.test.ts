import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../harness/until.js';
import { collect, eventsOf, openRaw } from './test-clients.js';
import { setUpTestServers, type TestServer } from './test-server.js';

const startServer = setUpTestServers();

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions: Record<string, unknown> }[];
}
type Ask = (server: TestServer, query: string, token?: string) => Promise<Answer>;

const bearer = (token?: string): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

/** The ways in to one engine. Each asks one operation and gives its (first) answer. */
const hosts: [string, Ask][] = [
  ['HTTP', async ({ post }, query, token) => (await post(query, { headers: bearer(token) })).json() as Promise<Answer>],
  [
    'SSE',
    async ({ post }, query, token) => {
      const response = await post(query, { headers: { accept: 'text/event-stream', ...bearer(token) } });
      if (response.status !== 200) return response.json() as Promise<Answer>;
      return (await collect(eventsOf(response)))[0]?.data as Answer;
    },
  ],
  [
    'WebSocket',
    async (server, query, token) => {
      const raw = await openRaw(server, bearer(token));
      raw.send({ type: 'connection_init' });
      await raw.nextMessage();
      raw.send({ type: 'subscribe', id: '1', payload: { query } });
      const { type, payload } = await raw.nextMessage();
      raw.socket.close();
      await raw.closed;
      return type === 'error' ? { errors: payload as Answer['errors'] & object } : (payload as Answer);
    },
  ],
];

const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions['code'];
const refusals = async ({ metrics }: TestServer) =>
  [...(await metrics.expose()).matchAll(/^alb_graphql_refused_total\{limit="(\w+)"\} (\d+)/gm)].map(
    ([, limit, count]) => `${limit} ${count}`,
  );

describe.each(hosts)('over %s', (_host, ask) => {
  it.each([
    ['a document too long', `{ token } #${'x'.repeat(3000)}`],
    ['too many tokens', `{ ${'token '.repeat(300)} }`],
    ['what the gate refuses', '{ costly: token }'],
  ])('QUERY_TOO_COMPLEX answers %s', async (_what, query) => {
    expect(codeOf(await ask(await startServer(), query))).toBe('QUERY_TOO_COMPLEX');
  });

  it('one caller has no more under way than allowed, while others go on', async () => {
    const server = await startServer({ limits: { maxOperationsPerCaller: 1 } });
    const first = ask(server, '{ slow }', 'ann');
    await server.stage.reached;
    expect(await ask(server, '{ token }', 'ann')).toMatchObject({
      errors: [
        {
          message: 'You have 1 operations under way; 1 is the most. Try again in 1000 ms.',
          extensions: { code: 'TOO_MANY_REQUESTS', limit: 1, retryAfterMs: 1000 },
        },
      ],
    });
    expect(await ask(server, '{ token }', 'bob')).toEqual({ data: { token: 'bob' } });
    server.stage.release();
    expect(await first).toEqual({ data: { slow: 'done' } });
    expect(await ask(server, '{ token }', 'ann')).toEqual({ data: { token: 'ann' } });
    expect(await refusals(server)).toEqual(['MAX_OPERATIONS_PER_CALLER 1']);
  });

  it('all together have no more under way than allowed', async () => {
    const server = await startServer({ limits: { maxOperations: 1 } });
    const first = ask(server, 'mutation { slowWrite }', 'ann');
    await server.stage.reached;
    expect(await ask(server, '{ token }', 'bob')).toMatchObject({
      errors: [{ message: '1 operations are under way; 1 is the most. Try again in 1000 ms.' }],
    });
    server.stage.release();
    await first;
    expect(await ask(server, '{ token }', 'bob')).toEqual({ data: { token: 'bob' } });
    expect(await refusals(server)).toEqual(['MAX_OPERATIONS 1']);
  });

  it('one caller starts no more within a second than allowed, and is told when there is room again', async () => {
    const server = await startServer({ limits: { maxOperationsPerSecondPerCaller: 2 } });
    for (let count = 0; count < 2; count += 1) await ask(server, '{ token }', 'ann');
    expect(await ask(server, '{ token }', 'ann')).toMatchObject({
      errors: [
        {
          message: 'More than 2 operations a second came from you; try again in 500 ms.',
          extensions: { code: 'TOO_MANY_REQUESTS', limit: 2, retryAfterMs: 500 },
        },
      ],
    });
    expect(await ask(server, '{ token }', 'bob')).toEqual({ data: { token: 'bob' } });
    server.clock.advance(500);
    expect(await ask(server, '{ token }', 'ann')).toEqual({ data: { token: 'ann' } });
    expect(await refusals(server)).toEqual(['MAX_OPERATIONS_PER_SECOND_PER_CALLER 1']);
  });

  it('all together start no more within a second than allowed', async () => {
    const server = await startServer({ limits: { maxOperationsPerSecond: 1 } });
    await ask(server, '{ token }', 'ann');
    expect(codeOf(await ask(server, '{ token }', 'bob'))).toBe('TOO_MANY_REQUESTS');
    expect(await refusals(server)).toEqual(['MAX_OPERATIONS_PER_SECOND 1']);
  });

  it('nothing is parsed of what comes too fast', async () => {
    const server = await startServer({ limits: { maxOperationsPerSecond: 1 } });
    await ask(server, '{ token }');
    expect(codeOf(await ask(server, 'no document'))).toBe('TOO_MANY_REQUESTS');
  });

  it('what one host has under way counts for the others', async () => {
    const server = await startServer({ limits: { maxOperations: 1 } });
    const first = ask(server, '{ slow }', 'ann');
    await server.stage.reached;
    for (const [, other] of hosts) expect(codeOf(await other(server, '{ token }', 'ann'))).toBe('TOO_MANY_REQUESTS');
    server.stage.release();
    await first;
  });

  it('the deadline aborts what is read upstream', async () => {
    const server = await startServer();
    const answer = ask(server, '{ slow }');
    const signal = await server.stage.reached;
    server.clock.advance(1000);
    expect(codeOf(await answer)).toBe('TIMEOUT');
    expect(signal.aborted).toBe(true);
  });
});

describe.each([
  [
    'SSE',
    async ({ post }: TestServer, token: string) => {
      const response = await post('subscription { tick }', {
        headers: { accept: 'text/event-stream', ...bearer(token) },
      });
      const body = response.status === 200 ? undefined : ((await response.json()) as Answer);
      return { errors: body?.errors, response, stop: async () => body ?? response.body?.cancel() };
    },
  ],
  [
    'WebSocket',
    async (server: TestServer, token: string) => {
      const raw = await openRaw(server, bearer(token));
      raw.send({ type: 'connection_init' });
      await raw.nextMessage();
      raw.send({ type: 'subscribe', id: '1', payload: { query: 'subscription { tick }' } });
      // A refusal comes before the answer to what is sent after the first answer.
      const seen: Record<string, unknown>[] = [];
      for (let pongs = 0; pongs < 2; pongs += 1) {
        raw.send({ type: 'ping' });
        do seen.push(await raw.nextMessage());
        while (seen.at(-1)?.['type'] !== 'pong');
      }
      const errors = seen.find(({ type }) => type === 'error')?.['payload'] as Answer['errors'];
      const stop = () => {
        raw.socket.close();
        return raw.closed;
      };
      return { errors, response: undefined, stop };
    },
  ],
] as const)('subscriptions over %s', (_host, subscribe) => {
  it.each([
    ['MAX_SUBSCRIPTIONS_PER_CALLER', { maxSubscriptionsPerCaller: 1 }, 'ann', 'You have 1 subscriptions under way'],
    ['MAX_SUBSCRIPTIONS', { maxSubscriptions: 1 }, 'bob', '1 subscriptions are under way'],
  ])('are bounded by %s, and give their places back', async (setting, limits, second, message) => {
    const server = await startServer({ limits: { ...limits, maxOperations: 1 } });
    const first = await subscribe(server, 'ann');
    expect(first.errors).toBeUndefined();
    const refused = await subscribe(server, second);
    expect(refused.errors).toMatchObject([
      { message: expect.stringContaining(message), extensions: { code: 'TOO_MANY_REQUESTS', limit: 1 } },
    ]);
    await refused.stop();
    expect(await refusals(server)).toEqual([`${setting} 1`]);
    await first.stop();
    await server.stage.sourceEnded;
    const again = await subscribe(server, second);
    expect(again.errors).toBeUndefined();
    await again.stop();
  });
});

describe('over HTTP', () => {
  it.each(['application/json', 'text/event-stream'])(
    '429 and Retry-After go with TOO_MANY_REQUESTS, as %s',
    async (accept) => {
      const server = await startServer({ limits: { maxOperations: 0, maxSubscriptions: 0 } });
      const refused = await server.post('{ token }', { headers: { accept } });
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
      expect(refused.headers.get('content-type')).toBe('application/json; charset=utf-8');
    },
  );

  it.each(['application/json', 'text/event-stream'])('batches are refused as BAD_USER_INPUT, as %s', async (accept) => {
    const { graphql } = await startServer();
    const headers = { 'content-type': 'application/json', accept };
    const body = JSON.stringify([{ query: '{ token }' }, { query: '{ token }' }]);
    const response = await fetch(graphql, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'One request holds one operation; send each by itself',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
  });

  it('a mutation holds its place until it is over, though its caller has gone', async () => {
    const server = await startServer({ limits: { maxOperations: 1 } });
    const caller = new AbortController();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query: 'mutation { slowWrite }' });
    const gone = fetch(server.graphql, { method: 'POST', headers, body, signal: caller.signal });
    await server.stage.reached;
    caller.abort();
    await expect(gone).rejects.toThrow();
    expect((await server.post('{ token }')).status).toBe(429);
    server.stage.release();
  });

  it('an answer holds its place until it was read', async () => {
    const server = await startServer({ limits: { maxOperations: 1 } });
    const reader = connect(Number(new URL(server.url).port), '127.0.0.1').pause();
    const body = JSON.stringify({ query: 'query Long { long }' });
    const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close`;
    reader.write(`${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    const answered = 'alb_graphql_operations_total{operation="long",type="query",code="OK"} 1';
    while (!(await server.metrics.expose()).includes(answered)) await new Promise((resolve) => setImmediate(resolve));
    expect((await server.post('{ token }')).status).toBe(429);
    reader.resume();
    await once(reader, 'close');
    expect((await server.post('{ token }')).status).toBe(200);
  });

  describe('while its body is still to come', () => {
    const body = JSON.stringify({ query: '{ token }' });
    const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const statusOf = async (socket: Socket) => /^HTTP\/1.1 (\d+)/.exec(String((await once(socket, 'data'))[0]))?.[1];

    it('what comes too fast is refused, and its connection serves the next', async () => {
      const server = await startServer({ limits: { maxOperationsPerSecond: 1 } });
      await server.post('{ token }');
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.write(head);
      expect(await statusOf(socket)).toBe('429');
      server.clock.advance(1000);
      socket.write(body + head + body);
      expect(await statusOf(socket)).toBe('200');
      socket.destroy();
    });

    it('what is taken in by one turn of the event loop is counted by one time, however long that turn takes', async () => {
      const server = await startServer({ limits: { maxOperationsPerSecond: 1 } });
      let seconds = 0;
      server.clock.elapsed = () => 1000 * ++seconds;
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.write(head + body + head + body);
      let answers = '';
      socket.on('data', (chunk) => {
        answers += chunk;
      });
      await until(() => answers.includes(' 429 '));
      expect(answers.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 429']);
      socket.destroy();
    });

    it.each([
      ['longer than any may be', 'Content-Length: 1000000000'],
      ['that does not say how long it is', 'Transfer-Encoding: chunked'],
    ])('what is refused is not waited for, where it is one %s', async (_what, length) => {
      const server = await startServer();
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.write(`POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic YTpi\r\n${length}\r\n\r\n`);
      const closed = once(socket, 'close');
      expect(await statusOf(socket)).toBe('401');
      await closed;
    });

    it('a request holds no place', async () => {
      const server = await startServer({ limits: { maxOperations: 1 } });
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.write(head.replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n'));
      expect(await statusOf(socket)).toBe('100');
      expect((await server.post('{ token }')).status).toBe(200);
      socket.write(body);
      expect(await statusOf(socket)).toBe('200');
      socket.destroy();
    });
  });

  it('anonymous callers of one address are one caller', async () => {
    const server = await startServer({ limits: { maxOperationsPerSecondPerCaller: 1 } });
    expect((await server.post('{ token }')).status).toBe(200);
    expect((await server.post('{ token }')).status).toBe(429);
    expect((await server.post('{ token }', { headers: bearer('ann') })).status).toBe(200);
  });
});
