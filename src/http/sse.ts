import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { createHandler, type OperationArgs, type RequestParams, type Response } from 'graphql-sse';
import { atTime } from '../clock.js';
import { isTopicListener } from '../graphql/shared/topic-listener.js';
import type { Host } from './host-options.js';
import { OperationScope } from './operation-scope.js';
import { placeOf } from './place-of.js';
import { executionArgs, prepareOperation } from './prepare-operation.js';
import { errorBody, outcomeOf, requestError, tooManyHead } from './request-error.js';
import { isResultIterator, ResultStream } from './result-stream.js';
import { internalError, runOperation } from './run-operation.js';
import type { Visit } from './visit.js';

export interface SseHost {
  /** Answers POST, and GET where it is no mutation, with one event stream: GraphQL over SSE, distinct connections. */
  handle(request: FastifyRequest, reply: FastifyReply, visit: Visit): Promise<void>;
  /**
   * What ends each subscription, and its connection. There is no `complete`: by that event a client would take it for
   * finished, while a connection that ends makes it subscribe again, elsewhere. One that begins from now on ends at once.
   */
  drain(): (() => void)[];
}

/** One request on its way through graphql-sse. */
interface Exchange {
  readonly visit: Visit;
  readonly response: ServerResponse;
  readonly startedMs: number;
  scope?: OperationScope;
  type?: 'query' | 'mutation' | 'subscription';
  name?: string | undefined;
  field?: string;
  outcome: string;
  /** It ends without another word. */
  cut?: true;
  /** Called when the head of the response was written. */
  onHead?: () => void;
}

// graphql-sse compares the whole header; that this type is preferred was decided before.
const acceptedType = 'text/event-stream';

export function createSseHost(host: Host): SseHost {
  const { engine, clock, metrics } = host;
  const streams = new Map<ResultStream, Exchange>();
  let draining = false;
  const cut = (stream: ResultStream, exchange: Exchange) => {
    exchange.cut = true;
    stream.end();
  };
  const handler = createHandler<FastifyRequest, Exchange, never>({
    authenticate: () => null,
    // The engine's gate has the rules already.
    validate: () => [],
    execute: (args) => runOperation(() => engine.execute(args)),
    subscribe: (args) => runOperation(() => engine.subscribe(args)),
    onSubscribe: (request, params) => admit(host, request.context, params),
    onOperation(_context, { context: exchange }, _args, result) {
      if (!isResultIterator(result)) return undefined;
      return runOperation(() => openStream(exchange, result));
    },
    onNext(_context, { context: exchange }, result) {
      if (result.errors === undefined) return undefined;
      const errors = result.errors.map((error) => engine.formatError(error));
      exchange.outcome = outcomeOf(errors);
      // Typed as GraphQLErrors; all that is done with them is JSON.stringify.
      return { ...result, errors: errors as unknown as GraphQLError[] };
    },
    onComplete(_context, { context: exchange }) {
      const { name, field, type = 'unknown', outcome: code, startedMs, visit } = exchange;
      exchange.scope?.end();
      if (type === 'subscription') return;
      metrics.countOperation({
        name,
        field,
        type,
        code,
        durationMs: clock.elapsed() - startedMs,
        caller: visit.caller,
      });
    },
  });

  /** What graphql-sse is to iterate. The operation owns it, and ends with it. */
  function openStream(exchange: Exchange, result: AsyncIterableIterator<ExecutionResult>): ResultStream {
    const { name, field, visit, scope } = exchange;
    const stream = new ResultStream(result, {
      onEnd: () => scope?.end(),
      ready: () => writable(exchange.response),
      // graphql-sse would let what is thrown go, and the connection hang.
      failure: (error) => ({ errors: [error as GraphQLError] }),
    });
    scope?.own(() => stream.end());
    scope?.own(metrics.openSubscription('sse'));
    metrics.countOperation({ name, field, type: 'subscription', code: 'OK', caller: visit.caller });
    streams.set(stream, exchange);
    scope?.own(() => streams.delete(stream));
    scope?.own(endAtExpiry(host, exchange, stream));
    if (draining) cut(stream, exchange);
    if (isTopicListener(result)) result.pushTo((json, whenRoom) => trySend(exchange, json, whenRoom));
    return stream;
  }

  async function handle(request: FastifyRequest, reply: FastifyReply, visit: Visit): Promise<void> {
    const exchange: Exchange = { visit, response: reply.raw, startedMs: clock.elapsed(), outcome: 'OK' };
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
        .send(withCodes(body));
      return;
    }
    reply.hijack();
    await pipe(body, reply, status, exchange);
  }

  return {
    handle,
    drain() {
      draining = true;
      return [...streams].map(
        ([stream, exchange]) =>
          () =>
            cut(stream, exchange),
      );
    },
  };
}

/** What graphql-sse is to run: the operation, or a stream of nothing but the errors that refuse it. */
function admit(host: Host, exchange: Exchange, params: RequestParams) {
  try {
    return prepare(host, exchange, params);
  } catch (thrown) {
    exchange.scope?.end();
    return refusal([internalError(thrown)]);
  }
}

function prepare(host: Host, exchange: Exchange, params: RequestParams) {
  const prepared = prepareOperation(host, params);
  if (prepared.kind === 'refused') return refusal(prepared.errors);
  const { engine, clock } = host;
  const { passed, type, name, field } = prepared;
  const { caller, key } = exchange.visit;
  if (type === 'subscription' && caller.expiresAtMs !== undefined && caller.expiresAtMs <= clock.now()) {
    return refusal([tokenExpired()]);
  }
  const place = placeOf(host, key, type, exchange.visit.leave, passed);
  if (place instanceof GraphQLError) return tooMany(host, place);
  const scope = new OperationScope(host, type);
  scope.own(place);
  Object.assign(exchange, { scope, type, name, field });
  if (exchange.response.destroyed) scope.disconnect();
  // Its types bring another graphql's.
  return executionArgs(engine, passed, engine.contextFor(caller, scope)) as unknown as OperationArgs<never>;
}

async function* refusal(errors: readonly GraphQLError[]): AsyncGenerator<ExecutionResult> {
  yield { errors };
}

/** By status, so that clients wait before they come again. */
function tooMany({ engine, metrics }: Host, error: GraphQLError): Response {
  const { status, headers } = tooManyHead(error);
  metrics.countOperation({ name: undefined, type: 'subscription', code: 'TOO_MANY_REQUESTS' });
  const type = { 'content-type': 'application/json; charset=utf-8' };
  return [
    JSON.stringify(errorBody(engine.formatError(error))),
    { status, statusText: '', headers: { ...headers, ...type } },
  ];
}

const tokenExpired = () => requestError('UNAUTHENTICATED', 'The token has expired; subscribe again with a new one');

/** With the token ends what it opened: one last event says so. */
function endAtExpiry({ clock }: Host, { visit }: Exchange, stream: ResultStream): () => void {
  const { expiresAtMs } = visit.caller;
  if (expiresAtMs === undefined) return () => undefined;
  return atTime(clock, expiresAtMs, () => stream.end({ errors: [tokenExpired()] }));
}

/** graphql-sse tells what is wrong with a request without a code. */
function withCodes(body: string | null): unknown {
  if (body === null) return '';
  const { errors } = JSON.parse(body) as { errors: readonly GraphQLFormattedError[] };
  return errorBody(...errors.map((error) => ({ extensions: { code: 'BAD_USER_INPUT' }, ...error })));
}

async function pipe(
  body: AsyncGenerator<string, void>,
  reply: FastifyReply,
  status: number,
  exchange: Exchange,
): Promise<void> {
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
  exchange.onHead?.();
  for await (const chunk of body) {
    if (response.destroyed || exchange.cut) break;
    response.write(chunk);
    await writable(response);
  }
  response.end();
}

/** Finished text goes to the client as it is, past graphql-sse, which would make it anew for each listener. */
function trySend(exchange: Exchange, json: string, whenRoom: () => void): boolean {
  const { response } = exchange;
  if (response.destroyed || response.writableEnded || exchange.cut) return true;
  if (!response.headersSent) {
    exchange.onHead = whenRoom;
    return false;
  }
  const full = writable(response);
  if (full === undefined) response.write(`event: next\ndata: ${json}\n\n`);
  else void full.then(whenRoom);
  return full === undefined;
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
