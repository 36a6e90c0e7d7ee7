import type { FastifyReply } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { HostOptions } from './host-options.js';
import { preferredMediaType } from './preferred-media-type.js';
import { errorBody, outcomeOf } from './request-error.js';

const types = ['application/json', 'application/graphql-response+json'];

/** Answers, and counts, a request that does not come to be an operation. The status is the reply's. */
export function refuse({ engine, metrics }: HostOptions, reply: FastifyReply, error: GraphQLError): FastifyReply {
  const type = preferredMediaType(reply.request.headers.accept, types) ?? 'application/json';
  const formatted = engine.formatError(error);
  metrics.countOperation({ name: undefined, type: 'unknown', code: outcomeOf([formatted]) });
  return reply.type(`${type}; charset=utf-8`).send(errorBody(formatted));
}
