import { isDeepStrictEqual } from 'node:util';
import { agrees, type Difference, rowsIn, valueAt } from './difference.js';
import { existingNamespaces, type KindName } from './kinds.js';
import { Refused } from './refused.js';
import type { RestView, Verb } from './rest-view.js';

export type Mode = 'shared' | 'passthrough';

/** A difference between an answer and the model's, and all that tells why. */
export interface Judged extends Difference {
  readonly mode: Mode;
  readonly view: RestView;
  /** What the model says where objects of these or those kinds are found in lists. */
  readonly variants: () => readonly unknown[];
}

interface Meant {
  readonly id: string;
  readonly reason: string;
  readonly isIt: (difference: Judged) => boolean;
}

const listed: Readonly<Record<string, KindName>> = { gateways: 'Gateway', albs: 'Alb' };
const isRefused = (value: unknown) => value instanceof Refused && value.code === 'FORBIDDEN';

/** A list of the whole cluster, of which the model shows a part, and passthrough none. */
function isRefusedPart({ mode, field, expected, actual }: Judged): boolean {
  const isList = field.name in listed && field.arguments?.['namespace'] === undefined;
  return mode === 'passthrough' && isList && isRefused(actual) && !(expected instanceof Refused);
}

/** Whether a caller may do that to a kind in any namespace at all. */
export function mayAnywhere(view: RestView, kind: KindName, verbs: readonly Verb[]): boolean {
  return existingNamespaces.some((namespace) => verbs.every((verb) => view.may(verb, kind, namespace)));
}

/** A list of objects rather than pages of them. */
const ofAlb = ({ field: { name, fields } }: Judged) =>
  name === 'gateways' && fields?.some((one) => one.name === 'nodes' || one.name === 'edges') !== true;

/** Some of the objects that an answer is made of are found in a list, others by a get. */
function isFoundByList({ path, actual, variants }: Judged): boolean {
  const keys = path.split('.');
  const name = keys.at(-1) ?? '';
  // A count may be the same where the rows are not.
  const about = name === 'totalCount' ? keys.slice(0, -1).join('.') : path;
  const [first, ...others] = variants().map((variant) => valueAt(variant, about));
  if (others.every((value) => isDeepStrictEqual(value, first))) return false;
  const values = variants().map((variant) => valueAt(variant, path));
  return values.some((value) => agrees(value, actual)) || isFilteredByList(name, values, actual);
}

/** A list whose rows are filtered by what each leads to: each row is one of those that could be there. */
function isFilteredByList(name: string, values: readonly unknown[], actual: unknown): boolean {
  if (name === 'totalCount') return Number(actual) <= values.reduce<number>((sum, value) => sum + Number(value), 0);
  if (!['nodes', 'edges', 'gateways'].includes(name) || !Array.isArray(actual)) return false;
  const possible = new Set(values.flatMap((value) => (Array.isArray(value) ? rowsIn(value) : [])));
  return rowsIn(actual).every((row) => possible.has(row));
}

/**
 * Every difference that is meant: between the two modes, and between a mode and what the model makes of REST's answers.
 * docs/auth-modes.md tells them to those who choose a mode.
 */
export const meantDifferences: readonly Meant[] = [
  {
    id: 'nothing-to-list',
    reason:
      'A list of the whole cluster, for a caller who may list it in no namespace: shared says empty and partial, passthrough FORBIDDEN.',
    isIt: (it) =>
      isRefusedPart(it) && !ofAlb(it) && !mayAnywhere(it.view, listed[it.field.name] ?? 'Gateway', ['list']),
  },
  {
    id: 'namespaces-unknown',
    reason:
      'The same for a caller who may list some namespaces, but not the namespaces themselves: shared finds them, passthrough says FORBIDDEN and to name one.',
    isIt: (it) =>
      isRefusedPart(it) &&
      !ofAlb(it) &&
      mayAnywhere(it.view, listed[it.field.name] ?? 'Gateway', ['list']) &&
      it.view.list('Namespace') === 'FORBIDDEN',
  },
  {
    id: 'gateways-of-alb',
    reason:
      'The gateways of a shared ALB are a list of the whole cluster: where a caller may not list it, shared shows the part that they may, or [], passthrough says FORBIDDEN.',
    isIt: (it) =>
      isRefusedPart(it) &&
      ofAlb(it) &&
      (!mayAnywhere(it.view, 'Gateway', ['list']) || it.view.list('Namespace') === 'FORBIDDEN'),
  },
  {
    id: 'found-by-list',
    reason:
      'Of a caller who may list a kind, but not get its objects: passthrough reads more than two of a kind that one operation leads to as a list, shared says what a get would.',
    isIt: (it) => it.mode === 'passthrough' && isFoundByList(it),
  },
];
