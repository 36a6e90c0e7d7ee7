import type { OperationResources } from '../../src/graphql/engine.js';

/** Of an operation that nobody ends: what it opens stays open. */
export function openResources(): OperationResources {
  return { signal: new AbortController().signal, own: () => undefined };
}
