import type { Awaitable } from '../awaitable.js';
import { BoundedCache, type OnCache } from '../bounded-cache.js';
import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import { cacheBounds } from '../memory-bounds.js';
import { believedUntilMs, hasEnded, type Identity, keyOfIdentity } from './identity.js';
import type { AccessQuestion } from './ports.js';
import type { RestClient } from './rest.js';
import { SharedRequests } from './shared-request.js';

export interface ReviewsOptions {
  readonly rest: RestClient;
  readonly clock: Clock;
  /** How long a yes is believed; no longer than the token itself says it lives. Default 10,000 ms. */
  readonly allowMs?: number | undefined;
  /** How long a no is believed. Default 5,000 ms. A failure to ask is never kept. */
  readonly denyMs?: number | undefined;
  /** Where answers are kept; several clusters may share one. Default: one of its own. */
  readonly verdicts?: BoundedCache<Verdict> | undefined;
  /** Tells the clusters apart that share one. */
  readonly scope?: string | undefined;
}

export interface Verdict {
  readonly allowed: boolean;
  /** When the question was asked, in the clock's elapsed time: the cluster judged then, or later. */
  readonly askedMs: number;
}

/** The answers of all clusters, so that the memory for them does not grow with the number of clusters. */
export function createVerdictCache(onCache?: OnCache): BoundedCache<Verdict> {
  return new BoundedCache(cacheBounds.verdicts, () => 32, onCache);
}

/** The cluster's answers to "may this caller do that" (SelfSubjectAccessReview), each under its whole question. */
export class Reviews {
  readonly #verdicts: BoundedCache<Verdict>;
  readonly #scope: string;
  readonly #requests = new SharedRequests<boolean>();

  constructor(private readonly options: ReviewsOptions) {
    this.#verdicts = options.verdicts ?? createVerdictCache();
    this.#scope = options.scope ?? '';
  }

  /**
   * At once when the answer is known. A name or namespace left out asks for all of them. `maxAgeMs`: what was asked longer
   * ago is asked again, however long it would be believed.
   */
  can(
    question: AccessQuestion,
    identity: Identity,
    signal?: AbortSignal,
    maxAgeMs = Number.POSITIVE_INFINITY,
  ): Awaitable<boolean> {
    const key = keyOf(question, identity, this.#scope);
    const { clock } = this.options;
    const nowMs = clock.elapsed();
    const verdict = hasEnded(identity, clock) ? undefined : this.#verdicts.get(key, nowMs);
    if (verdict !== undefined && nowMs - verdict.askedMs <= maxAgeMs) return verdict.allowed;
    return this.#requests.ask(key, (shared) => this.#review(key, question, identity, shared), signal);
  }

  async #review(key: string, question: AccessQuestion, identity: Identity, signal: AbortSignal): Promise<boolean> {
    const { verb, kind, namespace, name } = question;
    const askedMs = this.options.clock.elapsed();
    const answer = await this.options.rest.request({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb, group: kind.group, resource: kind.plural, namespace, name } },
      },
      identity,
      signal,
      changes: false,
      verb: 'create',
      kind: 'SelfSubjectAccessReview',
      purpose: 'review',
    });
    const { status } = (answer ?? {}) as { status?: { allowed?: unknown } };
    if (typeof status?.allowed !== 'boolean') {
      throw new AlbError('CLUSTER_UNAVAILABLE', `Cluster ${this.options.rest.cluster} did not answer an access review`);
    }
    this.#keep(key, status.allowed, askedMs, identity);
    return status.allowed;
  }

  #keep(key: string, allowed: boolean, askedMs: number, identity: Identity): void {
    const { clock, allowMs = 10_000, denyMs = 5_000 } = this.options;
    const untilMs = believedUntilMs(askedMs, allowed ? allowMs : denyMs, identity, clock);
    this.#verdicts.set(key, { allowed, askedMs }, untilMs);
  }
}

/** The whole question. With their lengths before them, no two choices of namespace, name and verb read the same. */
function keyOf({ verb, kind, namespace, name }: AccessQuestion, identity: Identity, scope: string): string {
  const where = `${namespace?.length} ${name?.length} ${namespace}${name}`;
  return `${scope} ${keyOfIdentity(identity)} ${kind.group}/${kind.plural} ${where}${verb}`;
}
