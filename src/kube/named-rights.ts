import type { Awaitable } from '../awaitable.js';
import type { Clock } from '../clock.js';
import { type Identity, keyOfIdentity, tokenEndOf } from './identity.js';
import type { Kind } from './kinds.js';
import type { RestClient } from './rest.js';
import { SharedRequests } from './shared-request.js';

export interface NamedRightsOptions {
  readonly rest: RestClient;
  readonly clock: Clock;
  /** How long an answer is believed. Default 5,000 ms. */
  readonly keptMs?: number | undefined;
  /** So many answers are kept; then the oldest go. Default 10,000. */
  readonly maxKept?: number | undefined;
}

interface Rule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

interface Kept {
  readonly rules: readonly Rule[] | undefined;
  readonly untilMs: number;
}

/**
 * Whether a caller may have rights to single objects by name, where they have none to all (SelfSubjectRulesReview). It only
 * ever saves questions that would be answered no: a page of a thousand rows then costs one, not a thousand.
 */
export class NamedRights {
  readonly #kept = new Map<string, Kept>();
  readonly #requests = new SharedRequests<readonly Rule[] | undefined>();

  constructor(private readonly options: NamedRightsOptions) {}

  /** True too where the cluster cannot tell all rules. */
  mayHaveSome(
    verb: string,
    kind: Kind,
    namespace: string | undefined,
    identity: Identity,
    signal?: AbortSignal,
  ): Awaitable<boolean> {
    const named = (rules: readonly Rule[] | undefined) =>
      rules === undefined || rules.some((rule) => isNamed(rule) && covers(rule, verb, kind));
    // The review wants a namespace; rules of the whole cluster come with those of any.
    const where = namespace ?? 'default';
    const key = JSON.stringify([identity.type, keyOfIdentity(identity), where]);
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.untilMs > this.options.clock.now()) return named(kept.rules);
    return this.#requests.ask(key, (shared) => this.#ask(key, where, identity, shared), signal).then(named);
  }

  async #ask(
    key: string,
    namespace: string,
    identity: Identity,
    signal: AbortSignal,
  ): Promise<readonly Rule[] | undefined> {
    const { rest, clock, keptMs = 5_000, maxKept = 10_000 } = this.options;
    const askedMs = clock.now();
    const answer = await rest.request({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
      body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } },
      identity,
      signal,
      changes: false,
      purpose: 'review',
      verb: 'create',
      kind: 'SelfSubjectRulesReview',
    });
    const { status } = (answer ?? {}) as { status?: { incomplete?: boolean; resourceRules?: readonly Rule[] } };
    const rules = status?.incomplete === false ? (status.resourceRules ?? []) : undefined;
    this.#kept.delete(key);
    this.#kept.set(key, {
      rules,
      untilMs: Math.min(askedMs + keptMs, tokenEndOf(identity) ?? Number.POSITIVE_INFINITY),
    });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    return rules;
  }
}

function isNamed({ resourceNames }: Rule): boolean {
  return resourceNames !== undefined && resourceNames.length > 0;
}

function covers({ verbs, apiGroups, resources }: Rule, verb: string, kind: Kind): boolean {
  const has = (list: readonly string[] | undefined, value: string) => list?.some((one) => one === '*' || one === value);
  return has(verbs, verb) === true && has(apiGroups, kind.group) === true && has(resources, kind.plural) === true;
}
