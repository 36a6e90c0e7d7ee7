import type { Awaitable } from '../awaitable.js';
import { BoundedCache, type OnCache } from '../bounded-cache.js';
import type { Clock } from '../clock.js';
import { cacheBounds } from '../memory-bounds.js';
import { believedUntilMs, hasEnded, type Identity, keyOfIdentity } from './identity.js';
import type { Kind } from './kinds.js';
import type { RestClient } from './rest.js';
import { SharedRequests } from './shared-request.js';

export interface NamedRightsOptions {
  readonly rest: RestClient;
  readonly clock: Clock;
  /** How long an answer is believed. Default 5,000 ms. */
  readonly keptMs?: number | undefined;
  /** Where answers are kept; several clusters may share one. Default: one of its own. */
  readonly rules?: BoundedCache<NamedRules> | undefined;
  /** Tells the clusters apart that share one. */
  readonly scope?: string | undefined;
}

interface Rule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** A caller's rules for single objects of a namespace by name; undefined where the cluster cannot tell all its rules. */
export interface NamedRules {
  readonly rules: readonly Rule[] | undefined;
}

/** The answers of all clusters, so that the memory for them does not grow with the number of clusters. */
export function createRuleCache(onCache?: OnCache): BoundedCache<NamedRules> {
  return new BoundedCache(cacheBounds.rules, sizeOf, onCache);
}

/**
 * Whether a caller may have rights to single objects by name, where they have none to all (SelfSubjectRulesReview). It only
 * ever saves questions that would be answered no: a page of a thousand rows then costs one, not a thousand.
 */
export class NamedRights {
  readonly #kept: BoundedCache<NamedRules>;
  readonly #requests = new SharedRequests<NamedRules>();

  constructor(private readonly options: NamedRightsOptions) {
    this.#kept = options.rules ?? createRuleCache();
  }

  /** Whether some object may be got by its name; true too where the cluster cannot tell all rules. */
  mayGet(kind: Kind, namespace: string | undefined, identity: Identity, signal?: AbortSignal): Awaitable<boolean> {
    const mayGetSome = ({ rules }: NamedRules) =>
      rules === undefined || rules.some((rule) => covers(rule, 'get', kind));
    // The review wants a namespace; rules of the whole cluster come with those of any.
    const where = namespace ?? 'default';
    const { clock, scope = '' } = this.options;
    const key = JSON.stringify([scope, identity.type, keyOfIdentity(identity), where]);
    const kept = hasEnded(identity, clock) ? undefined : this.#kept.get(key, clock.elapsed());
    if (kept !== undefined) return mayGetSome(kept);
    return this.#requests.ask(key, (shared) => this.#ask(key, where, identity, shared), signal).then(mayGetSome);
  }

  async #ask(key: string, namespace: string, identity: Identity, signal: AbortSignal): Promise<NamedRules> {
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
    const answered = { rules: status?.incomplete === false ? namedOf(status.resourceRules ?? []) : undefined };
    this.#kept.set(key, answered, believedUntilMs(askedMs, keptMs, identity, clock));
    return answered;
  }
}

/** Without the names: a caller may have thousands, and none of them is looked at. */
function namedOf(rules: readonly Rule[]): readonly Rule[] {
  return rules
    .filter(({ resourceNames }) => textsOf(resourceNames).length > 0)
    .map(({ verbs, apiGroups, resources }) => ({
      verbs: textsOf(verbs),
      apiGroups: textsOf(apiGroups),
      resources: textsOf(resources),
    }));
}

/** The cluster's answer is looked at for the first time here. */
function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : [];
}

/** Three lists for each rule, and a short text for each of their members. */
function sizeOf({ rules = [] }: NamedRules): number {
  const bytes = ({ verbs = [], apiGroups = [], resources = [] }: Rule) =>
    [...verbs, ...apiGroups, ...resources].reduce((sum, text) => sum + 32 + 2 * text.length, 200);
  return rules.reduce((sum, rule) => sum + bytes(rule), 64);
}

function covers({ verbs, apiGroups, resources }: Rule, verb: string, kind: Kind): boolean {
  const has = (list: readonly string[] | undefined, value: string) => list?.some((one) => one === '*' || one === value);
  return has(verbs, verb) === true && has(apiGroups, kind.group) === true && has(resources, kind.plural) === true;
}
