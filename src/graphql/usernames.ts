import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import type { Authorizer } from '../kube/ports.js';

/** How long a name is believed, and how many are kept; then the oldest go. */
const keepMs = 600_000;
const maxKept = 10_000;

interface Known {
  readonly name: Promise<string | null>;
  readonly untilMs: number;
}

/** Who callers are to their clusters, asked once for each caller and cluster. Null where it cannot be known. */
export class Usernames {
  readonly #known = new Map<string, Known>();

  constructor(private readonly clock: Clock) {}

  of(cluster: string, callerKey: string, authorizer: Authorizer): Promise<string | null> {
    const key = JSON.stringify([cluster, callerKey]);
    const known = this.#known.get(key);
    if (known !== undefined && known.untilMs > this.clock.elapsed()) return known.name;
    const name = authorizer.whoAmI().then(
      (identity) => identity?.username ?? null,
      (thrown: unknown) => {
        // A refusal is an answer; a failure to ask is none.
        if (AlbError.from(thrown).code !== 'FORBIDDEN') this.#known.delete(key);
        return null;
      },
    );
    this.#known.delete(key);
    this.#known.set(key, { name, untilMs: this.clock.elapsed() + keepMs });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxKept && oldest !== undefined) this.#known.delete(oldest);
    return name;
  }
}
