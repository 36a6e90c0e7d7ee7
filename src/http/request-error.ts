import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../errors.js';
import type { Entry } from './admission.js';

/** BAD_USER_INPUT is GraphQL's own, beside the codes of errors.ts. */
export type CallerCode = ErrorCode | 'BAD_USER_INPUT';

export type Refusal = Extract<Entry, { readonly kind: 'refused' }>;

/** An error of the request as a whole, for the libraries that want a GraphQLError. */
export function requestError(code: CallerCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** TOO_MANY_REQUESTS: how many are the most, and when to ask again. */
export function tooManyRequests({ message, limit, retryAfterMs }: Refusal): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_REQUESTS', limit, retryAfterMs } });
}

/** HTTP's status and header for it; the header is in whole seconds. */
export function tooManyHead(error: GraphQLError) {
  const seconds = Math.ceil(Number(error.extensions['retryAfterMs']) / 1000);
  return { status: 429, headers: { 'retry-after': String(seconds) } };
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
