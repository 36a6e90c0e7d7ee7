import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { createHandler, type OperationArgs, type RequestParams } from 'graphql-sse';
import type { Caller } from '../kube/ports.js';
import type { HostOptions } from './host-options.js';
import { type OperationScope, openOperationScope } from './operation-scope.js';
import { prepareOperation } from './prepare-operation.js';
import { outcomeOf } from './request-error.js';
import { isResultIterator, ResultStream } from './result-stream.js';

export interface SseHost {
  /** Answers POST, and GET where it is no mutation, with one event stream: GraphQL over SSE, distinct connections. */
  handle(request: FastifyRequest, reply: FastifyReply, caller: Caller): Promise<void>;
  /** Completes every subscription. */
  drain(): void;
}

/** One request on its way through graphql-sse. */
interface Exchange {
  readonly caller: Caller;
  readonly response: ServerResponse;
  readonly startedMs: number;
  scope?: OperationScope;
  type?: 'query' | 'mutation' | 'subscription';
  name?: string | undefined;
  outcome: string;
}

// graphql-sse compares the whole header; that this type is preferred was decided before.
const acceptedType = 'text/event-stream';

export function createSseHost(host: HostOptions): SseHost {
  const { engine, clock, metrics } = host;
  const streams = new Set<ResultStream>();
  const handler = createHandler<FastifyRequest, Exchange, never>({
    authenticate: () => null,
    // The engine's gate has the rules already.
    validate: () => [],
    execute: (args) => engine.execute(args),
    subscribe: (args) => engine.subscribe(args),
    onSubscribe: (request, params) => admit(host, request.context, params),
    onOperation(_context, { context: exchange }, _args, result) {
      if (!isResultIterator(result)) return undefined;
      metrics.countOperation({ name: exchange.name, type: 'subscription', code: 'OK' });
      const closed = metrics.openSubscription('sse');
      const onEnd = () => {
        closed();
        exchange.scope?.end();
        streams.delete(stream);
      };
      const stream = new ResultStream(result, { onEnd, ready: () => writable(exchange.response) });
      streams.add(stream);
      return stream;
    },
    onNext(_context, { context: exchange }, result) {
      if (result.errors === undefined) return undefined;
      const errors = result.errors.map((error) => engine.formatError(error));
      exchange.outcome = outcomeOf(errors);
      // Typed as GraphQLErrors; all that is done with them is JSON.stringify.
      return { ...result, errors: errors as unknown as GraphQLError[] };
    },
    onComplete(_context, { context: exchange }) {
      const { name, type = 'unknown', outcome: code, startedMs } = exchange;
      exchange.scope?.end();
      if (type !== 'subscription') metrics.countOperation({ name, type, code, durationMs: clock.now() - startedMs });
    },
  });

  async function handle(request: FastifyRequest, reply: FastifyReply, caller: Caller): Promise<void> {
    const exchange: Exchange = { caller, response: reply.raw, startedMs: clock.now(), outcome: 'OK' };
    reply.raw.once('close', () => exchange.scope?.disconnect());
    const [body, { status, headers }] = await handler({
      method: request.method,
      url: request.url,
      headers: { get: (key) => (key === 'accept' ? acceptedType : String(request.headers[key] ?? '')) },
      body: (request.body ?? null) as Record<string, unknown> | null,
      raw: request,
      context: exchange,
    });
    if (body === null || typeof body === 'string') {
      exchange.scope?.end();
      await reply
        .code(status)
        .headers(headers ?? {})
        .send(body ?? '');
      return;
    }
    reply.hijack();
    await pipe(body, reply, status);
  }

  return {
    handle,
    drain() {
      for (const stream of streams) stream.end();
    },
  };
}

/** What graphql-sse is to run: the operation, or a stream of nothing but the errors that refuse it. */
function admit(host: HostOptions, exchange: Exchange, params: RequestParams) {
  const prepared = prepareOperation(host, params);
  if (prepared.kind === 'refused') return refusal(prepared.errors);
  const { engine, clock, operationTimeoutMs: timeoutMs } = host;
  const { document, type, name } = prepared;
  const scope = openOperationScope({ clock, timeoutMs, type });
  Object.assign(exchange, { scope, type, name });
  return {
    schema: engine.schema,
    document,
    operationName: params.operationName ?? null,
    variableValues: params.variables ?? null,
    contextValue: engine.contextFor(exchange.caller, scope.signal),
  } as unknown as OperationArgs<never>;
}

async function* refusal(errors: readonly GraphQLError[]): AsyncGenerator<ExecutionResult> {
  yield { errors };
}

async function pipe(body: AsyncGenerator<string, void>, reply: FastifyReply, status: number): Promise<void> {
  const response = reply.raw;
  const stop = () => void body.return();
  response.once('close', stop);
  // It may have closed while the operation started; then no event comes any more.
  if (response.destroyed) stop();
  response.writeHead(status, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    // nginx would collect the events.
    'x-accel-buffering': 'no',
  });
  for await (const chunk of body) {
    if (response.destroyed) break;
    response.write(chunk);
    await writable(response);
  }
  response.end();
}

/** Resolves when what was written has left, or never will. */
function writable(response: ServerResponse): Promise<void> | undefined {
  if (!response.writableNeedDrain || response.destroyed) return undefined;
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle);
      response.off('close', settle);
      resolve();
    };
    response.on('drain', settle);
    response.on('close', settle);
  });
}
