import { classNames, filledNamespaces, type KindName, kinds, objectNames } from './kinds.js';
import type { Random } from './random.js';

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** Rules, and where they hold; `by` is the way in which they are bound. */
export interface Grant {
  readonly by: 'Role' | 'ClusterRole in a namespace' | 'ClusterRole' | 'aggregated ClusterRole';
  /** Absent: in the whole cluster. */
  readonly namespace?: string | undefined;
  readonly rules: readonly Rule[];
}

const read = ['get', 'list', 'watch'];
const verbs = [read, read, read, read, read, read, ['get'], ['list'], ['list', 'watch'], ['get', 'list'], ['*']];
const granted: readonly KindName[] = ['Gateway', 'Gateway', 'Alb', 'Alb', 'GatewayClass', 'Event', 'Namespace'];

export function randomGrant(random: Random): Grant {
  const inNamespace = random.chance(0.5);
  const by = inNamespace
    ? random.pick(['Role', 'Role', 'ClusterRole in a namespace'] as const)
    : random.pick(['ClusterRole', 'ClusterRole', 'aggregated ClusterRole'] as const);
  const rules = [...new Set(random.some(granted))].map((kind) => ruleFor(random, kind));
  return { by, rules, ...(inNamespace && { namespace: random.pick(filledNamespaces) }) };
}

function ruleFor(random: Random, kind: KindName): Rule {
  const { group, plural } = kinds[kind];
  const names = kind === 'GatewayClass' ? classNames : objectNames;
  const named = (kind === 'Gateway' || kind === 'Alb' || kind === 'GatewayClass') && random.chance(0.15);
  return {
    apiGroups: [random.chance(0.05) ? '*' : group],
    resources: [random.chance(0.03) ? '*' : plural],
    verbs: random.pick(verbs),
    ...(named && { resourceNames: random.some(names) }),
  };
}

/** From nothing to a handful. */
export function randomGrants(random: Random): Grant[] {
  return Array.from({ length: random.pick([0, 1, 2, 3, 3, 4, 4, 5, 6]) }, () => randomGrant(random));
}

/** Whether the grants let an object be seen, by itself or in a list. */
export function letSee(
  grants: readonly Grant[],
  place: { readonly kind: KindName; readonly namespace: string | undefined; readonly name: string },
): boolean {
  const { group, plural } = kinds[place.kind];
  const has = (list: readonly string[], value: string) => list.includes('*') || list.includes(value);
  return grants.some(
    ({ namespace, rules }) =>
      (namespace === undefined || namespace === place.namespace) &&
      rules.some(
        (rule) =>
          has(rule.apiGroups, group) &&
          has(rule.resources, plural) &&
          (has(rule.verbs, 'get') || has(rule.verbs, 'list')) &&
          (rule.resourceNames === undefined || rule.resourceNames.includes(place.name)),
      ),
  );
}
