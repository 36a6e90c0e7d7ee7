import type { ExecutionArgs } from 'graphql';
import { type Context, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import type { HostOptions } from './host-options.js';
import { openOperationScope } from './operation-scope.js';
import { prepareOperation } from './prepare-operation.js';
import { outcomeOf, requestError } from './request-error.js';
import { isResultIterator, ResultStream } from './result-stream.js';
import type { SocketOperations } from './socket-operations.js';

export interface SocketExtra {
  readonly operations: SocketOperations;
  /** The Authorization header of the upgrade request: for clients that can set one. */
  readonly authorization: string | undefined;
}

type SocketContext = Context<Record<string, unknown>, SocketExtra>;

/** graphql-ws's own protocol machine on our engine, gate and identity; sockets are websocket.ts's. */
export function createGraphqlWsServer(host: HostOptions): Server<SocketExtra> {
  const { engine, metrics, clock } = host;
  return makeServer<Record<string, unknown>, SocketExtra>({
    onConnect: (context) => connect(host, context),
    onSubscribe: (context, id, payload) => admit(host, context, id, payload),
    execute: (args) => engine.execute(args),
    subscribe: (args) => engine.subscribe(args),
    onOperation({ extra }, id, _payload, _args, result) {
      const operation = extra.operations.get(id);
      if (!isResultIterator(result)) return undefined;
      const closed = metrics.openSubscription('ws');
      if (operation !== undefined) metrics.countOperation({ name: operation.name, type: operation.type, code: 'OK' });
      // finish(), not complete: a socket that closes ends the iterator, but its loop may hear of that much later.
      const onEnd = () => {
        closed();
        operation?.scope.end();
      };
      return new ResultStream(result, { onEnd });
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
      const { name, type, outcome: code, startedMs } = operation;
      metrics.countOperation({ name, type, code, durationMs: clock.now() - startedMs });
    },
  });
}

/** False makes graphql-ws close with 4403. */
function connect({ identify, logger }: HostOptions, { connectionParams, extra }: SocketContext): boolean {
  const { authorization, Authorization } = connectionParams ?? {};
  try {
    extra.operations.caller = identify(authorization ?? Authorization ?? extra.authorization);
    return true;
  } catch (err) {
    logger.debug({ err }, 'socket refused');
    return false;
  }
}

function admit(host: HostOptions, { extra }: SocketContext, id: string, payload: SubscribePayload) {
  const { engine, clock, limits, metrics, operationTimeoutMs: timeoutMs } = host;
  const { operations } = extra;
  if (operations.size >= limits.maxOperationsPerSocket) {
    metrics.countRefusal('MAX_OPERATIONS_PER_SOCKET');
    return [requestError('TOO_MANY_REQUESTS', 'Too many operations are under way on this socket; complete some first')];
  }
  // The client completed it, but it is still running; two of one id could not be told apart when they end.
  if (operations.get(id) !== undefined) {
    return [requestError('TOO_MANY_REQUESTS', 'An operation of this id has not ended yet; use another id')];
  }
  const prepared = prepareOperation(host, payload);
  if (prepared.kind === 'refused') return prepared.errors;
  const { document, type, name } = prepared;
  const scope = openOperationScope({ clock, timeoutMs, type });
  operations.add(id, { scope, type, name, startedMs: clock.now(), outcome: 'OK' });
  return {
    schema: engine.schema,
    document,
    operationName: payload.operationName ?? null,
    variableValues: payload.variables ?? null,
    contextValue: engine.contextFor(operations.caller, scope.signal),
  } satisfies ExecutionArgs;
}
