import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { ErrorCode } from '../errors.js';
import type { Refused } from './admission.js';

/** BAD_USER_INPUT is GraphQL's own, beside the codes of errors.ts. */
export type CallerCode = ErrorCode | 'BAD_USER_INPUT';

/** An error of the request as a whole, for the libraries that want a GraphQLError. */
export function requestError(code: CallerCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** TOO_MANY_REQUESTS: how many are the most, and when to ask again. */
export function tooManyRequests(refused: Refused): GraphQLError {
  const { message, extensions } = formattedTooMany(refused);
  return new GraphQLError(message, { extensions });
}

/** The same as it is sent, without an Error, which looks where it was made: a quarter of what it costs to refuse. */
export function formattedTooMany({ message, limit, retryAfterMs }: Refused) {
  return { message, extensions: { code: 'TOO_MANY_REQUESTS', limit, retryAfterMs } };
}

/** HTTP's status and header for it; the header is in whole seconds. */
export function tooManyHead({ extensions }: GraphQLFormattedError) {
  const seconds = Math.ceil(Number(extensions?.['retryAfterMs']) / 1000);
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
