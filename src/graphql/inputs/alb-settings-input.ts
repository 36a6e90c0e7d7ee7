import { Field, InputType, Int } from 'type-graphql';
import { Quantity, StringMap } from '../scalars.js';

@InputType({
  description:
    'Amounts of the two resources; what is left out stays as it is, null goes back to the back end’s default.',
})
export class ResourceListInput {
  @Field(() => Quantity, { nullable: true, description: 'CPU, in cores: "200m" is a fifth of one.' })
  cpu?: string | null;

  @Field(() => Quantity, { nullable: true, description: 'Memory, in bytes: "256Mi".' })
  memory?: string | null;
}

@InputType({ description: 'What each pod of an ALB may use.' })
export class ResourcesInput {
  @Field(() => ResourceListInput, { nullable: true, description: 'At most.' })
  limits?: ResourceListInput | null;

  @Field(() => ResourceListInput, { nullable: true, description: 'At least; not above the limits.' })
  requests?: ResourceListInput | null;
}

@InputType({ description: 'Settings of a standalone gateway’s ALB. Its load-balancer service is always on.' })
export class AlbSettingsInput {
  @Field(() => [String], {
    nullable: true,
    description: 'Manual addresses, in order: IPv4, IPv6 or host names. null or empty: none.',
  })
  addresses?: string[] | null;

  @Field(() => StringMap, { nullable: true, description: 'Annotations for the load-balancer service; the whole map.' })
  lbSvcAnnotations?: Record<string, string> | null;

  @Field(() => ResourcesInput, { nullable: true, description: 'What each pod may use; merged with what is there.' })
  resources?: ResourcesInput | null;

  @Field(() => Int, { nullable: true, description: 'How many pods. null: the back end’s default, 3.' })
  replicas?: number | null;
}
