import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { AlbGraphql } from '../harness/alb-graphql.js';

const query = '{ gateways { totalCount } }';
const body = JSON.stringify({ query });

/** A cluster that takes requests and answers none. */
class SilentCluster {
  readonly #events = new EventEmitter();
  readonly #sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => this.#events.emit('asked'));
      socket.once('close', () => this.#events.emit('left'));
    });
  }

  static async open(): Promise<SilentCluster> {
    const server = createServer();
    const cluster = new SilentCluster(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return cluster;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves when it is asked something next. */
  asked(): Promise<unknown> {
    return once(this.#events, 'asked');
  }

  /** Resolves when the next request is given up. */
  left(): Promise<unknown> {
    return once(this.#events, 'left');
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}

interface Asked {
  /** What is answered, as text. */
  readonly answer: Promise<string>;
  /** The client wants it no more. */
  leave(): void;
}

type Ask = (url: string) => Asked;

const overHttp =
  (accept: string): Ask =>
  (url) => {
    const caller = new AbortController();
    const headers = { 'content-type': 'application/json', authorization: 'Bearer a', accept };
    const { signal } = caller;
    const answer = fetch(`${url}/graphql`, { method: 'POST', headers, body, signal }).then((answer) => answer.text());
    answer.catch(() => undefined);
    return { answer, leave: () => caller.abort() };
  };

const overWebSocket: Ask = (url) => {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const send = (message: unknown) => socket.send(JSON.stringify(message));
  socket.once('open', () => send({ type: 'connection_init', payload: { authorization: 'a' } }));
  const answer = Promise.withResolvers<string>();
  socket.on('message', (data) => {
    const text = String(data);
    if (text.includes('connection_ack')) send({ type: 'subscribe', id: '1', payload: { query } });
    else answer.resolve(text);
  });
  return { answer: answer.promise, leave: () => send({ type: 'complete', id: '1' }) };
};

describe.each([
  ['HTTP', overHttp('application/json')],
  ['SSE', overHttp('text/event-stream')],
  ['WebSocket', overWebSocket],
])('a query over %s to a cluster that does not answer', (_host, ask) => {
  let cluster: SilentCluster;
  let server: AlbGraphql;

  beforeEach(async () => {
    cluster = await SilentCluster.open();
  });

  afterEach(async () => {
    await server.stop();
    await cluster.close();
  });

  const start = (operationTimeoutMs: number) =>
    AlbGraphql.start({
      CLUSTER_URL_TEMPLATE: `${cluster.url}/{cluster}`,
      CLUSTER_NAMES: 'silent',
      DRAIN_MS: '0',
      // So that nothing but what is tested here ends the wait.
      UPSTREAM_READ_TIMEOUT_MS: '600000',
      OPERATION_TIMEOUT_MS: String(operationTimeoutMs),
    });

  it('is answered TIMEOUT at the deadline, and the cluster is no longer asked', async () => {
    server = await start(200);
    const left = cluster.left();
    const { answer } = ask(server.url);
    expect(await answer).toContain('"code":"TIMEOUT"');
    await left;
  });

  it('is aborted as soon as its client leaves', async () => {
    server = await start(0);
    const asked = cluster.asked();
    const { leave } = ask(server.url);
    await asked;
    const left = cluster.left();
    leave();
    await left;
  });
});
