import { afterEach } from '@jest/globals';
import type { Clock } from '../../../src/clock.js';
import type { TrustedDocuments } from '../../../src/graphql/trusted-documents.js';
import { createIdentify } from '../../../src/http/identity.js';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../../src/http/server.js';
import { createLogger } from '../../../src/log.js';
import { createMetrics, type Metrics } from '../../../src/metrics.js';
import { createTestClock, type TestClock } from './test-clock.js';
import { createTestEngine, type Stage } from './test-engine.js';

export interface TestServer {
  readonly server: HttpServer;
  readonly url: string;
  readonly graphql: string;
  readonly socketUrl: string;
  readonly stage: Stage;
  readonly clock: TestClock;
  readonly metrics: Metrics;
  /** POSTs an operation as JSON. */
  post(query: string, init?: { variables?: unknown; headers?: Record<string, string> }): Promise<Response>;
}

/** Those not given let everything through. */
const unlimited = Number.POSITIVE_INFINITY;
const testLimits: HttpServerOptions['limits'] = {
  maxBodyBytes: 4096,
  maxHeaderBytes: 2048,
  maxTokens: 200,
  maxVariablesDepth: 4,
  maxVariablesBytes: unlimited,
  maxOperations: unlimited,
  maxOperationsPerCaller: unlimited,
  maxOperationsPerSecond: unlimited,
  maxOperationsPerSecondPerCaller: unlimited,
  maxSubscriptions: unlimited,
  maxSubscriptionsPerCaller: unlimited,
  maxSubscriptionBytes: unlimited,
  maxSubscriptionBytesPerCaller: unlimited,
  maxConnections: unlimited,
  maxSockets: 3,
  maxSocketsPerCaller: unlimited,
  maxOperationsPerSocket: 2,
  maxUnsentBytes: unlimited,
};

export type TestServerOptions = Partial<Omit<HttpServerOptions, 'limits' | 'origins'>> & {
  readonly origins?: Partial<HttpServerOptions['origins']>;
  readonly limits?: Partial<HttpServerOptions['limits']>;
  readonly trusted?: TrustedDocuments;
};

/** Registers, once in each test file, that what its tests start is closed after each of them. */
export function setUpTestServers(): (options?: TestServerOptions) => Promise<TestServer> {
  const open: HttpServer[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close({ graceMs: 0 })));
  });
  return async ({ trusted, ...options } = {}) => {
    const { engine, stage } = createTestEngine(trusted);
    const metrics = createMetrics();
    const clock = createTestClock();
    // What closes a server at the end of a test is not to wait for a clock that nobody moves.
    const impatient: Clock = {
      now: clock.now,
      elapsed: () => clock.elapsed(),
      schedule(delayMs, task) {
        if (delayMs > 0) return clock.schedule(delayMs, task);
        task();
        return () => undefined;
      },
    };
    const server = await createHttpServer({
      engine,
      identify: createIdentify(Buffer.from('secret')),
      clock: impatient,
      operationTimeoutMs: 1000,
      heartbeatMs: 0,
      logger: createLogger('silent'),
      metrics,
      host: '127.0.0.1',
      port: 0,
      requestTimeoutMs: 30_000,
      idleTimeoutMs: 0,
      playground: true,
      readiness: () => ({ ready: true, detail: {} }),
      playgroundDirectory: '/nonexistent',
      ...options,
      origins: { allowedOrigins: [], localOnly: false, ...options.origins },
      limits: { ...testLimits, ...options.limits },
    });
    open.push(server);
    const { url } = await server.listen();
    const graphql = `${url}/graphql`;
    return {
      server,
      url,
      graphql,
      socketUrl: graphql.replace('http', 'ws'),
      stage,
      clock,
      metrics,
      post: (query, { variables, headers } = {}) =>
        fetch(graphql, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query, variables }),
        }),
    };
  };
}
