import { type ExecutionResult, GraphQLError } from 'graphql';

/**
 * Runs an operation on the engine. A throw of the engine's is a fault of this server, not an outcome: it ends that operation alone,
 * with an error, where the library in between would end its whole connection.
 */
export async function runOperation<T>(run: () => T | Promise<T>): Promise<T | ExecutionResult> {
  try {
    return await run();
  } catch (thrown) {
    return { errors: [internalError(thrown)] };
  }
}

/** For libraries that want a GraphQLError. The engine's formatError shows a caller nothing of what is inside. */
export function internalError(thrown: unknown): GraphQLError {
  const originalError = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new GraphQLError('Internal server error', { originalError });
}
