import { absentName, askedNamespaces, classNames, filledNamespaces, objectNames } from './kinds.js';
import {
  type Argument,
  type Cursor,
  EnumValue,
  type Field,
  field,
  fieldsFrom,
  NodeId,
  Selector,
  type TypeName,
} from './question.js';
import type { Random } from './random.js';
import { randomPage, randomSelection } from './selections.js';

/** What earlier answers gave, to be sent back. */
export interface Gathered {
  readonly cursors: readonly Cursor[];
  readonly ids: readonly NodeId[];
  readonly words: readonly string[];
}

export type Arguments = Readonly<Record<string, Argument>>;

const selectors = [
  new Selector('team=red', ({ team }) => team === 'red'),
  new Selector('team in (red,blue)', ({ team = '' }) => ['red', 'blue'].includes(team)),
  new Selector('team!=red', ({ team }) => team !== 'red'),
  new Selector('team notin (blue), tier', ({ team, tier }) => team !== 'blue' && tier !== undefined),
  new Selector('!team', ({ team }) => team === undefined),
  new Selector('tier>1', ({ tier }) => Number(tier) > 1),
  new Selector('tier<3,team==green', ({ tier, team }) => Number(tier) < 3 && team === 'green'),
];

/** One to three fields of Query. */
export function randomQuestion(random: Random, gathered: Gathered): Field[] {
  const count = random.pick([1, 1, 1, 1, 2, 3]);
  return Array.from({ length: count }, (_, at) => {
    const one = randomRoot(random, gathered);
    return count === 1 ? one : { ...one, key: `f${at}` };
  });
}

function randomRoot(random: Random, gathered: Gathered): Field {
  const name = random.pick([
    ...['gateways', 'gateways', 'gateways', 'gateways', 'gateways', 'albs', 'albs', 'albs', 'gatewayClasses'],
    ...['gatewayClasses', 'gateway', 'gateway', 'alb', 'alb', 'gatewayClass', 'node', 'nodes', 'namespaces', 'viewer'],
  ]);
  const given = (type: string, value: unknown): Argument => ({ type, value, variable: random.chance(0.5) });
  const place = () => ({
    namespace: given('String!', randomNamespace(random)),
    name: given('String!', random.pick(random.chance(0.9) ? objectNames : [absentName])),
  });
  switch (name) {
    case 'gateways':
    case 'albs': {
      const type = name === 'albs' ? 'Alb' : 'Gateway';
      return { ...field(name, ...randomPage(random, type)), arguments: randomListArguments(random, type, gathered) };
    }
    case 'gatewayClasses':
      return { ...field(name, ...randomSelection(random, 'GatewayClass')), arguments: randomClassArguments(random) };
    case 'gateway':
      return { ...field(name, ...randomSelection(random, 'Gateway')), arguments: place() };
    case 'alb':
      return { ...field(name, ...randomSelection(random, 'Alb')), arguments: place() };
    case 'gatewayClass': {
      const named = { name: given('String!', random.pick([...classNames, absentName])) };
      return { ...field(name, ...randomSelection(random, 'GatewayClass')), arguments: named };
    }
    case 'node':
      return nodeField(random, name, { id: given('ID!', randomId(random, gathered)) });
    case 'nodes': {
      const ids = Array.from({ length: 1 + random.below(5) }, () => randomId(random, gathered));
      return nodeField(random, name, { ids: given('[ID!]!', ids) });
    }
    case 'namespaces':
      return field(name);
    default:
      return viewerField(random);
  }
}

/** Mostly one that holds something. */
export function randomNamespace(random: Random): string {
  return random.pick(random.chance(0.85) ? filledNamespaces : askedNamespaces);
}

function randomId(random: Random, { ids }: Gathered): NodeId {
  return ids.length === 0 || random.chance(0.05) ? new NodeId('bm8tc3VjaC1pZA', undefined) : random.pick(ids);
}

function nodeField(random: Random, name: string, args: Arguments): Field {
  // Equal keys of two types are to have equal arguments: nothing but plain fields of each.
  const fieldsOn = {
    Gateway: randomSelection(random, 'Gateway', 0),
    Alb: randomSelection(random, 'Alb', 0),
    GatewayClass: randomSelection(random, 'GatewayClass', 0),
  };
  return { key: name, name, arguments: args, fields: fieldsFrom('__typename id'), fieldsOn };
}

function viewerField(random: Random): Field {
  const questions = Array.from({ length: 1 + random.below(4) }, (_, at): Field => {
    const resource = random.pick(['GATEWAY', 'ALB', 'GATEWAY_CLASS']);
    const namespace = resource === 'GATEWAY_CLASS' ? undefined : random.pick([undefined, ...askedNamespaces]);
    const given = (type: string, value: unknown): Argument => ({ type, value, variable: random.chance(0.5) });
    return {
      key: `can${at}`,
      name: 'can',
      arguments: {
        verb: given('String!', random.pick(['get', 'list', 'watch'])),
        resource: given('ViewerResource!', new EnumValue(resource)),
        ...(namespace !== undefined && { namespace: given('String', namespace) }),
      },
    };
  });
  return field('viewer', field('username'), ...questions);
}

export function randomClassArguments(random: Random): Arguments {
  const type = new EnumValue(random.pick(['SHARED', 'STANDALONE', 'OTHER']));
  return {
    ...(random.chance(0.3) && { type: { type: 'GatewayClassType', value: type, variable: random.chance(0.5) } }),
    ...(random.chance(0.2) && {
      labelSelector: { type: 'String', value: random.pick(selectors), variable: random.chance(0.5) },
    }),
  };
}

function randomListArguments(random: Random, type: TypeName, { cursors, words }: Gathered): Arguments {
  const given = (of: string, value: unknown): Argument => ({ type: of, value, variable: random.chance(0.5) });
  const orderField = random.pick(['NAME', 'NAMESPACE', 'CREATED_AT', ...(type === 'Alb' ? ['STATE'] : [])]);
  const direction = random.pick(['ASC', 'DESC']);
  const ordered = random.chance(0.4);
  const order = ordered ? `${orderField} ${direction}` : 'NAMESPACE ASC';
  const fitting = cursors.filter((cursor) => cursor.order === order);
  const cursor = () => random.pick(fitting.length > 0 && random.chance(0.95) ? fitting : cursors);
  const forwards = random.chance(0.7);
  const paged = random.chance(0.5);
  return {
    ...(random.chance(0.5) && { namespace: given('String', randomNamespace(random)) }),
    ...(random.chance(0.5) && { filter: given(`${type}Filter`, randomFilter(random, type, words)) }),
    ...(ordered && {
      orderBy: given(`${type}Order`, { field: new EnumValue(orderField), direction: new EnumValue(direction) }),
    }),
    ...(paged && forwards && { first: given('Int', random.below(6)) }),
    ...(paged && (!forwards || random.chance(0.03)) && { last: given('Int', random.below(6)) }),
    ...(paged &&
      cursors.length > 0 &&
      random.chance(0.5) && { [forwards ? 'after' : 'before']: given('String', cursor()) }),
  };
}

/** Conditions on what an object says of itself alone: `own`. */
export function randomFilter(random: Random, type: TypeName, words: readonly string[], ownAlone = false): object {
  const names = (list: readonly string[]) => random.some(list).map((name) => new EnumValue(name));
  const word = random.pick([...words, 'nobody']);
  const address = random.pick([
    '10.0.0.1',
    'FE80::0001',
    '2001:db8::1',
    'SHOP.example.com',
    '10.9.0.1',
    ...addressesWith(word),
  ]);
  const search = random.pick(['x1', 'X2', 'shop', '10.', word]);
  const own: readonly [string, unknown][] =
    type === 'Alb'
      ? [
          ['labelSelector', random.pick(selectors)],
          ['gatewayMode', new EnumValue(random.pick(['SHARED', 'STANDALONE']))],
          ['state', names(['RUNNING', 'PENDING', 'PROGRESSING', 'WARNING', 'UNKNOWN'])],
          ['search', search],
          ['address', address],
        ]
      : [
          ['labelSelector', random.pick(selectors)],
          ['classNames', random.some([...classNames, absentName])],
          ['port', random.pick([80, 443, 8080, 81])],
          ['hostname', random.pick(['shop.example.org', 'a.example.org', `${word}.example.org`])],
        ];
  const joined: readonly [string, unknown][] =
    type === 'Alb'
      ? [['orphaned', random.chance(0.5)]]
      : [
          ['classType', new EnumValue(random.pick(['SHARED', 'STANDALONE', 'OTHER']))],
          ['search', search],
          ['address', address],
          ['phase', names(['PENDING', 'PROGRESSING', 'READY', 'FAILED', 'DELETING'])],
        ];
  const conditions = ownAlone ? own : [...own, ...joined];
  return Object.fromEntries(random.sample(conditions, random.pick([1, 1, 1, 2])));
}

function addressesWith(word: string): string[] {
  return ['manual', 'lb', 'status'].map((where) => `${word}.${where}.example.com`);
}
