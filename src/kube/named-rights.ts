import type { Awaitable } from '../awaitable.js';
import type { Clock } from '../clock.js';
import { believedUntilMs, hasEnded, type Identity, keyOfIdentity } from './identity.js';
import { KeptAnswers } from './kept-answers.js';
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

/** All rules of a caller in a namespace; undefined where the cluster cannot tell all. */
type Rules = readonly Rule[] | undefined;

/**
 * Whether a caller may have rights to single objects by name, where they have none to all (SelfSubjectRulesReview). It only
 * ever saves questions that would be answered no: a page of a thousand rows then costs one, not a thousand.
 */
export class NamedRights {
  readonly #kept: KeptAnswers<{ readonly rules: Rules }>;
  readonly #requests = new SharedRequests<Rules>();

  constructor(private readonly options: NamedRightsOptions) {
    this.#kept = new KeptAnswers(options.maxKept ?? 10_000);
  }

  /** Whether some object may be got by its name; true too where the cluster cannot tell all rules. */
  mayGet(kind: Kind, namespace: string | undefined, identity: Identity, signal?: AbortSignal): Awaitable<boolean> {
    const named = (rules: Rules) =>
      rules === undefined || rules.some((rule) => isNamed(rule) && covers(rule, 'get', kind));
    // The review wants a namespace; rules of the whole cluster come with those of any.
    const where = namespace ?? 'default';
    const key = JSON.stringify([identity.type, keyOfIdentity(identity), where]);
    const { clock } = this.options;
    const kept = hasEnded(identity, clock) ? undefined : this.#kept.get(key, clock.elapsed());
    if (kept !== undefined) return named(kept.rules);
    return this.#requests.ask(key, (shared) => this.#ask(key, where, identity, shared), signal).then(named);
  }

  async #ask(key: string, namespace: string, identity: Identity, signal: AbortSignal): Promise<Rules> {
    const { rest, clock, keptMs = 5_000 } = this.options;
    const askedMs = clock.elapsed();
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
    this.#kept.keep(key, { rules }, believedUntilMs(askedMs, keptMs, identity, clock), clock.elapsed());
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
