import { ApolloServer, type ApolloServerOptions, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Caller } from '../kube/ports.js';
import { type ApolloContext, executorOf } from './apollo-executor.js';
import { fieldOf } from './field-of.js';
import type { HostOptions } from './host-options.js';
import { type PreparedOperation, prepareOperation } from './prepare-operation.js';
import { answerQuickly } from './quick.js';
import { refuse } from './refuse.js';
import { outcomeOf, requestError } from './request-error.js';
import { RequestSlot } from './request-slot.js';

export interface ApolloHost {
  handle(request: FastifyRequest, reply: FastifyReply, caller: Caller): Promise<unknown>;
  stop(): Promise<void>;
}

/** GraphQL over HTTP, POST and (queries alone) GET. */
export async function startApollo(app: FastifyInstance, host: HostOptions): Promise<ApolloHost> {
  const apollo = new ApolloServer<ApolloContext>(apolloOptions(host));
  await apollo.start();
  const contexts = new RequestSlot<ApolloContext>(app, 'apolloContext');
  const handler = fastifyApolloHandler<ApolloContext>(apollo, {
    context: async (request) => contexts.get(request as FastifyRequest),
  });
  return {
    async handle(request, reply, caller) {
      const document = parseOf(host, request);
      if (document instanceof GraphQLError) return refuse(host, reply.code(400), document);
      const begun = await answerQuickly(host, request, reply, caller, document);
      if (begun === 'sent') return reply;
      contexts.set(request, { caller, response: reply.raw, begun });
      try {
        return await handler.call(request.server, request, reply);
      } finally {
        // Where Apollo came to execute it, it has ended already.
        begun.operation?.scope.end();
      }
    },
    stop: () => apollo.stop(),
  };
}

function apolloOptions(host: HostOptions): ApolloServerOptions<ApolloContext> {
  const { engine, limits, logger } = host;
  const say = (level: 'debug' | 'info' | 'warn' | 'error') => (detail: unknown) => logger[level]({ detail }, 'apollo');
  return {
    gateway: {
      load: async () => ({ executor: executorOf(host) }),
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: engine.schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      stop: async () => undefined,
    },
    // The gate below has GraphQL's own rules too, for all hosts alike.
    dangerouslyDisableValidation: true,
    // Documents come from the engine's parser; what Apollo would parse itself is at least no longer than allowed.
    documentStore: null,
    parseOptions: { maxTokens: limits.maxTokens },
    introspection: true,
    // Its guard wants a header of GET requests that no tool but its own sends; pages of other sites were refused before.
    csrfPrevention: false,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Else NODE_ENV, in which no behaviour of this server is to depend.
    nodeEnv: 'production',
    logger: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
    formatError: (formatted, error) => formatApolloError(host, formatted, error),
    stringifyResult: (value) => JSON.stringify(value),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      // Both would start by themselves if the environment held APOLLO_KEY.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      // For subgraphs alone, and loaded when the server starts.
      ApolloServerPluginInlineTraceDisabled(),
      documentPlugin(host),
      gatePlugin(host),
      metricsPlugin(host),
    ],
  };
}

/** The document that Apollo is about to parse, or what is wrong with it; Apollo tells what else a request may lack. */
function parseOf(
  { engine }: HostOptions,
  { method, url, body }: FastifyRequest,
): DocumentNode | GraphQLError | undefined {
  const query = method === 'GET' ? searchOf(url).get('query') : (body as { query?: unknown } | undefined)?.query;
  return typeof query === 'string' ? engine.parse(query) : undefined;
}

function searchOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start));
}

/** Apollo parses what has no document by then, anew each time: the engine's parser remembers, and its gate with it. */
function documentPlugin({ engine }: HostOptions): ApolloServerPlugin<ApolloContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveSource(context) {
          // The gate takes an empty name for none, and Apollo would look for an operation of that name.
          if (context.request.operationName === '') context.request.operationName = undefined;
          const document = engine.parse(context.source);
          if (!(document instanceof GraphQLError)) Object.assign(context, { document });
        },
      };
    },
  };
}

/** Refuses with every error at once: didResolveOperation could throw but one. */
function gatePlugin(host: HostOptions): ApolloServerPlugin<ApolloContext> {
  const { engine } = host;
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ document, request, contextValue: { begun } }) {
          begun.prepared ??= prepareOperation(host, { ...request, query: '' }, document);
          const errors = refusalOf(begun.prepared);
          if (errors.length === 0) return null;
          const singleResult = { errors: errors.map((error) => engine.formatError(error)) };
          return { http: { status: 400, headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
        },
      };
    },
  };
}

function refusalOf(prepared: PreparedOperation): readonly GraphQLError[] {
  if (prepared.kind === 'refused') return prepared.errors;
  return prepared.type === 'subscription' ? [streamed()] : [];
}

const streamed = () =>
  requestError(
    'BAD_USER_INPUT',
    'A subscription is a stream: ask for it by WebSocket, or with Accept: text/event-stream',
  );

function metricsPlugin({ engine, metrics, clock }: HostOptions): ApolloServerPlugin<ApolloContext> {
  return {
    async requestDidStart() {
      const startedMs = clock.elapsed();
      return {
        async willSendResponse({ operation, operationName, response, contextValue }) {
          const { body } = response;
          metrics.countOperation({
            name: operationName ?? undefined,
            field: operation && fieldOf(engine.schema, operation),
            caller: contextValue.caller,
            type: operation?.operation ?? 'unknown',
            code: body.kind === 'single' ? outcomeOf(body.singleResult.errors) : 'OK',
            durationMs: clock.elapsed() - startedMs,
          });
        },
      };
    },
  };
}

/** Apollo's own codes for requests that are no operation; callers are promised a closed list, which has one for them. */
const requestFaults = new Set<unknown>([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

function formatApolloError(
  { engine }: HostOptions,
  formatted: GraphQLFormattedError,
  error: unknown,
): GraphQLFormattedError {
  const { extensions = {}, ...rest } = formatted;
  if (requestFaults.has(extensions['code'])) return { ...rest, extensions: { code: 'BAD_USER_INPUT' } };
  return engine.formatError(error);
}
