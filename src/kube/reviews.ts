import type { Awaitable } from '../awaitable.js';
import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import { type Identity, keyOfIdentity } from './identity.js';
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
  /** So many answers are kept; then the oldest go. Default 50,000. */
  readonly maxKept?: number | undefined;
}

interface Verdict {
  readonly allowed: boolean;
  readonly untilMs: number;
}

/** The cluster's answers to "may this caller do that" (SelfSubjectAccessReview), each under its whole question. */
export class Reviews {
  readonly #verdicts = new Map<string, Verdict>();
  readonly #requests = new SharedRequests<boolean>();

  constructor(private readonly options: ReviewsOptions) {}

  /** At once when the answer is known. A name or namespace left out asks for all of them. */
  can(question: AccessQuestion, identity: Identity, signal?: AbortSignal): Awaitable<boolean> {
    const { verb, kind, namespace, name } = question;
    const parts = [this.options.rest.cluster, identity.type, keyOfIdentity(identity), verb, kind.group, kind.plural];
    const key = JSON.stringify([...parts, namespace ?? null, name ?? null]);
    const verdict = this.#verdicts.get(key);
    if (verdict !== undefined && verdict.untilMs > this.options.clock.now()) return verdict.allowed;
    return this.#requests.ask(key, (shared) => this.#review(key, question, identity, shared), signal);
  }

  async #review(key: string, question: AccessQuestion, identity: Identity, signal: AbortSignal): Promise<boolean> {
    const { verb, kind, namespace, name } = question;
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
    });
    const { status } = (answer ?? {}) as { status?: { allowed?: unknown } };
    if (typeof status?.allowed !== 'boolean') {
      throw new AlbError('CLUSTER_UNAVAILABLE', `Cluster ${this.options.rest.cluster} did not answer an access review`);
    }
    this.#keep(key, status.allowed, identity);
    return status.allowed;
  }

  #keep(key: string, allowed: boolean, identity: Identity): void {
    const { clock, allowMs = 10_000, denyMs = 5_000, maxKept = 50_000 } = this.options;
    const tokenEndsMs = (identity.type === 'caller' && identity.expiresAtMs) || Number.POSITIVE_INFINITY;
    const untilMs = Math.min(clock.now() + (allowed ? allowMs : denyMs), tokenEndsMs);
    // Taken out first: a Map remembers where a key was first put, and the oldest answers shall be in front.
    this.#verdicts.delete(key);
    this.#verdicts.set(key, { allowed, untilMs });
    for (const [oldest, verdict] of this.#verdicts) {
      if (this.#verdicts.size <= maxKept && verdict.untilMs > clock.now()) break;
      this.#verdicts.delete(oldest);
    }
  }
}
