import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType({
  description: 'An object with an id by which `Query.node` finds it again.',
  resolveType: (value: { typeName: string }) => value.typeName,
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque, and stable for one object. It is no secret and grants nothing.' })
  id!: string;
}
