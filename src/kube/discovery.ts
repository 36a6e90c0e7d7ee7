import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import { type Identity, keyOfIdentity } from './identity.js';
import type { Kind } from './kinds.js';
import type { Sight } from './lookout.js';
import { isRefusal } from './refusal.js';
import type { RestClient } from './rest.js';
import { SharedRequests } from './shared-request.js';

interface Known {
  readonly versions: readonly string[];
  readonly untilMs: number;
}

/** No cluster serves so many versions of a group, nor one of so long a name. */
const maxVersions = 32;
const maxVersionChars = 63;

export interface DiscoveryOptions {
  readonly rest: RestClient;
  readonly clock: Clock;
  /** How long an answer is believed. Default 300,000 ms; failures and an absent group are never kept. */
  readonly ttlMs?: number | undefined;
}

/** Which versions of an API group the cluster serves. The answer is the same for every caller and is shared. */
export class Discovery {
  readonly #known = new Map<string, Known>();
  readonly #requests = new SharedRequests<readonly string[] | undefined>();

  constructor(private readonly options: DiscoveryOptions) {}

  /**
   * The versions of the kind to be tried, best first; none where the group is not served. A kind that this server speaks
   * in one version alone costs no question. Where the caller may not ask, every version that could be is answered.
   */
  async versionsOf(kind: Kind, identity: Identity, signal?: AbortSignal): Promise<readonly string[]> {
    if (kind.versions.length < 2) return kind.versions;
    const known = this.#known.get(kind.group);
    const served =
      known !== undefined && known.untilMs > this.options.clock.elapsed()
        ? known.versions
        : await this.#ask(kind.group, identity, signal);
    return served === undefined ? kind.versions : kind.versions.filter((version) => served.includes(version));
  }

  /** Forgets what is known of a group, because the cluster contradicted it. */
  forget(group: string): void {
    this.#known.delete(group);
  }

  /** Whether the group of the kind is served now. Never rejects. */
  async look({ group }: Kind, identity: Identity): Promise<Sight> {
    try {
      const served = await this.#ask(group, identity);
      if (served === undefined) return 'unclear';
      return served.length > 0 ? 'ready' : 'not ready';
    } catch (error) {
      return isRefusal(error) ? 'unclear' : 'silent';
    }
  }

  /** The cluster's own version, such as v1.36.3. */
  async kubernetesVersion(identity: Identity, signal?: AbortSignal): Promise<string> {
    const answer = await this.options.rest.request({
      method: 'GET',
      path: '/version',
      identity,
      signal,
      verb: 'discovery',
      kind: 'version',
    });
    return (answer as { gitVersion?: string } | null)?.gitVersion ?? '';
  }

  #ask(group: string, identity: Identity, signal?: AbortSignal): Promise<readonly string[] | undefined> {
    const key = `${group} ${keyOfIdentity(identity)}`;
    return this.#requests.ask(key, (shared) => this.#fetch(group, identity, shared), signal);
  }

  async #fetch(group: string, identity: Identity, signal: AbortSignal): Promise<readonly string[] | undefined> {
    const path = `/apis/${encodeURIComponent(group)}`;
    try {
      const { rest } = this.options;
      const answer = await rest.request({ method: 'GET', path, identity, signal, verb: 'discovery', kind: 'group' });
      const versions = versionsIn(answer);
      const { clock, ttlMs = 300_000 } = this.options;
      if (versions.length > 0) this.#known.set(group, { versions, untilMs: clock.elapsed() + ttlMs });
      return versions;
    } catch (error) {
      if (error instanceof AlbError && error.code === 'NOT_FOUND') return [];
      if (error instanceof AlbError && error.code === 'FORBIDDEN') return undefined;
      throw error;
    }
  }
}

function versionsIn(answer: unknown): string[] {
  const { versions } = (answer ?? {}) as { versions?: unknown };
  const entries = Array.isArray(versions) ? (versions as ({ version?: unknown } | null)[]) : [];
  const names = entries.flatMap((entry) => (typeof entry?.version === 'string' ? [entry.version] : []));
  return names.filter((name) => name.length <= maxVersionChars).slice(0, maxVersions);
}
