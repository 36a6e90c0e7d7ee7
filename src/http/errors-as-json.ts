import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { HostOptions } from './host-options.js';
import { errorBody } from './request-error.js';

/** Whatever goes wrong before an operation exists is told in GraphQL's form too, with the HTTP status that fits. */
export function answerErrorsAsJson(app: FastifyInstance, { logger, metrics, limits }: HostOptions): void {
  app.setErrorHandler<FastifyError>((err, request, reply) => {
    const status = err.statusCode ?? 500;
    if (err.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      metrics.countRefusal('MAX_BODY_BYTES');
      const limit = limits.maxBodyBytes;
      const message = `The body has more than ${limit} bytes, which is the most`;
      return reply.code(status).send(errorBody({ message, extensions: { code: 'BAD_USER_INPUT', limit } }));
    }
    if (err.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      metrics.countRefusal('content-type');
      const message = 'The body is to be application/json, and its Content-Type is to say so';
      return reply.code(415).send(errorBody({ message, extensions: { code: 'BAD_USER_INPUT' } }));
    }
    if (status < 500) {
      return reply.code(status).send(errorBody({ message: err.message, extensions: { code: 'BAD_USER_INPUT' } }));
    }
    logger.error({ err, requestId: request.id }, 'request failed');
    const message = 'Internal server error';
    return reply.code(500).send(errorBody({ message, extensions: { code: 'INTERNAL_SERVER_ERROR' } }));
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(errorBody({ message: 'Nothing is served at this path', extensions: { code: 'NOT_FOUND' } })),
  );
}

/** A path that cannot be decoded, or is too long: told before any hook or handler is asked. */
export function answerBadTarget({ statusCode = 400 }: FastifyError, reply: FastifyReply): void {
  const message = 'The path of the request cannot be read';
  reply.code(statusCode).header('x-content-type-options', 'nosniff');
  reply.send(errorBody({ message, extensions: { code: 'BAD_USER_INPUT' } }));
}
