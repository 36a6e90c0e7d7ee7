import { Field, Int, ObjectType } from 'type-graphql';
import { ProvisioningPhase, ProvisioningStepName, ProvisioningStepState } from '../enums.js';
import { DateTime } from '../scalars.js';

@ObjectType({ simpleResolvers: true, description: 'One step on the way from creation to service.' })
export class ProvisioningStep {
  @Field(() => ProvisioningStepName, { description: 'Which step.' })
  name!: ProvisioningStepName;

  @Field(() => ProvisioningStepState, { description: 'How it stands.' })
  state!: ProvisioningStepState;

  @Field(() => String, { description: 'What the back end says of it; may be empty.' })
  message!: string;

  @Field(() => DateTime, { nullable: true, description: 'Since when it stands so, where the back end tells.' })
  since?: Date | null;
}

@ObjectType({ simpleResolvers: true, description: 'How far a gateway has come, ready for a progress bar.' })
export class Provisioning {
  @Field(() => ProvisioningPhase, { description: 'In one word.' })
  phase!: ProvisioningPhase;

  @Field(() => Int, { description: 'The share of steps that are done, 0 to 100; 100 only when READY.' })
  percent!: number;

  @Field(() => [ProvisioningStep], { description: 'The steps that apply to this gateway, in order.' })
  steps!: ProvisioningStep[];
}
