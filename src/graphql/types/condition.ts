import { Field, Int, ObjectType } from 'type-graphql';
import { ConditionStatus } from '../enums.js';
import { DateTime } from '../scalars.js';

@ObjectType({ simpleResolvers: true, description: 'What a controller reports of one aspect of an object.' })
export class Condition {
  @Field(() => String, { description: 'The aspect, such as Accepted or Programmed.' })
  type!: string;

  @Field(() => ConditionStatus, { description: 'Whether it holds.' })
  status!: ConditionStatus;

  @Field(() => String, { description: 'One word for machines.' })
  reason!: string;

  @Field(() => String, { description: 'A sentence for people; may be empty.' })
  message!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The generation of the object that the controller had seen; older than the object’s: out of date.',
  })
  observedGeneration?: number | null;

  @Field(() => DateTime, { description: 'When the status last changed.' })
  lastTransitionAt!: Date;
}
