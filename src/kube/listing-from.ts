import type { IndexFunctions, KubeObject, Listing } from './ports.js';
import { Store } from './store.js';

export interface ListingFacts {
  readonly partial: boolean;
  readonly resourceVersion: string;
}

/** A listing that stays as it is, of the objects given. */
export function listingFrom<T extends KubeObject>(
  objects: readonly T[],
  indexes: IndexFunctions,
  facts: ListingFacts,
): Listing<T> {
  const store = new Store<T>(indexes, { partial: facts.partial });
  store.replaceAll(objects, facts.resourceVersion);
  return store;
}
