import { type DocumentNode, type ExecutionArgs, GraphQLError, type OperationTypeNode } from 'graphql';
import type { Engine, OperationContext } from '../graphql/engine.js';
import type { PassedOperation } from '../graphql/gate.js';
import { fieldOf } from './field-of.js';
import type { HostOptions } from './host-options.js';
import { type DocumentParams, textOf } from './text-of.js';

export interface OperationRequest extends DocumentParams {
  /** Empty where the document is named by an id. */
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

export type PreparedOperation = { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] } | ReadyOperation;

export interface ReadyOperation {
  readonly kind: 'ready';
  /** Executed with its own variables: what the request says is not looked at again. */
  readonly passed: PassedOperation;
  readonly type: `${OperationTypeNode}`;
  readonly name: string | undefined;
  /** For metrics: see fieldOf. */
  readonly field: string;
}

/**
 * Parses and passes the engine's gate: for the hosts whose libraries would otherwise do it in their own way. `document`: for who
 * has it from the engine's parser already; never what a client sent.
 */
export function prepareOperation(
  host: Pick<HostOptions, 'engine' | 'metrics'>,
  request: OperationRequest,
  document: DocumentNode | GraphQLError = parsed(host, request),
): PreparedOperation {
  const { engine } = host;
  if (document instanceof GraphQLError) return { kind: 'refused', errors: [document] };
  const { operationName, variables, extensions } = request;
  const result = engine.check({ document, operationName, variables, extensions });
  if (result.kind === 'refused') return result;
  const { operation } = result;
  return {
    kind: 'ready',
    passed: result,
    type: operation.operation,
    name: operation.name?.value,
    field: fieldOf(engine.schema, operation),
  };
}

/** For graphql-js, which coerces the variables once more: to what they are already. */
export function executionArgs(
  { schema }: Pick<Engine, 'schema'>,
  { document, operation, variables }: PassedOperation,
  contextValue: OperationContext,
): ExecutionArgs {
  return { schema, document, operationName: operation.name?.value ?? null, variableValues: variables, contextValue };
}

function parsed(host: Pick<HostOptions, 'engine' | 'metrics'>, request: OperationRequest): DocumentNode | GraphQLError {
  const named = textOf(host, request);
  return named instanceof GraphQLError ? named : host.engine.parse(named ?? request.query);
}
