import type { ConditionResource } from './resources.js';

export type ConditionStatus = 'TRUE' | 'FALSE' | 'UNKNOWN';

export interface Condition {
  type: string;
  status: ConditionStatus;
  reason: string;
  message: string;
  observedGeneration: number | null;
  lastTransitionAt: Date;
}

export function conditionsOf(conditions: readonly ConditionResource[] | null | undefined): Condition[] {
  return (conditions ?? []).map(conditionFrom);
}

/**
 * The condition of a type, if it speaks of the object as it is now: one that observed an older generation is out of date.
 * A controller that says no generation, or 0 as this back end does at first, is believed.
 */
export function currentCondition(
  conditions: readonly ConditionResource[] | null | undefined,
  type: string,
  generation: number | undefined,
): Condition | undefined {
  const found = conditions?.find((condition) => condition.type === type);
  if (found === undefined) return undefined;
  const observed = found.observedGeneration;
  const stale = observed && generation !== undefined && observed < generation;
  return stale ? undefined : conditionFrom(found);
}

function conditionFrom(condition: ConditionResource): Condition {
  return {
    type: condition.type,
    status: statusFrom(condition.status),
    reason: condition.reason ?? '',
    message: condition.message ?? '',
    observedGeneration: condition.observedGeneration ?? null,
    lastTransitionAt: new Date(Date.parse(condition.lastTransitionTime ?? '') || 0),
  };
}

function statusFrom(status: string): ConditionStatus {
  if (status === 'True') return 'TRUE';
  return status === 'False' ? 'FALSE' : 'UNKNOWN';
}
