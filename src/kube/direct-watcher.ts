import { AlbError } from '../errors.js';
import type { AllowedNamespaces } from './allowed-namespaces.js';
import type { Identity } from './identity.js';
import type { Informers } from './informers.js';
import type { Kind } from './kinds.js';
import type { KubeObject, LiveCollection, LiveOptions, Scope, Watcher } from './ports.js';
import type { RecheckOptions } from './recheck-rights.js';
import { forbidden } from './refusal.js';
import { unionLive } from './union-live.js';

export interface DirectWatcherOptions {
  readonly cluster: string;
  readonly informers: Informers;
  readonly namespaces: AllowedNamespaces;
  readonly identity: Identity;
  readonly signal: AbortSignal | undefined;
  readonly recheck: RecheckOptions;
}

/** Watches in the caller's own name: the cluster judges. One upstream watch serves all listeners of one caller and scope. */
export class DirectWatcher implements Watcher {
  constructor(private readonly options: DirectWatcherOptions) {}

  async watch<T extends KubeObject>(kind: Kind, scope: Scope, options?: LiveOptions): Promise<LiveCollection<T>> {
    const live = await this.#watch(kind, scope.namespace, options);
    return live as unknown as LiveCollection<T>;
  }

  async #watch(kind: Kind, namespace: string | undefined, options: LiveOptions | undefined): Promise<LiveCollection> {
    const open = (name: string | undefined, waiting: AbortSignal | undefined) =>
      this.options.informers.get(kind, name, this.options.identity).openReady(undefined, waiting, options);
    try {
      return await open(namespace, this.options.signal);
    } catch (error) {
      const wide = kind.namespaced && namespace === undefined;
      if (!wide || !(error instanceof AlbError) || error.code !== 'FORBIDDEN') throw error;
    }
    const { namespaces, identity, signal, recheck, cluster } = this.options;
    let starting = true;
    // What comes after the start is bound to the set's own life, not to the operation that began it.
    const current = () => (starting ? signal : undefined);
    const live = await unionLive({
      find: () => namespaces.find(kind, ['list', 'watch'], identity, current()),
      open: (name) => open(name, current()),
      refusal: () => forbidden(`You may no longer watch ${kind.kind} objects in cluster ${cluster}`),
      recheck,
    });
    starting = false;
    return live;
  }
}
