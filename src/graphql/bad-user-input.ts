import { GraphQLError } from 'graphql';

/** A value that GraphQL itself can refuse, before anything runs. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
