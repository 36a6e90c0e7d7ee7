/** Of every host of operations. */
export const graphqlPath = '/graphql';
