import { type DocumentNode, GraphQLError, getOperationAST, type OperationTypeNode, parse } from 'graphql';
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
  { engine, limits }: Pick<HostOptions, 'engine' | 'limits'>,
  request: OperationRequest,
): PreparedOperation {
  const document = parseDocument(request.query, limits.maxTokens);
  if (document instanceof GraphQLError) return { kind: 'refused', errors: [document] };
  const { operationName = null, variables = null } = request;
  const errors = engine.check({ document, operationName, variables });
  if (errors.length > 0) return { kind: 'refused', errors };
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    return { kind: 'refused', errors: [requestError('BAD_USER_INPUT', 'operationName names none of the operations')] };
  }
  return { kind: 'ready', document, type: operation.operation, name: operation.name?.value };
}

function parseDocument(query: string, maxTokens: number): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens });
  } catch (thrown) {
    if (!(thrown instanceof GraphQLError)) throw thrown;
    const { message, source, positions } = thrown;
    return new GraphQLError(message, { source, positions, extensions: { code: 'BAD_USER_INPUT' } });
  }
}
