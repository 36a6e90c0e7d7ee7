import { Client, fetchExchange } from '@urql/core';
import { createClient as createSocket } from 'graphql-ws';
import { type Stream, streamsOver, tokenRefused } from './stream.js';

/** How the socket stands: `idle` while nothing is subscribed to, `lost` while it is being opened again. */
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
  return {
    client,
    stream: streamsOver(socket),
    watchConnection: connectionOf(socket),
    connections: () => connections,
    close: () => socket.dispose(),
  };
}

type Socket = ReturnType<typeof createSocket>;

function connectionOf(socket: Socket): Api['watchConnection'] {
  let state: ConnectionState = 'idle';
  const listeners = new Set<(state: ConnectionState) => void>();
  const become = (next: ConnectionState) => {
    state = next;
    for (const listener of listeners) listener(state);
  };
  socket.on('connecting', (isRetry) => become(isRetry ? 'lost' : 'connecting'));
  socket.on('connected', () => become('live'));
  socket.on('closed', (event) => become(event instanceof CloseEvent && event.code === 1000 ? 'idle' : 'lost'));
  return (listener) => {
    listeners.add(listener);
    listener(state);
    return () => listeners.delete(listener);
  };
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
