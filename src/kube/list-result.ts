import { AlbError } from '../errors.js';
import { isObject } from './is-object.js';
import { apiVersionOf, type Kind } from './kinds.js';
import type { KubeObject } from './ports.js';
import { withoutManagedFields } from './without-managed-fields.js';

export interface ListPage<T extends KubeObject = KubeObject> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
  /** Token of the next page; empty on the last. */
  readonly continue: string;
}

/** A list's JSON. Items carry their own apiVersion and kind; built-in kinds leave them out, and get them here. */
export function listPageFromJson<T extends KubeObject>(json: unknown, kind: Kind, version: string): ListPage<T> {
  const list = json as { items?: T[] | null; metadata?: { resourceVersion?: string; continue?: string } } | null;
  // Go writes an empty list as null now and then; but an answer without the member is no list at all.
  const items = list?.items === null ? [] : list?.items;
  if (!Array.isArray(items) || !items.every(isObject)) {
    throw new AlbError('CLUSTER_UNAVAILABLE', `The cluster answered with something other than a list of ${kind.kind}`);
  }
  const named = { apiVersion: apiVersionOf(kind, version), kind: kind.kind };
  return {
    items: items.map((item) => withoutManagedFields(item.kind === undefined ? { ...named, ...item } : item)),
    resourceVersion: list?.metadata?.resourceVersion ?? '',
    continue: list?.metadata?.continue ?? '',
  };
}
