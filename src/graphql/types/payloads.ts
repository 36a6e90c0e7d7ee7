import { Field, ObjectType } from 'type-graphql';
import { WrittenObject } from '../enums.js';
import { Alb } from './alb.js';
import { Gateway } from './gateway.js';

@ObjectType({ simpleResolvers: true, description: 'What createGateway made.' })
export class CreateGatewayPayload {
  @Field(() => Gateway, { description: 'The Gateway, as the cluster stored it.' })
  gateway!: Gateway;

  @Field(() => Alb, {
    nullable: true,
    description: 'Its ALB, as the cluster stored it; null for a class that is not STANDALONE.',
  })
  alb?: Alb | null;

  @Field(() => [WrittenObject], { description: 'What was written, in order; of a dry run, what would be.' })
  written!: WrittenObject[];
}

@ObjectType({ simpleResolvers: true, description: 'What updateGateway changed.' })
export class UpdateGatewayPayload {
  @Field(() => Gateway, { description: 'The Gateway as it stands now.' })
  gateway!: Gateway;

  @Field(() => Alb, { nullable: true, description: 'Its ALB as it stands now.' })
  alb?: Alb | null;

  @Field(() => [WrittenObject], { description: 'What was written, in order; empty where the input changed nothing.' })
  written!: WrittenObject[];
}

@ObjectType({ simpleResolvers: true, description: 'What deleteGateway removed.' })
export class DeleteGatewayPayload {
  @Field(() => Gateway, { description: 'The Gateway as it was.' })
  gateway!: Gateway;

  @Field(() => [Alb], { description: 'The ALBs that the back end now removes by itself, as they were.' })
  albs!: Alb[];
}

@ObjectType({ simpleResolvers: true, description: 'What deleteOrphanedAlb removed.' })
export class DeleteOrphanedAlbPayload {
  @Field(() => Alb, { description: 'The ALB as it was.' })
  alb!: Alb;
}
