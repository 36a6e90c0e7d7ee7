import { BoundedCache, type OnCache } from '../bounded-cache.js';
import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import type { Authorizer } from '../kube/ports.js';
import { cacheBounds } from '../memory-bounds.js';

/** How long a name is believed. */
const keepMs = 600_000;

interface Username {
  readonly name: string | null;
}

/** Who callers are to their clusters, asked once for each caller and cluster. Null where it cannot be known. */
export class Usernames {
  readonly #known: BoundedCache<Username>;
  /** Questions under way: at most one for each mutation under way. */
  readonly #asked = new Map<string, Promise<string | null>>();

  constructor(
    private readonly clock: Clock,
    onCache?: OnCache,
  ) {
    this.#known = new BoundedCache(cacheBounds.usernames, ({ name }) => 32 + 2 * (name?.length ?? 0), onCache);
  }

  async of(cluster: string, callerKey: string, authorizer: Authorizer): Promise<string | null> {
    const key = JSON.stringify([cluster, callerKey]);
    const known = this.#known.get(key, this.clock.elapsed());
    if (known !== undefined) return known.name;
    const underWay = this.#asked.get(key);
    if (underWay !== undefined) return underWay;
    const asked = this.#ask(key, authorizer).finally(() => this.#asked.delete(key));
    this.#asked.set(key, asked);
    return asked;
  }

  async #ask(key: string, authorizer: Authorizer): Promise<string | null> {
    try {
      const name = (await authorizer.whoAmI())?.username ?? null;
      this.#keep(key, name);
      return name;
    } catch (thrown) {
      // A refusal is an answer; a failure to ask is none.
      if (AlbError.from(thrown).code === 'FORBIDDEN') this.#keep(key, null);
      return null;
    }
  }

  #keep(key: string, name: string | null): void {
    this.#known.set(key, { name }, this.clock.elapsed() + keepMs);
  }
}
