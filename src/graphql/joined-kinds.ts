import {
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { albKind, gatewayClassKind, type Kind } from '../kube/kinds.js';
import { collectFields } from './collect-fields.js';

const classAndAlb = [gatewayClassKind, albKind];

/** The fields that look up objects of other kinds by name. */
const joins: Readonly<Record<string, readonly Kind[]>> = {
  'Gateway.gatewayClass': [gatewayClassKind],
  'Gateway.alb': classAndAlb,
  'Gateway.addresses': classAndAlb,
  'Gateway.provisioning': classAndAlb,
  'Listener.urls': classAndAlb,
  'GatewayClass.alb': [albKind],
  'GatewayClass.addresses': [albKind],
};

/** The kinds that a field's objects are joined with, by what is selected of them. */
export function joinedKinds(info: GraphQLResolveInfo): ReadonlySet<Kind> {
  const { schema, fieldNodes, returnType, variableValues: variables } = info;
  const scope = { schema, fragments: new Map(Object.entries(info.fragments)), variables };
  const kinds = new Set<Kind>();
  const look = (type: GraphQLObjectType, sets: readonly SelectionSetNode[]) => {
    for (const [, nodes] of collectFields(scope, type, sets)) {
      const field = type.getFields()[nodes[0]?.name.value ?? ''];
      if (field === undefined) continue;
      for (const kind of joins[`${type.name}.${field.name}`] ?? []) kinds.add(kind);
      const of = getNamedType(field.type);
      if (isObjectType(of)) look(of, setsOf(nodes));
    }
  };
  const of = getNamedType(returnType);
  if (isObjectType(of)) look(of, setsOf(fieldNodes));
  return kinds;
}

const setsOf = (nodes: GraphQLResolveInfo['fieldNodes']) => nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
