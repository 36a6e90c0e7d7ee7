import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.js';

/** Whether operations can be answered now, and what is still missing, as JSON for people. */
export interface Readiness {
  readonly ready: boolean;
  readonly detail: unknown;
}

export interface HealthOptions {
  readonly metrics: Metrics;
  readonly phase: () => string;
  readonly readiness: () => Readiness;
}

/** /healthz: the process answers. /readyz: it is to be sent work (200) or not (503). /metrics: for Prometheus. */
export function registerHealth(app: FastifyInstance, { metrics, phase, readiness }: HealthOptions): void {
  app.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const { ready, detail } = readiness();
    const able = ready && phase() === 'serving';
    return reply
      .code(able ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready: able, phase: phase(), detail });
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.expose()));
}
