import type { FastifyReply } from 'fastify';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Refused } from './admission.js';
import type { HostOptions } from './host-options.js';
import { preferredMediaType } from './preferred-media-type.js';
import { errorBody, formattedTooMany, outcomeOf, tooManyHead } from './request-error.js';

const types = ['application/json', 'application/graphql-response+json'];

/** Answers, and counts, a request that does not come to be an operation. The status is the reply's. */
export function refuse(host: HostOptions, reply: FastifyReply, error: GraphQLError): FastifyReply {
  return send(host, reply, host.engine.formatError(error));
}

/** 429, with when to come again. */
export function refuseTooMany(host: HostOptions, reply: FastifyReply, refused: Refused): FastifyReply {
  const error = formattedTooMany(refused);
  const { status, headers } = tooManyHead(error);
  return send(host, reply.code(status).headers(headers), error);
}

function send({ metrics }: HostOptions, reply: FastifyReply, error: GraphQLFormattedError): FastifyReply {
  const type = preferredMediaType(reply.request.headers.accept, types) ?? 'application/json';
  metrics.countOperation({ name: undefined, type: 'unknown', code: outcomeOf([error]) });
  return reply.type(`${type}; charset=utf-8`).send(errorBody(error));
}
