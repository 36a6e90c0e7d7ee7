import { AlbError } from '../errors.js';
import { isObject } from './is-object.js';
import { apiVersionOf, type Kind } from './kinds.js';
import { ListBody } from './list-body.js';
import type { KubeObject } from './ports.js';
import type { BodySink } from './read-body.js';
import { withoutManagedFields } from './without-managed-fields.js';

export interface ListPage<T extends KubeObject = KubeObject> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
  /** Token of the next page; empty on the last. */
  readonly continue: string;
}

/** Takes in a list's JSON. Items carry their own apiVersion and kind; built-in kinds leave them out, and get them here. */
export function listPageSink<T extends KubeObject>(kind: Kind, version: string): BodySink<ListPage<T>> {
  const named = { apiVersion: apiVersionOf(kind, version), kind: kind.kind };
  const body = new ListBody(named, (item) => {
    if (!isObject(item)) throw notAList(kind);
    const object = item as KubeObject;
    return withoutManagedFields(object.kind === undefined ? { ...named, ...object } : object);
  });
  return {
    push: (chunk) => body.push(chunk),
    end() {
      const list = body.end() as {
        items?: T[] | null;
        metadata?: { resourceVersion?: string; continue?: string };
      } | null;
      // Go writes an empty list as null now and then; but an answer without the member is no list at all.
      const items = list?.items === null ? [] : list?.items;
      if (!Array.isArray(items)) throw notAList(kind);
      const { resourceVersion = '', continue: next = '' } = list?.metadata ?? {};
      return { items, resourceVersion, continue: next };
    },
  };
}

function notAList({ kind }: Kind): AlbError {
  return new AlbError('CLUSTER_UNAVAILABLE', `The cluster answered with something other than a list of ${kind}`);
}
