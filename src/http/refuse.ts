import type { FastifyReply } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { HostOptions } from './host-options.js';
import { errorBody, outcomeOf } from './request-error.js';

/** Answers, and counts, a request that does not come to be an operation. The status is the reply's. */
export function refuse({ engine, metrics }: HostOptions, reply: FastifyReply, error: GraphQLError): FastifyReply {
  const formatted = engine.formatError(error);
  metrics.countOperation({ name: undefined, type: 'unknown', code: outcomeOf([formatted]) });
  return reply.send(errorBody(formatted));
}
