import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { HttpServerOptions } from './server.js';
import { renewTlsPair, type TlsPair } from './tls-pair.js';

/** Of the time for a whole request, the most that its headers may take; and for agreeing on TLS. */
const maxHeadersTimeoutMs = 10_000;

/** Node's server for `handle`, with its limits. */
export function createNodeServer(
  { limits, metrics, requestTimeoutMs, idleTimeoutMs, readTls, clock, logger }: HttpServerOptions,
  pair: TlsPair | undefined,
  handle: RequestListener,
): Server {
  const options = {
    maxHeaderSize: limits.maxHeaderBytes,
    // For the whole request to come in; answers have the operation's own deadline.
    requestTimeout: requestTimeoutMs,
    headersTimeout: Math.min(requestTimeoutMs || maxHeadersTimeoutMs, maxHeadersTimeoutMs),
    // How often Node looks for requests past their time.
    connectionsCheckingInterval: Math.min(requestTimeoutMs || 5_000, 5_000),
    // Longer than the usual 60 s of load balancers, which else now and then write to a connection just closed here.
    keepAliveTimeout: 65_000,
    // Looked at with the other headers, where it can be told in GraphQL's form.
    requireHostHeader: false,
  };
  const server =
    pair === undefined
      ? createServer(options, handle)
      : createTlsServer({ ...options, ...pair, handshakeTimeout: maxHeadersTimeoutMs }, handle);
  // Nothing came and nothing left: a caller who does not read what waits for them. Event streams have pings.
  server.setTimeout(idleTimeoutMs);
  // Node itself only cuts a connection whose time is over where nobody listens.
  server.on('timeout', (socket) => {
    metrics.countRefusal('IDLE_TIMEOUT_MS');
    socket.destroy();
  });
  if (limits.maxConnections !== Number.POSITIVE_INFINITY) server.maxConnections = limits.maxConnections;
  server.on('drop', () => metrics.countRefusal('MAX_CONNECTIONS'));
  if (pair !== undefined && readTls !== undefined) {
    server.once('close', renewTlsPair(server, pair, { read: readTls, clock, logger }));
  }
  return server;
}
