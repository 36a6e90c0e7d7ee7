import { GraphQLError } from 'graphql';

/** QUERY_TOO_COMPLEX, with what was measured and what the most is. */
export function tooComplex(message: string, extensions: { measured?: number; limit?: number } = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX', ...extensions } });
}

export const nestedTooDeeply = () => tooComplex('The document is nested too deeply to be read.');

/** What recursion as deep as the document itself comes to, or the refusal of one that is deeper than the stack. */
export function withinStack<T>(recursive: () => T): T | GraphQLError {
  try {
    return recursive();
  } catch (thrown) {
    if (thrown instanceof RangeError) return nestedTooDeeply();
    throw thrown;
  }
}
