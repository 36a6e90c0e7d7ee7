import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import { filterLive } from './filter-live.js';
import { guardLive } from './guard-live.js';
import type { Kind } from './kinds.js';
import type { Pause } from './lookout.js';
import type { AccessQuestion, KubeObject, LiveCollection, LiveOptions, Scope, Watcher } from './ports.js';
import { forbidden } from './refusal.js';
import type { ServerCache } from './server-cache.js';

export interface CachedWatcherOptions {
  readonly cluster: string;
  readonly cache: ServerCache;
  /** For what is not cached; watches in the caller's name. */
  readonly direct: Watcher;
  /** Whether the caller may, by the cluster's word; absent: every caller may do what the server may. */
  readonly may?: ((question: AccessQuestion, signal?: AbortSignal, maxAgeMs?: number) => Promise<boolean>) | undefined;
  /** When the caller's token ends, in ms since 1970. */
  readonly tokenEndsMs: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  /** How often a listener's rights are looked at again. */
  readonly recheckMs: number;
  readonly pause: Pause;
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
    const { cache, may, signal, clock, recheckMs, tokenEndsMs, pause } = this.options;
    if (may === undefined) return (await cache.open(kind, namespace, signal, options))?.live;
    const whole = await this.#mayWatch(kind, namespace, signal);
    if (!whole && (namespace !== undefined || !kind.namespaced)) throw this.#refusal(kind, namespace);
    const set = await cache.open(kind, namespace, signal, options);
    if (set === undefined) return undefined;
    const { live, isCutOff } = set;
    const common = { clock, recheckMs, tokenEndsMs, isCutOff, pause, refusal: () => this.#refusal(kind, namespace) };
    if (!whole)
      return filterLive(set, { ...common, mayWatch: (name) => this.#mayWatch(kind, name, undefined, freshMs) });
    try {
      // Asked again: the set may have been long in coming.
      if (!(await this.#mayWatch(kind, namespace, signal))) throw this.#refusal(kind, namespace);
    } catch (error) {
      live.close();
      throw error;
    }
    return guardLive(live, { ...common, mayStill: () => this.#mayWatch(kind, namespace, undefined, freshMs) });
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
