import { execute, withRefusals } from './answer.js';
import type { Caller } from './callers.js';
import { type Difference, differencesBetween } from './difference.js';
import type { KindName } from './kinds.js';
import { type Judged, type Mode, meantDifferences } from './meant-differences.js';
import { Model } from './model.js';
import type { Field, Printed } from './question.js';
import { type Report, shorten } from './report.js';
import type { RestView } from './rest-view.js';
import { secretsIn } from './secrets.js';
import type { Answered } from './tested-server.js';

export interface Pair {
  readonly seed: number;
  readonly caller: Caller;
  readonly view: RestView;
  readonly fields: readonly Field[];
  readonly printed: Printed;
  readonly answers: Readonly<Record<Mode, Answered>>;
}

/** Every part of the kinds, and none. */
const kindsByList = [[], ['Gateway']].flatMap((some) =>
  [some, [...some, 'Alb']].flatMap((more) =>
    [more, [...more, 'GatewayClass']].map((kinds) => new Set(kinds as KindName[])),
  ),
);

const modes = ['shared', 'passthrough'] as const;

/** Compares the two answers with what the model makes of REST's, and then with one another. */
export function judgePair(pair: Pair, report: Report): void {
  const { view, fields, answers } = pair;
  report.pairs += 1;
  const expected = execute(fields, new Model(view).root);
  const variants = memoized(() => kindsByList.map((kinds) => execute(fields, new Model(view, kinds).root)));
  const told = {} as Record<Mode, any>;
  /** Paths at which a difference is told already. */
  const known: string[] = [];
  for (const mode of modes) {
    told[mode] = withRefusals(answers[mode].answer);
    judgeLeaks(pair, mode, view.secrets, report);
    for (const difference of differencesBetween(fields, expected, told[mode])) {
      known.push(difference.path);
      judge({ ...difference, mode, view, variants }, pair, report);
    }
  }
  if (/"uid":"/.test(answers.shared.text)) report.filled += 1;
  for (const difference of differencesBetween(fields, told.shared, told.passthrough)) {
    if (known.some((path) => isWithin(difference.path, path))) continue;
    judge({ ...difference, mode: 'passthrough', view, variants }, pair, report, 'shared');
  }
}

/** Everything shown is to be among what the token may read. */
export function judgeLeaks(
  pair: Omit<Pair, 'view'>,
  mode: Mode,
  readable: { has(secret: string): boolean },
  report: Report,
): void {
  const { text, answer } = pair.answers[mode];
  if (text.includes('INTERNAL_SERVER_ERROR')) {
    report.crashes.push(`INTERNAL_SERVER_ERROR by ${mode}, ${headOf(pair)}\n  ${shorten(answer.errors)}`);
  }
  const leaked = [...secretsIn(text)].filter((secret) => !readable.has(secret));
  if (leaked.length > 0) {
    report.outside.push(`LEAK by ${mode} of ${leaked.join(', ')}, ${headOf(pair)}\n  answer: ${shorten(text, 2000)}`);
  }
}

function judge(difference: Judged, pair: Pair, report: Report, expectedBy = 'REST'): void {
  const meant = meantDifferences.find(({ isIt }) => isIt(difference));
  if (meant !== undefined) report.count(meant.id);
  else report.outside.push(describe(pair, `${expectedBy}, then ${difference.mode}`, difference));
}

function memoized<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const isWithin = (path: string, outer: string) => path === outer || path.startsWith(`${outer}.`);

function describe(pair: Pair, between: string, { path, expected, actual }: Difference): string {
  return `${headOf(pair)}\n  at ${path}; by ${between}:\n    ${shorten(expected)}\n    ${shorten(actual)}`;
}

function headOf({ seed, caller, printed }: Omit<Pair, 'view'>): string {
  return `seed ${seed}, ${caller.name} with ${rightsOf(caller)}\n  ${shorten(printed.query, 2000)} ${shorten(printed.variables)}`;
}

/** In few words: `n1: get,list gateways [x1]`. */
export function rightsOf({ grants }: Caller): string {
  const texts = grants.flatMap(({ namespace, rules }) =>
    rules.map(({ verbs, resources, resourceNames }) => {
      const names = resourceNames === undefined ? '' : ` [${resourceNames.join(' ')}]`;
      return `${namespace ?? '*'}: ${verbs.join(',')} ${resources.join(',')}${names}`;
    }),
  );
  return texts.length === 0 ? 'no rights' : texts.join('; ');
}
