import type { FormState, Pair } from './form-state.js';

export type FaultPath = readonly (string | number)[];

/** One thing that is wrong, at the input field that it concerns. */
export interface Fault {
  readonly path: FaultPath;
  readonly message: string;
}

export interface LocalTexts {
  readonly wholeNumber: string;
  readonly notJson: string;
  readonly keyMissing: string;
  readonly keyTwice: string;
}

/**
 * What could not even be sent: no whole number, no JSON, one key twice. Every other rule is the server's, which is asked
 * as one types; so no rule stands in two places.
 */
export function localFaults({ listeners, labels, annotations, alb }: FormState, texts: LocalTexts): readonly Fault[] {
  return [
    ...listeners.flatMap(({ port, selector }, at) => [
      ...(isWholeNumber(port) ? [] : [{ path: ['input', 'listeners', at, 'port'], message: texts.wholeNumber }]),
      ...(isJson(selector)
        ? []
        : [{ path: ['input', 'listeners', at, 'allowedRoutes', 'selector'], message: texts.notJson }]),
    ]),
    ...pairFaults(labels, ['input', 'labels'], texts),
    ...pairFaults(annotations, ['input', 'annotations'], texts),
    ...pairFaults(alb?.annotations ?? [], ['input', 'alb', 'lbSvcAnnotations'], texts),
    ...(alb === undefined || alb.replicas === '' || isWholeNumber(alb.replicas)
      ? []
      : [{ path: ['input', 'alb', 'replicas'], message: texts.wholeNumber }]),
  ];
}

function pairFaults(pairs: readonly Pair[], path: FaultPath, texts: LocalTexts): readonly Fault[] {
  return pairs.flatMap(({ key }, at) => {
    if (key === '') return [{ path: [...path, ''], message: texts.keyMissing }];
    const twice = pairs.findIndex((other) => other.key === key) !== at;
    return twice ? [{ path: [...path, key], message: texts.keyTwice }] : [];
  });
}

/** As GraphQL's Int carries it. */
function isWholeNumber(text: string): boolean {
  return /^\d{1,9}$/.test(text);
}

function isJson(text: string): boolean {
  if (text === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Faults of exactly that field, or with `below` also of what is inside it. */
export function faultsAt(faults: readonly Fault[], path: FaultPath, below = false): readonly Fault[] {
  return faults.filter(
    (fault) =>
      (below ? fault.path.length >= path.length : fault.path.length === path.length) &&
      path.every((member, at) => fault.path[at] === member),
  );
}
