import type { CombinedError } from '@urql/core';

/** A failed operation as the page shows it: one of the API's codes, or NETWORK where no answer came at all. */
export interface Problem {
  readonly code: string;
  /** In the server's own words. */
  readonly message: string;
}

/** The same call may succeed when simply repeated. */
const transient = new Set(['NETWORK', 'CLUSTER_UNAVAILABLE', 'TIMEOUT', 'TOO_MANY_REQUESTS']);

export function isTransient({ code }: Problem): boolean {
  return transient.has(code);
}

/**
 * What an error says of the operation as a whole. A 401 of the HTTP layer arrives as a GraphQL error too, so the codes
 * are all there is to tell.
 */
export function problemFrom(error: CombinedError): Problem {
  const [first] = error.graphQLErrors;
  if (first !== undefined) return { code: codeOf(first), message: first.message };
  return { code: 'NETWORK', message: error.networkError?.message ?? error.message };
}

export function codeOf({ extensions }: { extensions?: Record<string, unknown> | undefined }): string {
  return String(extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR');
}

/** Faults below one field of an answer that stands otherwise, such as `alb`. */
export function problemAt(error: CombinedError | undefined, field: string): Problem | undefined {
  const found = error?.graphQLErrors.find(({ path }) => path?.includes(field));
  return found && { code: codeOf(found), message: found.message };
}
