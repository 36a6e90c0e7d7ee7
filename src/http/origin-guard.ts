import type { FastifyInstance, FastifyReply } from 'fastify';
import type { HostOptions } from './host-options.js';
import { errorBody } from './request-error.js';
import { isForeign } from './request-origin.js';

const preflight = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'accept, authorization, content-type, x-request-id, traceparent, tracestate, apollo-require-preflight',
  'access-control-max-age': '600',
};

/**
 * Refuses pages of other sites on every route of `app`, and tells browsers which ones may read the answers. Credentials are
 * not allowed: this server knows no cookies, a page sends its token by itself.
 */
export function guardOrigins(app: FastifyInstance, { origins, metrics }: HostOptions): void {
  app.addHook('onRequest', async ({ headers, method }, reply) => {
    const { origin } = headers;
    if (origins.allowedOrigins.length > 0) reply.header('vary', 'origin');
    if (isForeign(headers, origins)) {
      metrics.countRefusal('ALLOWED_ORIGINS');
      const message = 'Pages of that origin may not use this server; its operator can name it in ALLOWED_ORIGINS';
      return reply.code(403).send(errorBody({ message, extensions: { code: 'FORBIDDEN' } }));
    }
    if (origin === undefined || !origins.allowedOrigins.includes(origin)) return undefined;
    reply.header('access-control-allow-origin', origin);
    if (method === 'OPTIONS' && headers['access-control-request-method'] !== undefined) return answerPreflight(reply);
    reply.header('access-control-expose-headers', 'retry-after, x-request-id');
    return undefined;
  });
}

function answerPreflight(reply: FastifyReply): FastifyReply {
  return reply.code(204).headers(preflight).send();
}
