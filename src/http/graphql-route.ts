import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../kube/ports.js';
import { admissionKey } from './admission-key.js';
import type { ApolloHost } from './apollo.js';
import { graphqlPath } from './graphql-path.js';
import type { Host } from './host-options.js';
import { nameText } from './name-text.js';
import { observed } from './observe.js';
import { guardOrigins } from './origin-guard.js';
import { prefersEventStream } from './preferred-media-type.js';
import { refuse, refuseTooMany } from './refuse.js';
import { errorBody, requestError } from './request-error.js';
import { RequestSlot } from './request-slot.js';
import type { SseHost } from './sse.js';
import type { Visit } from './visit.js';

/** One path for both HTTP hosts: who asks for an event stream gets one. */
export async function registerGraphql(
  app: FastifyInstance,
  host: Host,
  apollo: ApolloHost,
  sse: SseHost,
): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onRequest', beginAnswer);
    guardOrigins(scope, host);
    addRoutes(scope, host, apollo, sse);
  });
}

/** Apollo takes a URL apart, host and all; HTTP/1.0 has none, and a wrong one would be a fault of the server's. */
async function beginAnswer({ headers }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  reply.header('cache-control', 'no-store');
  if (URL.canParse(`http://${headers.host ?? ''}`)) return undefined;
  return reply
    .code(400)
    .send(errorBody({ message: 'The request names no host', extensions: { code: 'BAD_USER_INPUT' } }));
}

function addRoutes(app: FastifyInstance, host: Host, apollo: ApolloHost, sse: SseHost): void {
  const callers = new RequestSlot<Caller>(app, 'caller');
  app.route({
    method: ['GET', 'POST'],
    url: graphqlPath,
    // Before the body is read: what comes too fast is to cost as little as it can.
    async onRequest(request, reply) {
      const caller = identified(host, request, reply);
      if (caller === undefined) return reply;
      const refused = host.admission.rate(admissionKey(caller, request.ip));
      if (refused !== undefined) return refuseTooMany(host, reply, refused);
      callers.set(request, caller);
      return undefined;
    },
    async handler(request, reply) {
      const visit = admit(host, request, reply, callers.get(request));
      if (visit === undefined) return reply;
      const closed = new Promise<void>((resolve) => reply.raw.once('close', resolve));
      try {
        if (Array.isArray(request.body)) return refuse(host, reply.code(400), batchRefused());
        const unknown = nameText(host, request);
        if (unknown !== undefined) return refuse(host, reply.code(400), unknown);
        if (prefersEventStream(request.headers.accept)) return await sse.handle(request, reply, visit);
        return await apollo.handle(request, reply, visit.caller);
      } finally {
        // A mutation goes on after its caller has gone, and an answer takes room until it was read.
        void closed.then(() => visit.leave());
      }
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

/** Undefined: the answer is on its way already. */
function identified({ identify, engine }: Host, request: FastifyRequest, reply: FastifyReply): Caller | undefined {
  try {
    return identify(request.headers.authorization);
  } catch (error) {
    reply
      .code(401)
      .header('www-authenticate', 'Bearer')
      .send(errorBody(engine.formatError(error)));
    return undefined;
  }
}

/** Takes a place, which a request that is still coming in does not. Undefined: as above. */
function admit(host: Host, request: FastifyRequest, reply: FastifyReply, caller: Caller): Visit | undefined {
  const key = admissionKey(caller, request.ip);
  const entry = host.admission.place(key);
  if (entry.kind === 'entered') {
    return { caller: observed(host, caller, request.id, request.headers['traceparent']), key, leave: entry.leave };
  }
  refuseTooMany(host, reply, entry);
  return undefined;
}

const batchRefused = () => requestError('BAD_USER_INPUT', 'One request holds one operation; send each by itself');
