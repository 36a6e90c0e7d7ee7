import { type DocumentNode, GraphQLError, getOperationAST, type OperationTypeNode } from 'graphql';
import { fieldOf } from './field-of.js';
import type { HostOptions } from './host-options.js';
import { requestError } from './request-error.js';
import { type DocumentParams, textOf } from './text-of.js';

export interface OperationRequest extends DocumentParams {
  /** Empty where the document is named by an id. */
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

export type PreparedOperation =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
  | {
      readonly kind: 'ready';
      readonly document: DocumentNode;
      readonly type: `${OperationTypeNode}`;
      readonly name: string | undefined;
      /** For metrics: see fieldOf. */
      readonly field: string;
    };

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
  const { operationName = null, variables = null } = request;
  if (document instanceof GraphQLError) return { kind: 'refused', errors: [document] };
  const errors = engine.check({ document, operationName, variables });
  if (errors.length > 0) return { kind: 'refused', errors };
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    return { kind: 'refused', errors: [requestError('BAD_USER_INPUT', 'operationName names none of the operations')] };
  }
  return {
    kind: 'ready',
    document,
    type: operation.operation,
    name: operation.name?.value,
    field: fieldOf(engine.schema, operation),
  };
}

function parsed(host: Pick<HostOptions, 'engine' | 'metrics'>, request: OperationRequest): DocumentNode | GraphQLError {
  const named = textOf(host, request);
  return named instanceof GraphQLError ? named : host.engine.parse(named ?? request.query);
}
