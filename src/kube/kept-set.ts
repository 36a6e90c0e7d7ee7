import type { KubeObject, Listing } from './ports.js';

/** A set kept in memory: as it is, or as it was at one moment. */
export interface KeptSet<T extends KubeObject = KubeObject> extends Listing<T> {
  /** Another one after each change of the objects, and in each set: the same one again means the same objects. */
  readonly revision: object;
  /** The namespaces that hold an object. */
  namespaces(): string[];
  sizeOf(namespace: string): number;
}
