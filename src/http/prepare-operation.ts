import { type DocumentNode, GraphQLError, getOperationAST, type OperationTypeNode } from 'graphql';
import type { HostOptions } from './host-options.js';
import { requestError } from './request-error.js';

export interface OperationRequest {
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
    };

/** Parses and passes the engine's gate: for the hosts whose libraries would otherwise do it in their own way. */
export function prepareOperation(
  { engine }: Pick<HostOptions, 'engine'>,
  { query, operationName = null, variables = null }: OperationRequest,
): PreparedOperation {
  const document = engine.parse(query);
  if (document instanceof GraphQLError) return { kind: 'refused', errors: [document] };
  const errors = engine.check({ document, operationName, variables });
  if (errors.length > 0) return { kind: 'refused', errors };
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    return { kind: 'refused', errors: [requestError('BAD_USER_INPUT', 'operationName names none of the operations')] };
  }
  return { kind: 'ready', document, type: operation.operation, name: operation.name?.value };
}
