import { type FastifyInstance, fastify } from 'fastify';
import { sleep } from '../clock.js';
import { Admission } from './admission.js';
import { startApollo } from './apollo.js';
import { answerClientError, headersTooLong } from './client-error.js';
import { registerConsole } from './console.js';
import { registerDocs } from './docs/routes.js';
import { answerBadTarget, answerErrorsAsJson } from './errors-as-json.js';
import { graphqlPath } from './graphql-path.js';
import { registerGraphql } from './graphql-route.js';
import { exceedsHeaderBytes } from './header-bytes.js';
import { type Readiness, registerHealth } from './health.js';
import { isLocalHost } from './host-guard.js';
import type { Host, HostOptions } from './host-options.js';
import { Lifecycle, type LifecycleState } from './lifecycle.js';
import { createNodeServer } from './node-server.js';
import { registerPlayground } from './playground/routes.js';
import { errorBody } from './request-error.js';
import { requestIdFrom } from './request-id.js';
import { isForeign } from './request-origin.js';
import { RequestsUnderWay } from './requests-under-way.js';
import { securityHeaders } from './security-headers.js';
import { spread } from './spread.js';
import { createSseHost } from './sse.js';
import type { TlsPair } from './tls-pair.js';
import { turnClock } from './turn-clock.js';
import { attachWebSocketHost, type WebSocketHost } from './websocket.js';

export interface HttpServerOptions extends HostOptions {
  /** For a request to come in, and for a connection on which nothing moves; 0: none. */
  readonly requestTimeoutMs: number;
  readonly idleTimeoutMs: number;
  /** The certificate to serve with, as it is now; absent: no TLS. */
  readonly readTls?: (() => Promise<TlsPair>) | undefined;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly readiness: () => Readiness;
  /** Whether browsers are given the playground. */
  readonly playground: boolean;
  /** Where the playground's files were copied to; default: beside the compiled code. */
  readonly playgroundDirectory?: string | undefined;
  /** Where the console was built to; default: beside the compiled code. */
  readonly consoleDirectory?: string | undefined;
  /** Where the documentation was rendered to; default: beside the compiled code. */
  readonly docsDirectory?: string | undefined;
}

export interface HttpServer {
  readonly state: LifecycleState;
  /** Rejects with the system's error, such as EADDRINUSE. */
  listen(): Promise<{ url: string }>;
  /**
   * Stops being ready at once, and serves as before for `delayMs`; then cuts streams one after the other over `spreadMs`;
   * then lets the rest finish, and closes. What is not done after `graceMs` more is cut. The first two default to 0.
   * Never rejects for what clients do; a second call waits for the first.
   */
  close(times: { delayMs?: number; spreadMs?: number; graceMs: number }): Promise<void>;
}

/** All that is served on one port. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const lifecycle = new Lifecycle();
  const requests = new RequestsUnderWay();
  const app = await createApp(options);
  const host: Host = { ...options, admission: new Admission({ ...options, clock: turnClock(options.clock) }) };
  options.metrics.reportOperations(() => host.admission.operationsUnderWay);
  options.metrics.reportEvents(() => options.engine.eventsWaiting());
  const apollo = await startApollo(app, host);
  const sse = createSseHost(host);
  addHooks(app, options, lifecycle, requests);
  registerHealth(app, { ...options, phase: () => lifecycle.state.phase });
  await registerGraphql(app, host, apollo, sse);
  await registerPlayground(app, options);
  await registerConsole(app, options.consoleDirectory);
  await registerDocs(app, options.docsDirectory);
  const sockets = attachWebSocketHost(app.server, {
    ...host,
    path: graphqlPath,
    refuse({ headers }) {
      if (!['serving', 'leaving'].includes(lifecycle.state.phase)) return 503;
      if (options.origins.localOnly && !isLocalHost(headers)) return 403;
      if (!isForeign(headers, options.origins)) return undefined;
      options.metrics.countRefusal('ALLOWED_ORIGINS');
      return 403;
    },
  });
  // apollo.stop() belongs after the last request, and Apollo's own drain plugin would wait for what waits for it.
  app.addHook('preClose', async () => sockets.terminate());
  app.addHook('onClose', () => apollo.stop());

  return {
    get state() {
      return lifecycle.state;
    },
    async listen() {
      const address = await app.listen({ host: options.host, port: options.port });
      const url = options.readTls === undefined ? address : address.replace(/^http:/, 'https:');
      lifecycle.serve(url);
      return { url };
    },
    close: ({ delayMs = 0, spreadMs = 0, graceMs }) =>
      lifecycle.end({
        leave: () => (delayMs > 0 ? sleep(options.clock, delayMs) : Promise.resolve()),
        async drain() {
          app.server.closeIdleConnections();
          await spread(options.clock, spreadMs, [...sockets.drain(), ...sse.drain()]);
          await waitForWork(options, requests, sockets, graceMs);
          await app.close();
        },
      }),
  };
}

async function createApp(options: HttpServerOptions): Promise<FastifyInstance> {
  const { limits, metrics, readTls } = options;
  const pair = await readTls?.();
  const app = fastify({
    bodyLimit: limits.maxBodyBytes,
    genReqId: (request) => requestIdFrom(request.headers['x-request-id']),
    serverFactory: (handle) => createNodeServer(options, pair, handle),
    frameworkErrors: (error, _request, reply) => answerBadTarget(error, reply),
    clientErrorHandler: (error, socket) => answerClientError(metrics, error, socket),
    // Work has been waited for by then: what is left is idle, or past its grace.
    forceCloseConnections: true,
    return503OnClosing: false,
  });
  // A page of another site may send this type without asking first; as JSON in disguise it would get past that check.
  app.removeContentTypeParser('text/plain');
  return app;
}

function addHooks(
  app: FastifyInstance,
  options: HttpServerOptions,
  lifecycle: Lifecycle,
  requests: RequestsUnderWay,
): void {
  const { logger, clock, origins, limits, metrics } = options;
  const always = securityHeaders({ tls: options.readTls !== undefined });
  answerErrorsAsJson(app, options);
  closeWhereUnread(app, limits.maxBodyBytes);
  app.addHook('onRequest', async (request, reply) => {
    requests.add(reply.raw);
    reply.headers(always).header('x-request-id', request.id);
    // So that clients come back to a server that stays.
    if (lifecycle.state.phase !== 'serving') reply.header('connection', 'close');
    if (exceedsHeaderBytes(request.raw, limits.maxHeaderBytes)) {
      metrics.countRefusal('MAX_HEADER_BYTES');
      const { message } = headersTooLong;
      return reply
        .code(431)
        .header('connection', 'close')
        .send(errorBody({ message, extensions: { code: 'BAD_USER_INPUT' } }));
    }
    if (origins.localOnly && !isLocalHost(request.headers)) {
      const message = 'This server answers only to names of the machine it runs on';
      return reply.code(403).send(errorBody({ message, extensions: { code: 'FORBIDDEN' } }));
    }
    if (!logger.isLevelEnabled('debug')) return undefined;
    const startedMs = clock.elapsed();
    reply.raw.once('close', () => {
      const { id: requestId, method } = request;
      const durationMs = clock.elapsed() - startedMs;
      logger.debug(
        { requestId, method, path: request.url.split('?', 1)[0], status: reply.statusCode, durationMs },
        'request',
      );
    });
    return undefined;
  });
}

/**
 * What is refused before its body was read keeps its connection only where that body is small: Node would go on taking in the rest
 * of any other, whatever MAX_BODY_BYTES says.
 */
function closeWhereUnread(app: FastifyInstance, maxBodyBytes: number): void {
  app.addHook('onSend', (request, reply, _payload, done) => {
    const { complete, headers } = request.raw;
    const isSmall =
      headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= maxBodyBytes;
    if (!complete && !isSmall) reply.header('connection', 'close');
    done();
  });
}

/** Until all is answered, every socket has closed and every write is done, but no longer than `graceMs`. */
async function waitForWork(
  { clock, logger, engine }: HttpServerOptions,
  requests: RequestsUnderWay,
  sockets: WebSocketHost,
  graceMs: number,
): Promise<void> {
  const { promise: tooLate, resolve } = Promise.withResolvers<'cut'>();
  const cancel = clock.schedule(graceMs, () => resolve('cut'));
  // A write goes on when its caller has gone.
  const work = Promise.all([requests.idle(), sockets.idle()]).then(() => engine.idle());
  if ((await Promise.race([work, tooLate])) === 'cut') logger.warn({ graceMs }, 'cut what was still under way');
  cancel();
}
