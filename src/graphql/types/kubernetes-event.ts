import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../scalars.js';

@ObjectType({
  simpleResolvers: true,
  description: 'A core Event that the cluster keeps about an object, for an hour or so.',
})
export class KubernetesEvent {
  @Field(() => String, { description: 'Normal or Warning.' })
  type!: string;

  @Field(() => String, { description: 'One word for machines.' })
  reason!: string;

  @Field(() => String, { description: 'A sentence for people.' })
  message!: string;

  @Field(() => Int, { description: 'How often it was seen.' })
  count!: number;

  @Field(() => DateTime, { description: 'When it was last seen.' })
  lastSeenAt!: Date;

  @Field(() => String, { description: 'What it is about, as Kind/name.' })
  regarding!: string;
}
