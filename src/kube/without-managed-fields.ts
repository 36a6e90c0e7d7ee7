import type { KubeObject } from './ports.js';

/** The object without the bookkeeping of its field managers, often the larger half; nobody here reads it. */
export function withoutManagedFields<T extends KubeObject>(object: T): T {
  if (object.metadata.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
