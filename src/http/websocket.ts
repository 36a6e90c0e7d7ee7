import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, MessageType, parseMessage } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { valueFault } from '../graphql/value-fault.js';
import { answerClientError } from './client-error.js';
import { closeCodes } from './close-codes.js';
import { createGraphqlWsServer } from './graphql-ws-server.js';
import { exceedsHeaderBytes } from './header-bytes.js';
import type { Host } from './host-options.js';
import { requestIdFrom } from './request-id.js';
import { SlowReader } from './slow-reader.js';
import { SocketOperations } from './socket-operations.js';

export interface WebSocketHostOptions extends Host {
  readonly path: string;
  /** An HTTP status to refuse an upgrade with, or undefined to go on. */
  readonly refuse: (request: IncomingMessage) => number | undefined;
}

export interface WebSocketHost {
  /** What closes each socket with 1001, once its queries and mutations are answered. */
  drain(): (() => void)[];
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
    autoPong: false,
    handleProtocols,
  });

  function open(socket: WebSocket, request: IncomingMessage): void {
    const closedSocket = metrics.openSocket();
    const operations = new SocketOperations(request.socket.remoteAddress, (code, reason) =>
      close(socket, code, reason),
    );
    sockets.set(socket, operations);
    const reader = new SlowReader(socket, {
      ...options,
      wire: request.socket,
      maxUnsentBytes: limits.maxUnsentBytes,
      onLimit: (limit) => metrics.countRefusal(limit),
    });
    const closed = protocol.opened(wireOf(socket, operations, reader, options), {
      operations,
      authorization: request.headers.authorization,
      requestId: requestIdFrom(request.headers['x-request-id']),
      trySend: (message, whenRoom, existing) => reader.offer(message, whenRoom, existing),
    });
    socket.on('error', (err: NodeJS.ErrnoException) => {
      if (err.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') metrics.countRefusal('MAX_BODY_BYTES');
      options.logger.debug({ err }, 'socket error');
    });
    socket.once('close', (code, reason) => {
      reader.stop();
      closedSocket();
      operations.disconnect();
      sockets.delete(socket);
      closed(code, String(reason)).catch((err) => options.logger.error({ err }, 'socket cleanup failed'));
      if (sockets.size > 0) return;
      for (const resolve of waiting) resolve();
      waiting.clear();
    });
  }

  function refusalOf(request: IncomingMessage): number | undefined {
    if (sockets.size < limits.maxSockets) return options.refuse(request);
    metrics.countRefusal('MAX_SOCKETS');
    return 429;
  }

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', ignore);
    if (exceedsHeaderBytes(request, limits.maxHeaderBytes)) {
      return answerClientError(metrics, { code: 'HPE_HEADER_OVERFLOW' }, socket);
    }
    const status = pathOf(request) === options.path ? refusalOf(request) : 404;
    if (status !== undefined) return refuseUpgrade(socket, status);
    acceptor.handleUpgrade(request, socket, head, (accepted) => open(accepted, request));
  });

  return {
    drain: () => [...sockets.values()].map((operations) => () => operations.drain()),
    idle: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
    terminate() {
      for (const socket of sockets.keys()) socket.terminate();
    },
  };
}

/** Of its own, so that no socket holds on to the request that it began with. */
const ignore = () => undefined;
const pathOf = (request: IncomingMessage) => request.url?.split('?', 1)[0];

function refuseUpgrade(socket: Duplex, status: number): void {
  const when = status === 429 ? 'Retry-After: 1\r\n' : '';
  socket.end(`HTTP/1.1 ${status} Refused\r\n${when}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Of a close frame, besides the code. */
const maxReasonBytes = 123;

/** graphql-ws quotes the client in some reasons, and ws throws at one that is too long. */
function close(socket: WebSocket, code?: number, reason = ''): void {
  socket.close(code, Buffer.byteLength(reason) > maxReasonBytes ? `${[...reason].slice(0, 30).join('')}…` : reason);
}

/** The socket as graphql-ws sees it. */
function wireOf(
  socket: WebSocket,
  operations: SocketOperations,
  reader: SlowReader,
  { limits, metrics, logger }: Host,
) {
  return {
    protocol: socket.protocol,
    send: (data: string) => reader.send(data),
    close: (code?: number, reason?: string) => close(socket, code, reason),
    // graphql-ws would print whatever payload it is to send back, and throw at one that is deeper than the stack.
    onPing(payload: unknown) {
      const echoed = payload !== undefined && valueFault([payload], limits) === undefined;
      return reader.send(JSON.stringify({ type: MessageType.Pong, ...(echoed && { payload }) }));
    },
    onMessage(handle: (data: string) => Promise<void>) {
      socket.on('message', (data: Buffer) => {
        // Sent before the client saw that the socket closes: it could not be answered.
        if (socket.readyState !== socket.OPEN) return;
        // connectionParams are what headers are over HTTP.
        if (!operations.identified && data.length > limits.maxHeaderBytes) {
          metrics.countRefusal('MAX_HEADER_BYTES');
          return socket.close(closeCodes.messageTooBig, 'connectionParams too big');
        }
        const text = String(data);
        handle(text).then(
          () => operations.closeWhenQuiet(),
          (err: unknown) => {
            operations.giveUp();
            if (socket.readyState !== socket.OPEN) return;
            if (!isClients(text)) return socket.close(CloseCode.BadRequest, 'That message is the server’s to send');
            logger.error({ err }, 'socket message failed');
            socket.close(CloseCode.InternalServerError, 'Internal server error');
          },
        );
        const id = completedId(text);
        if (id !== undefined) operations.abandon(id);
      });
    },
  };
}

/** Whether a message is of a type that clients send; graphql-ws throws at one that is not as at a fault of its own. */
function isClients(text: string): boolean {
  try {
    const { type } = parseMessage(text);
    return type !== MessageType.ConnectionAck && type !== MessageType.Next && type !== MessageType.Error;
  } catch {
    return false;
  }
}

/** Of a message by which a client completes an operation: which. graphql-ws itself only stops sending its result. */
function completedId(text: string): string | undefined {
  if (text.length > 1_000 || !text.includes(`"${MessageType.Complete}"`)) return undefined;
  try {
    const message = parseMessage(text);
    return message.type === MessageType.Complete ? message.id : undefined;
  } catch {
    return undefined;
  }
}
