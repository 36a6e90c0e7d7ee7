import { type ExecutionResult, GraphQLError } from 'graphql';
import { CloseCode, type Context, MessageType, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import { atTime } from '../clock.js';
import { isTopicListener, type TrySend } from '../graphql/shared/topic-listener.js';
import type { Caller } from '../kube/ports.js';
import { maxIdChars } from '../memory-bounds.js';
import { admissionKey } from './admission-key.js';
import { closeCodes } from './close-codes.js';
import type { Host } from './host-options.js';
import { observed } from './observe.js';
import { OperationScope } from './operation-scope.js';
import { placeOf } from './place-of.js';
import { executionArgs, prepareOperation } from './prepare-operation.js';
import { outcomeOf, requestError, tooManyRequests } from './request-error.js';
import { requestIdFrom } from './request-id.js';
import { isResultIterator, ResultStream } from './result-stream.js';
import { internalError, runOperation } from './run-operation.js';
import type { SocketOperations } from './socket-operations.js';

export interface SocketExtra {
  readonly operations: SocketOperations;
  /** The Authorization header of the upgrade request: for clients that can set one. */
  readonly authorization: string | undefined;
  /** Of that request too. */
  readonly requestId: string;
  readonly trySend: TrySend;
}

type SocketContext = Context<Record<string, unknown>, SocketExtra>;

/** graphql-ws's own protocol machine on our engine, gate and identity; sockets are websocket.ts's. */
export function createGraphqlWsServer(host: Host): Server<SocketExtra> {
  const { engine, metrics, clock } = host;
  return makeServer<Record<string, unknown>, SocketExtra>({
    onConnect: (context) => connect(host, context),
    onSubscribe: (context, id, payload) => admit(host, context, id, payload),
    execute: (args) => runOperation(() => engine.execute(args)),
    subscribe: (args) => runOperation(() => engine.subscribe(args)),
    onOperation({ extra }, id, _payload, _args, result) {
      if (!isResultIterator(result)) return undefined;
      return runOperation(() => openStream(host, extra, id, result));
    },
    onNext({ extra }, id, _payload, _args, result) {
      const { errors, ...rest } = result;
      if (errors === undefined) return undefined;
      const formatted = errors.map((error) => engine.formatError(error));
      const operation = extra.operations.get(id);
      if (operation !== undefined) operation.outcome = outcomeOf(formatted);
      return { ...rest, errors: formatted };
    },
    onError(_context, _id, _payload, errors) {
      const formatted = errors.map((error) => engine.formatError(error));
      metrics.countOperation({ name: undefined, type: 'unknown', code: outcomeOf(formatted) });
      return formatted;
    },
    onComplete({ extra }, id) {
      const operation = extra.operations.finish(id);
      if (operation === undefined || operation.type === 'subscription') return;
      const { name, field, type, outcome: code, startedMs, caller } = operation;
      metrics.countOperation({ name, field, type, code, durationMs: clock.elapsed() - startedMs, caller });
    },
  });
}

/** What graphql-ws is to iterate. The operation owns it, and ends with it. */
function openStream(host: Host, extra: SocketExtra, id: string, result: AsyncIterableIterator<ExecutionResult>) {
  const { metrics } = host;
  const operation = extra.operations.get(id);
  // Not onComplete: a socket that closes ends the iterator, but its loop may hear of that much later.
  const stream = new ResultStream(result, { onEnd: () => operation?.scope.end() });
  operation?.scope.own(() => stream.end());
  operation?.scope.own(metrics.openSubscription('ws'));
  if (operation !== undefined) {
    const { name, field, type, caller } = operation;
    metrics.countOperation({ name, field, type, code: 'OK', caller });
  }
  // Finished text goes to the socket as it is, past the loop that would make it anew for each listener.
  if (isTopicListener(result)) {
    const start = `{"id":${JSON.stringify(id)},"type":"${MessageType.Next}","payload":`;
    result.pushTo((json, whenRoom, existing) => extra.trySend(`${start}${json}}`, whenRoom, existing));
  }
  return stream;
}

/** False makes graphql-ws close with 4403, where the socket is not closing already. */
function connect(host: Host, { connectionParams, extra }: SocketContext): boolean {
  const { identify, logger, clock, admission } = host;
  const { authorization, Authorization } = connectionParams ?? {};
  const { operations } = extra;
  let caller: Caller;
  try {
    caller = identify(authorization ?? Authorization ?? extra.authorization);
  } catch (err) {
    logger.debug({ err }, 'socket refused');
    return false;
  }
  const { expiresAtMs } = caller;
  if (expiresAtMs !== undefined && expiresAtMs <= clock.now()) return false;
  const key = admissionKey(caller, operations.address);
  const entry = admission.socket(key);
  if (entry.kind === 'refused') {
    operations.close(closeCodes.tryAgainLater, 'Too many sockets');
    return false;
  }
  operations.caller = caller;
  operations.key = key;
  operations.onDisconnect(entry.leave);
  if (expiresAtMs === undefined) return true;
  const expire = () => {
    operations.close(CloseCode.Forbidden, 'The token has expired');
    operations.disconnect();
  };
  operations.onDisconnect(atTime(clock, expiresAtMs, expire));
  return true;
}

function admit(host: Host, { extra }: SocketContext, id: string, payload: SubscribePayload) {
  const { operations } = extra;
  const entry = host.admission.operation(operations.key);
  if (entry.kind === 'refused') return [tooManyRequests(entry)];
  const prepared = prepareSafely(host, extra, id, payload, entry.leave);
  if (Array.isArray(prepared)) entry.leave();
  return prepared;
}

function prepareSafely(...[host, extra, id, ...rest]: Parameters<typeof prepare>) {
  try {
    return prepare(host, extra, id, ...rest);
  } catch (thrown) {
    return [internalError(thrown)];
  }
}

function prepare(host: Host, extra: SocketExtra, id: string, payload: SubscribePayload, leave: () => void) {
  const { engine, clock } = host;
  const { operations } = extra;
  const full = socketFull(host, operations, id) ?? idFault(id);
  if (full !== undefined) return [full];
  const prepared = prepareOperation(host, payload);
  if (prepared.kind === 'refused') return prepared.errors;
  const { passed, type, name, field } = prepared;
  const place = placeOf(host, operations.key, type, leave, passed);
  if (place instanceof GraphQLError) return [place];
  const scope = new OperationScope(host, type);
  scope.own(place);
  const requestId = requestIdFrom(`${extra.requestId}:${id}`);
  const caller = observed(host, operations.caller, requestId, payload.extensions?.['traceparent']);
  operations.add(id, { scope, type, name, field, caller, startedMs: clock.elapsed(), outcome: 'OK' });
  try {
    return executionArgs(engine, passed, engine.contextFor(caller, scope));
  } catch (thrown) {
    operations.finish(id);
    throw thrown;
  }
}

/** An id is kept while its operation is under way, and sent with each of its results. */
function idFault(id: string): GraphQLError | undefined {
  if (id.length <= maxIdChars) return undefined;
  return requestError(
    'BAD_USER_INPUT',
    `The id of an operation has ${id.length} characters; ${maxIdChars} is the most`,
  );
}

function socketFull({ limits, metrics }: Host, operations: SocketOperations, id: string): GraphQLError | undefined {
  const { maxOperationsPerSocket: limit } = limits;
  if (operations.size >= limit) {
    metrics.countRefusal('MAX_OPERATIONS_PER_SOCKET');
    const message = `This socket has ${operations.size} operations under way; ${limit} is the most. Complete some first.`;
    return tooManyRequests({ kind: 'refused', message, limit, retryAfterMs: 1_000 });
  }
  // The client completed it, but it is still running; two of one id could not be told apart when they end.
  if (operations.get(id) === undefined) return undefined;
  return requestError('TOO_MANY_REQUESTS', 'An operation of this id has not ended yet; use another id');
}
