import 'reflect-metadata';
import { defaultFieldResolver, GraphQLObjectType, type GraphQLSchema, getNullableType, isListType } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { andThen } from '../awaitable.js';
import { ListCompletion } from './list-completion.js';
import { MutationResolver } from './resolvers/mutation-resolver.js';
import { QueryResolver } from './resolvers/query-resolver.js';
import { SubscriptionResolver } from './resolvers/subscription-resolver.js';
import { Alb } from './types/alb.js';
import { Gateway } from './types/gateway.js';
import { GatewayClass } from './types/gateway-class.js';

/** type-graphql wants one for any subscription; ours come from their own streams, so nothing is ever published. */
const unusedPubSub: PubSub = {
  publish() {
    throw new Error('events come from watches, not from a pub/sub');
  },
  subscribe() {
    throw new Error('events come from watches, not from a pub/sub');
  },
};

/** The promised schema. Input is validated by the core, which reports all faults at once. */
export function createSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [QueryResolver, MutationResolver, SubscriptionResolver],
    orphanedTypes: [Alb, Gateway, GatewayClass],
    validate: false,
    pubSub: unusedPubSub,
  });
  leaveFieldsToViews(schema);
  completeRootLists(schema);
  return schema;
}

/**
 * Below the roots every value is a view whose members carry the schema's names, so graphql-js's own resolver answers.
 * The ones that type-graphql makes for fields with arguments would be asynchronous, and would copy the views.
 */
function leaveFieldsToViews(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(type instanceof GraphQLObjectType) || roots.includes(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) delete field.resolve;
  }
}

/** The fields below are resolved by the ListCompletion itself; those at the root have resolvers of their own. */
function completeRootLists(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    if (!isListType(getNullableType(field.type))) continue;
    const { resolve = defaultFieldResolver } = field;
    field.resolve = (root, args, context, info) => {
      const list: unknown = resolve(root, args, context, info);
      return root instanceof ListCompletion ? andThen(list, (value) => root.take(value, info)) : list;
    };
  }
}
