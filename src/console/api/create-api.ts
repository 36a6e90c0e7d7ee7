import { Client, fetchExchange } from '@urql/core';
import { createClient as createSocket } from 'graphql-ws';
import { type Stream, streamsOver, tokenRefused } from './stream.js';

/** Whether changes come: `idle` while nothing is subscribed to or what was has failed, `lost` while the socket is opened again. */
export type ConnectionState = 'idle' | 'connecting' | 'live' | 'lost';

export interface Api {
  /** For queries and mutations. */
  readonly client: Client;
  readonly stream: Stream;
  /** Calls back now and at each change; returns what stops that. */
  watchConnection(listener: (state: ConnectionState) => void): () => void;
  /** How often the socket has been opened: each time, every subscription begins anew. */
  connections(): number;
  close(): void;
}

const pingEveryMs = 10_000;
const pongWithinMs = 5_000;

/** The API under the page's own origin, with one caller's token; another token wants another Api. */
export function createApi(token: string | undefined): Api {
  // Relative to the console's base: a path prefix in front of the server does no harm.
  const url = new URL('../graphql', document.baseURI);
  const socketUrl = new URL(url);
  socketUrl.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };

  const socket = createSocket({
    url: socketUrl.href,
    connectionParams: authorization,
    // For ever, except where the server will not have this token: then asking again changes nothing.
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: (event) => !(event instanceof CloseEvent && event.code === tokenRefused),
    retryWait: (retries) => sleep(Math.min(250 * 2 ** retries, 8_000) * (0.5 + Math.random() / 2)),
    keepAlive: pingEveryMs,
    // From one page to the next, the socket stays.
    lazyCloseTimeout: 3_000,
  });
  cutDeadConnections(socket);
  let connections = 0;
  socket.on('connected', () => {
    connections += 1;
  });
  const client = new Client({
    url: url.href,
    // No cache: a query asks the server, and what is live comes by stream.
    requestPolicy: 'network-only',
    preferGetMethod: false,
    fetchOptions: { headers: authorization },
    exchanges: [fetchExchange],
  });
  const connection = connectionOf(socket);
  return {
    client,
    stream: marking(streamsOver(socket), connection),
    watchConnection: connection.watch,
    connections: () => connections,
    close: () => socket.dispose(),
  };
}

type Socket = ReturnType<typeof createSocket>;

interface Connection {
  readonly watch: Api['watchConnection'];
  /** A stream has brought something, or failed. */
  streamed(succeeded: boolean): void;
}

function connectionOf(socket: Socket): Connection {
  let state: ConnectionState = 'idle';
  const listeners = new Set<(state: ConnectionState) => void>();
  const become = (next: ConnectionState) => {
    state = next;
    for (const listener of listeners) listener(state);
  };
  socket.on('connecting', (isRetry) => become(isRetry ? 'lost' : 'connecting'));
  socket.on('connected', () => become('live'));
  socket.on('closed', (event) => become(event instanceof CloseEvent && event.code === 1000 ? 'idle' : 'lost'));
  return {
    watch(listener) {
      listeners.add(listener);
      listener(state);
      return () => listeners.delete(listener);
    },
    streamed(succeeded) {
      const [from, to] = succeeded ? (['idle', 'live'] as const) : (['live', 'idle'] as const);
      if (state === from) become(to);
    },
  };
}

/** An open socket alone does not make a page live: its stream may have been refused. */
function marking(stream: Stream, { streamed }: Connection): Stream {
  return (document, variables, sink) =>
    stream(document, variables, {
      next(data, error) {
        streamed(true);
        sink.next(data, error);
      },
      end(error) {
        streamed(false);
        sink.end(error);
      },
    });
}

/** A network that went away says nothing: a ping without a pong does. */
function cutDeadConnections(socket: Socket): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  socket.on('ping', (received) => {
    if (!received) timer = setTimeout(() => socket.terminate(), pongWithinMs);
  });
  socket.on('pong', (received) => {
    if (received) clearTimeout(timer);
  });
  socket.on('closed', () => clearTimeout(timer));
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
