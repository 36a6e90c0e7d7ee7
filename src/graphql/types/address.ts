import { Field, ObjectType } from 'type-graphql';
import { AddressSource, AddressType } from '../enums.js';

@ObjectType({
  simpleResolvers: true,
  description:
    'An address under which something is reached. One entry per distinct address, however it is spelled, with every source it comes from.',
})
export class Address {
  @Field(() => String, { description: 'As written at its first source.' })
  value!: string;

  @Field(() => AddressType, { description: 'IPv4, IPv6 or host name.' })
  type!: AddressType;

  @Field(() => [AddressSource], { description: 'Where it comes from, each source once.' })
  sources!: AddressSource[];
}
