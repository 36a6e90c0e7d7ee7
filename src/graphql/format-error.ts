import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AlbError, InputFaultsError } from '../errors.js';

/** One error for each fault of an input, at the same path of the response. */
export function expandErrors(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  return errors.flatMap((error) => {
    const faults = error.originalError;
    if (!(faults instanceof InputFaultsError)) return [error];
    return faults.errors.map(
      (fault) =>
        new GraphQLError(fault.message, {
          originalError: fault,
          nodes: error.nodes ?? null,
          path: error.path ?? null,
          extensions: extensionsOf(fault),
        }),
    );
  });
}

export interface FormatErrorOptions {
  /** False: names of the schema are not suggested either. */
  readonly introspection?: boolean | undefined;
  readonly onInternalError?: ((error: unknown) => void) | undefined;
}

/**
 * What a caller may see of an error: its own message and code where it is one of ours, GraphQL's where GraphQL found it,
 * and nothing of the inside otherwise.
 */
export function formatError(error: unknown, options: FormatErrorOptions = {}): GraphQLFormattedError {
  const original = originalOf(error);
  const located = error instanceof GraphQLError ? error.toJSON() : undefined;
  const place = {
    ...(located?.locations && { locations: located.locations }),
    ...(located?.path && { path: located.path }),
  };
  if (original === undefined) {
    const code = located?.extensions?.['code'] ?? 'BAD_USER_INPUT';
    const message = located?.message ?? '';
    const shown = options.introspection === false ? withoutSuggestion(message) : message;
    return { message: shown, ...place, extensions: { ...located?.extensions, code } };
  }
  const own = AlbError.from(original);
  if (own.code === 'INTERNAL_SERVER_ERROR') options.onInternalError?.(own.cause ?? own);
  return { message: own.message, ...place, extensions: extensionsOf(own) };
}

/** graphql-js 16 cannot be told to leave it out. */
function withoutSuggestion(message: string): string {
  const at = message.endsWith('?') ? message.lastIndexOf(' Did you mean ') : -1;
  return at < 0 ? message : message.slice(0, at);
}

/** Undefined for an error that GraphQL itself found in the request. */
function originalOf(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return error;
  const original = error.originalError;
  if (original == null) return undefined;
  return original instanceof GraphQLError ? originalOf(original) : original;
}

function extensionsOf(error: AlbError): Record<string, unknown> {
  const { code, kubernetes, extensions } = error;
  return { ...extensions, code, ...(kubernetes && { kubernetes }) };
}
