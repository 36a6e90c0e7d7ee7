import { AlbError } from '../errors.js';
import { isObject } from './is-object.js';
import type { KubeObject } from './ports.js';
import { errorFromStatus, type Status } from './status-error.js';
import type { StoreEvent } from './store.js';

/** One line of a watch. */
export type WatchEvent<T extends KubeObject = KubeObject> =
  | StoreEvent<T>
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string | undefined };

/** A parsed line as event; the cluster's ERROR is thrown, 410 as ExpiredError; a type not known is undefined. */
export function watchEventFromJson<T extends KubeObject>(
  json: unknown,
  context: { cluster: string; secret: string | undefined },
): WatchEvent<T> | undefined {
  const { type, object } = (json ?? {}) as { type?: unknown; object?: unknown };
  if (type === 'ERROR') throw errorFromStatus((object as Status | null)?.code ?? 500, object, context);
  const metadata = (object as Partial<KubeObject> | null | undefined)?.metadata;
  if (type === 'BOOKMARK') return { type, resourceVersion: metadata?.resourceVersion };
  if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED') return undefined;
  if (!isObject(object)) {
    throw new AlbError('CLUSTER_UNAVAILABLE', `Cluster ${context.cluster} sent a watch event without an object`);
  }
  return { type, object: object as T };
}
