import { AlbError } from '../errors.js';
import { filterLive } from './filter-live.js';
import { guardLive } from './guard-live.js';
import type { Kind } from './kinds.js';
import type { AccessQuestion, KubeObject, LiveCollection, LiveOptions, Scope, Watcher } from './ports.js';
import type { RecheckOptions } from './recheck-rights.js';
import { forbidden } from './refusal.js';
import type { ServerCache } from './server-cache.js';

export interface CachedWatcherOptions {
  readonly cluster: string;
  readonly cache: ServerCache;
  /** For what is not cached; watches in the caller's name. */
  readonly direct: Watcher;
  /** Whether the caller may, by the cluster's word; absent: every caller may do what the server may. */
  readonly may?: ((question: AccessQuestion, signal?: AbortSignal, maxAgeMs?: number) => Promise<boolean>) | undefined;
  readonly signal: AbortSignal | undefined;
  /** How a listener's rights are looked at again. */
  readonly recheck: RecheckOptions;
}

/** A look at the rights behind a stream is content with what another stream of the caller heard so long ago. */
const freshMs = 3000;

/** Holds on the sets that the server's identity keeps: one upstream watch for everybody, as far as each may. */
export class CachedWatcher implements Watcher {
  constructor(private readonly options: CachedWatcherOptions) {}

  async watch<T extends KubeObject>(kind: Kind, scope: Scope, options?: LiveOptions): Promise<LiveCollection<T>> {
    const { direct } = this.options;
    const live = (await this.#watch(kind, scope.namespace, options)) ?? (await direct.watch(kind, scope, options));
    return live as unknown as LiveCollection<T>;
  }

  async #watch(
    kind: Kind,
    namespace: string | undefined,
    options: LiveOptions | undefined,
  ): Promise<LiveCollection | undefined> {
    const { cache, may, signal, recheck } = this.options;
    if (may === undefined) return (await cache.open(kind, namespace, signal, options))?.live;
    const whole = await this.#mayWatch(kind, namespace, signal);
    if (!whole && (namespace !== undefined || !kind.namespaced)) throw this.#refusal(kind, namespace);
    const set = await cache.open(kind, namespace, signal, options);
    if (set === undefined) return undefined;
    const refusal = () => this.#refusal(kind, namespace);
    if (!whole) {
      const mayWatch = (name: string) => this.#mayWatch(kind, name, undefined, freshMs);
      return filterLive(set, { mayWatch, refusal, recheck });
    }
    try {
      // Asked again: the set may have been long in coming.
      if (!(await this.#mayWatch(kind, namespace, signal))) throw this.#refusal(kind, namespace);
    } catch (error) {
      set.live.close();
      throw error;
    }
    return guardLive(set, { mayStill: () => this.#mayWatch(kind, namespace, undefined, freshMs), refusal }, recheck);
  }

  /** A watched set begins with a list: both rights are needed, as with kubectl. */
  async #mayWatch(
    kind: Kind,
    namespace: string | undefined,
    signal?: AbortSignal,
    maxAgeMs?: number,
  ): Promise<boolean> {
    const { may } = this.options;
    if (may === undefined) return true;
    for (const verb of ['list', 'watch']) if (!(await may({ verb, kind, namespace }, signal, maxAgeMs))) return false;
    return true;
  }

  #refusal(kind: Kind, namespace: string | undefined): AlbError {
    const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
    return forbidden(`You may not watch ${kind.kind} objects${where} in cluster ${this.options.cluster}`);
  }
}
