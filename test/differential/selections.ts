import { type Field, field, fieldsFrom, type TypeName } from './question.js';
import type { Random } from './random.js';

/** What an object tells of itself alone. */
const own: Readonly<Record<TypeName, readonly Field[]>> = {
  Gateway:
    fieldsFrom(`id uid name namespace cluster labels annotations createdAt deletingSince resourceVersion generation
    gatewayClassName statusAddresses { value type sources } conditions { type status reason message } manifest`),
  Alb: fieldsFrom(`id uid name namespace cluster labels annotations createdAt deletingSince resourceVersion generation
    addresses { value type sources } manualAddresses lbSvcAnnotations loadBalancerServiceEnabled gatewayMode gatewayName
    replicas state reason version probedAt networkMode loadBalancer { ok message ipv4 ipv6 hostnames } manifest`),
  GatewayClass:
    fieldsFrom(`id uid name cluster labels annotations createdAt deletingSince resourceVersion generation type
    controllerName description accepted conditions { type status reason message } manifest`),
};

/** What it tells of others. */
const joined: Readonly<Record<TypeName, readonly Field[]>> = {
  Gateway: fieldsFrom(`addresses { value type sources } listeners { name port protocol hostname urls }
    provisioning { phase percent steps { name state message since } }`),
  Alb: fieldsFrom('orphaned'),
  GatewayClass: fieldsFrom('addresses { value type sources }'),
};

const events = fieldsFrom('events { type reason message count regarding }');

/** The fields by which the row of any table is told. */
const key: Readonly<Record<TypeName, readonly Field[]>> = {
  Gateway: fieldsFrom('uid name namespace createdAt'),
  Alb: fieldsFrom('uid name namespace createdAt state'),
  GatewayClass: fieldsFrom('uid name'),
};

/** Some fields of a type, and of those it leads to, as deep as is said. */
export function randomSelection(random: Random, type: TypeName, depth = 2): Field[] {
  const fields = random.sample(own[type], 1 + random.below(5));
  fields.push(...random.sample(joined[type], random.below(joined[type].length + 1)));
  if (type !== 'GatewayClass' && random.chance(0.15)) fields.push(...events);
  if (depth > 0) fields.push(...random.sample(leadingOn(random, type, depth - 1), random.below(3)));
  return [...new Set(fields)];
}

function leadingOn(random: Random, type: TypeName, depth: number): Field[] {
  const to = (name: string, of: TypeName) => field(name, ...randomSelection(random, of, depth));
  switch (type) {
    case 'Gateway':
      return [to('alb', 'Alb'), to('gatewayClass', 'GatewayClass')];
    case 'Alb':
      return [field('gateways', ...unique([field('uid'), ...randomSelection(random, 'Gateway', depth)]))];
    case 'GatewayClass':
      return [
        to('alb', 'Alb'),
        {
          ...field('gateways', ...randomPage(random, 'Gateway', depth)),
          ...(random.chance(0.5) && {
            arguments: { first: { type: 'Int', value: 1 + random.below(4), variable: random.chance(0.5) } },
          }),
        },
      ];
    default:
      return type satisfies never;
  }
}

/** Some fields of a connection of that type. */
export function randomPage(random: Random, type: TypeName, depth = 2): Field[] {
  const row = [...new Set([...key[type], ...randomSelection(random, type, depth)])];
  const rows = random.chance(0.3)
    ? field('edges', field('cursor'), field('node', ...unique(row)))
    : field('nodes', ...unique(row));
  const around = fieldsFrom('totalCount partial pageInfo { hasNextPage hasPreviousPage startCursor endCursor }');
  return [...random.sample(around, random.below(4)), rows];
}

/** What a stream shows of an object: nothing that changes without an event being due. */
export function randomRow(random: Random, type: TypeName): { own: Field[]; joined: Field[] } {
  const silent = new Set(['resourceVersion', 'uid', 'name', 'namespace', 'createdAt', 'state']);
  const told = own[type].filter(({ name }) => !silent.has(name));
  const leading: Readonly<Record<TypeName, readonly Field[]>> = {
    Gateway: fieldsFrom(
      'alb { uid name namespace addresses { value } reason } gatewayClass { uid name type description }',
    ),
    Alb: [],
    GatewayClass: fieldsFrom('alb { uid name namespace addresses { value } reason }'),
  };
  return {
    own: [...key[type], ...random.sample(told, 1 + random.below(5))],
    joined: random.sample([...joined[type], ...leading[type]], random.below(4)),
  };
}

function unique(fields: readonly Field[]): Field[] {
  return [...new Map(fields.map((one) => [one.key, one])).values()];
}
