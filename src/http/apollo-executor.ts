import type { ServerResponse } from 'node:http';
import type { ApolloServerOptions } from '@apollo/server';
import type { Caller } from '../kube/ports.js';
import type { HostOptions } from './host-options.js';
import { OperationScope } from './operation-scope.js';
import { executionArgs } from './prepare-operation.js';
import type { Begun } from './quick.js';

/** What Apollo carries from the request to the executor. Apollo copies it: nothing in it is to be told by identity. */
export interface ApolloContext {
  readonly caller: Caller;
  readonly response: ServerResponse;
  readonly begun: Begun;
}

/** Apollo's name for it, taken from its options: the package that declares it is not ours to import. */
type Gateway = NonNullable<ApolloServerOptions<ApolloContext>['gateway']>;
type GatewayExecutor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

/** Runs what Apollo parsed on the engine: in that place Apollo lets another executor than graphql-js in. */
export function executorOf(host: HostOptions): GatewayExecutor {
  const { engine } = host;
  return async ({ context }) => {
    const { caller, response, begun } = context as ApolloContext;
    const { prepared } = begun;
    if (prepared?.kind !== 'ready') throw new Error('Apollo executes an operation that has not passed the gate');
    const scope = begun.operation?.scope ?? new OperationScope(host, prepared.type);
    const onClose = () => scope.disconnect();
    response.once('close', onClose);
    if (response.destroyed) onClose();
    try {
      const contextValue = begun.operation?.context ?? engine.contextFor(caller, scope);
      return await engine.execute(executionArgs(engine, prepared.passed, contextValue));
    } finally {
      response.off('close', onClose);
      scope.end();
    }
  };
}
