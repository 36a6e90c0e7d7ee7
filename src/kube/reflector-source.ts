import type { Identity } from './identity.js';
import type { Kind } from './kinds.js';
import type { KubeClient, ListResult } from './kube-client.js';
import type { KubeObject } from './ports.js';
import { type WatchEvent, watchEventFromJson } from './watch-event.js';

export interface WatchOptions {
  readonly resourceVersion: string;
  /** The cluster is asked to end the watch by itself after so long. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  /** Called for every sign of life of the connection, whole events or not. */
  readonly onBytes: () => void;
}

/** Where a reflector gets its objects. Both verbs fail with AlbError. */
export interface ReflectorSource<T extends KubeObject = KubeObject> {
  list(signal: AbortSignal): Promise<ListResult<T>>;
  watch(options: WatchOptions): AsyncIterable<WatchEvent<T>>;
}

/** The objects of one kind in one namespace, or in the whole cluster, as `identity` may see them. */
export function reflectorSource(
  client: KubeClient,
  kind: Kind,
  namespace: string | undefined,
  identity: Identity,
): ReflectorSource {
  const scope = { namespace };
  const context = { cluster: client.rest.cluster, secret: identity.type === 'caller' ? identity.token : undefined };
  return {
    list: (signal) => client.list(kind, scope, identity, signal),
    async *watch(options) {
      for await (const json of client.watch(kind, scope, identity, options)) {
        const event = watchEventFromJson(json, context);
        if (event !== undefined) yield event;
      }
    },
  };
}
