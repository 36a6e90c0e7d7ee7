/**
 * Thrown where the quick way ends: an error, a null where none may be, a value that is not what it should be. The operation
 * is then executed by graphql-js, which knows what to answer. Nothing of the obstacle itself is ever told.
 */
export class Obstacle extends Error {}
