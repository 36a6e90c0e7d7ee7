import type { FastifyInstance } from 'fastify';
import type { Caller } from '../kube/ports.js';
import type { ApolloHost } from './apollo.js';
import type { HostOptions } from './host-options.js';
import { prefersEventStream } from './preferred-media-type.js';
import { errorBody } from './request-error.js';
import type { SseHost } from './sse.js';

export const graphqlPath = '/graphql';

/** One path for both HTTP hosts: who asks for an event stream gets one. */
export function registerGraphql(app: FastifyInstance, host: HostOptions, apollo: ApolloHost, sse: SseHost): void {
  app.route({
    method: ['GET', 'POST'],
    url: graphqlPath,
    async handler(request, reply) {
      let caller: Caller;
      try {
        caller = host.identify(request.headers.authorization);
      } catch (error) {
        const body = errorBody(host.engine.formatError(error));
        return reply.code(401).header('www-authenticate', 'Bearer').send(body);
      }
      if (prefersEventStream(request.headers.accept)) return sse.handle(request, reply, caller);
      return apollo.handle(request, reply, caller);
    },
  });
  app.route({
    method: ['PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: graphqlPath,
    handler: async (_request, reply) =>
      reply
        .code(405)
        .header('allow', 'GET, POST')
        .send(
          errorBody({
            message: 'Operations come by POST, queries also by GET',
            extensions: { code: 'BAD_USER_INPUT' },
          }),
        ),
  });
}
