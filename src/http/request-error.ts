import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../errors.js';

/** BAD_USER_INPUT is GraphQL's own, beside the codes of errors.ts. */
export type CallerCode = ErrorCode | 'BAD_USER_INPUT';

/** An error of the request as a whole, for the libraries that want a GraphQLError. */
export function requestError(code: CallerCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** The body of an answer to a request that never became an operation. */
export function errorBody(...errors: GraphQLFormattedError[]): { errors: GraphQLFormattedError[] } {
  return { errors };
}

/** What the metrics call an outcome: OK, or the first error's code. */
export function outcomeOf(errors: readonly GraphQLFormattedError[] | undefined): string {
  const first = errors?.[0];
  return first === undefined ? 'OK' : String(first.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR');
}
