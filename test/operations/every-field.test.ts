import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GraphQLObjectType, getNamedType, isInterfaceType, isLeafType, isObjectType } from 'graphql';
import { createSchema } from '../../src/graphql/build-schema.js';
import { AlbGraphql } from '../harness/alb-graphql.js';

const schema = createSchema();
const wanted: Record<string, string> = { can: '(verb: "get", resource: GATEWAY)' };

/** Every field of a type and of the types below it, each type once on the way down. */
function selectionOf(type: GraphQLObjectType, above: readonly string[] = []): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    const args = wanted[field.name] ?? '';
    if (isLeafType(named)) return [`${field.name}${args}`];
    if (!isObjectType(named) || above.includes(named.name)) return [];
    return [`${field.name}${args} ${selectionOf(named, [...above, type.name])}`];
  });
  return `{ __typename ${fields.join(' ')} }`;
}

describe('every field of every type is answered', () => {
  let server: AlbGraphql;

  beforeAll(async () => {
    server = await AlbGraphql.start({ MAX_DEPTH: '0', MAX_COMPLEXITY: '0', MAX_ALIASES: '0' });
  });

  afterAll(() => server.stop());

  it.each([
    ['gateways', 'GatewayConnection', ''],
    ['albs', 'AlbConnection', ''],
    ['gatewayClasses', 'GatewayClass', ''],
    ['clusters', 'Cluster', ''],
    ['viewer', 'Viewer', ''],
    ['gateway', 'Gateway', '(namespace: "a1", name: "g1")'],
    ['alb', 'Alb', '(namespace: "cpaas-system", name: "global-alb2")'],
  ])('below %s', async (field, type, args) => {
    const root = schema.getType(type) as GraphQLObjectType;
    const data = await server.get(`{ ${field}${args} ${selectionOf(root)} }`);
    expect(data[field]).not.toBeNull();
  });

  it('in the views: nothing is left to chance by a name that is spelled otherwise', async () => {
    const interfaces = Object.values(schema.getTypeMap()).filter(isInterfaceType);
    expect(interfaces.map(({ name }) => name).sort()).toEqual(['KubernetesObject', 'Node']);
    const { gateway } = await server.get(
      '{ gateway(namespace: "a1", name: "g1") { events { reason regarding count lastSeenAt } } }',
    );
    expect(Array.isArray(gateway.events)).toBe(true);
  });
});
