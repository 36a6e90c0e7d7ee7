import { type AlbForm, type FormState, isSame, type ListenerState } from './form-state.js';

/** What a form says, part by part: those that two people may change without getting in each other's way. */
export type Parts = ReadonlyMap<string, unknown>;

const albParts = ['addresses', 'annotations', 'replicas', 'limits', 'requests'] as const;

export function partsOf({ labels, annotations, listeners, alb }: FormState): Parts {
  return new Map<string, unknown>([
    ['labels', labels],
    ['annotations', annotations],
    ...listeners.map((listener) => [`listeners ${listener.name}`, listener] as const),
    ...(alb === undefined ? [] : albParts.map((part) => [`alb ${part}`, alb[part]] as const)),
  ]);
}

export interface Difference {
  readonly part: string;
  readonly opened: unknown;
  /** As it is now, by someone else. */
  readonly latest: unknown;
  readonly mine: unknown;
}

/** The parts that are not the same in all three. */
export function differences(opened: FormState, latest: FormState, mine: FormState): readonly Difference[] {
  const [a, b, c] = [partsOf(opened), partsOf(latest), partsOf(mine)];
  return [...new Set([...a.keys(), ...b.keys(), ...c.keys()])]
    .map((part) => ({ part, opened: a.get(part), latest: b.get(part), mine: c.get(part) }))
    .filter(({ opened, latest, mine }) => !isSame(opened, latest) || !isSame(opened, mine));
}

/** What I changed as I have it, all else as it is now. */
export function merge(opened: FormState, latest: FormState, mine: FormState): FormState {
  const merged = new Map(partsOf(mine));
  for (const { part, opened: before, latest: now, mine: own } of differences(opened, latest, mine)) {
    if (!isSame(own, before)) continue;
    if (now === undefined) merged.delete(part);
    else merged.set(part, now);
  }
  const listeners = [...merged].filter(([part]) => part.startsWith('listeners ')).map(([, value]) => value);
  return {
    ...latest,
    labels: merged.get('labels') as FormState['labels'],
    annotations: merged.get('annotations') as FormState['annotations'],
    listeners: listeners as readonly ListenerState[],
    alb:
      latest.alb &&
      (Object.fromEntries(albParts.map((part) => [part, merged.get(`alb ${part}`)])) as unknown as AlbForm),
  };
}
