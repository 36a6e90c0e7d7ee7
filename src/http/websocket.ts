import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock.js';
import { createGraphqlWsServer } from './graphql-ws-server.js';
import type { HostOptions } from './host-options.js';
import { SocketOperations } from './socket-operations.js';

export interface WebSocketHostOptions extends HostOptions {
  readonly path: string;
  /** An HTTP status to refuse an upgrade with, or undefined to go on. */
  readonly refuse: (request: IncomingMessage) => number | undefined;
}

export interface WebSocketHost {
  /** Closes each socket with 1001, once its queries and mutations are answered. */
  drain(): void;
  /** Resolves when no socket is left. */
  idle(): Promise<void>;
  /** Cuts what is left. */
  terminate(): void;
}

/** graphql-transport-ws on upgrades of `path`; other upgrades are answered 404. */
export function attachWebSocketHost(server: Server, options: WebSocketHostOptions): WebSocketHost {
  const { limits, metrics } = options;
  const protocol = createGraphqlWsServer(options);
  const sockets = new Map<WebSocket, SocketOperations>();
  const waiting = new Set<() => void>();
  const acceptor = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.maxBodyBytes,
    perMessageDeflate: false,
    handleProtocols,
  });

  function open(socket: WebSocket, request: IncomingMessage): void {
    const closedSocket = metrics.openSocket();
    const operations = new SocketOperations(() => socket.close(1001, 'Going away'));
    sockets.set(socket, operations);
    const stopBeating = keepAlive(socket, options.clock, options.heartbeatMs);
    const closed = protocol.opened(wireOf(socket, operations, options), {
      operations,
      authorization: request.headers.authorization,
    });
    socket.on('error', (err) => options.logger.debug({ err }, 'socket error'));
    socket.once('close', (code, reason) => {
      stopBeating();
      closedSocket();
      operations.disconnect();
      sockets.delete(socket);
      closed(code, String(reason)).catch((err) => options.logger.error({ err }, 'socket cleanup failed'));
      if (sockets.size > 0) return;
      for (const resolve of waiting) resolve();
      waiting.clear();
    });
  }

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    const full = sockets.size >= limits.maxSockets;
    if (full) metrics.countRefusal('MAX_SOCKETS');
    const status = pathOf(request) !== options.path ? 404 : full ? 503 : options.refuse(request);
    if (status !== undefined) return refuseUpgrade(socket, status);
    acceptor.handleUpgrade(request, socket, head, (accepted) => open(accepted, request));
  });

  return {
    drain() {
      for (const operations of sockets.values()) operations.drain();
    },
    idle: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
    terminate() {
      for (const socket of sockets.keys()) socket.terminate();
    },
  };
}

const pathOf = (request: IncomingMessage) => request.url?.split('?', 1)[0];

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** The socket as graphql-ws sees it. send() resolves when the bytes left, so that a slow reader slows its source. */
function wireOf(socket: WebSocket, operations: SocketOperations, { logger }: HostOptions) {
  return {
    protocol: socket.protocol,
    send: (data: string) =>
      new Promise<void>((resolve, reject) => {
        if (socket.readyState !== socket.OPEN) return resolve();
        socket.send(data, (error) => (error ? reject(error) : resolve()));
      }),
    close: (code?: number, reason?: string) => socket.close(code, reason),
    onMessage(handle: (data: string) => Promise<void>) {
      socket.on('message', (data) => {
        handle(String(data)).then(
          () => operations.closeWhenQuiet(),
          (err: unknown) => {
            if (socket.readyState !== socket.OPEN) return;
            logger.error({ err }, 'socket message failed');
            socket.close(CloseCode.InternalServerError, 'Internal server error');
          },
        );
      });
    },
  };
}

/** Pings, and cuts a peer that did not answer the last one. Returns what stops it. */
function keepAlive(socket: WebSocket, clock: Clock, intervalMs: number): () => void {
  if (intervalMs === 0) return () => undefined;
  let answered = true;
  const beat = () => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
    cancel = clock.schedule(intervalMs, beat);
  };
  let cancel = clock.schedule(intervalMs, beat);
  socket.on('pong', () => {
    answered = true;
  });
  return () => cancel();
}
