import { Field, InputType, Int } from 'type-graphql';
import { StringMap } from '../scalars.js';
import { AlbSettingsInput } from './alb-settings-input.js';
import { ListenerInput } from './listener-input.js';

const clusterDescription =
  'The cluster, by its configured name; absent: the default one. CLUSTER_UNKNOWN where there is none.';
const namespaceDescription = 'The namespace. NOT_FOUND where there is none.';
const dryRunDescription = 'Ask the cluster’s admission about everything and store nothing.';

@InputType({ description: 'A gateway to create.' })
export class CreateGatewayInput {
  @Field(() => String, { nullable: true, description: clusterDescription })
  cluster?: string | null;

  @Field(() => String, { description: namespaceDescription })
  namespace!: string;

  @Field(() => String, { description: 'The gateway’s name. ALREADY_EXISTS where there is one.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Its class; absent: the platform’s standalone class. For a SHARED or OTHER class the Gateway alone is written.',
  })
  gatewayClassName?: string | null;

  @Field(() => StringMap, {
    nullable: true,
    description: 'Labels of the Gateway. The back end’s own keys are INVALID_INPUT.',
  })
  labels?: Record<string, string> | null;

  @Field(() => StringMap, { nullable: true, description: 'Annotations of the Gateway.' })
  annotations?: Record<string, string> | null;

  @Field(() => [ListenerInput], { description: 'Its ports, 1 to 64 of them.' })
  listeners!: ListenerInput[];

  @Field(() => AlbSettingsInput, { nullable: true, description: 'Settings of its ALB, for a STANDALONE class alone.' })
  alb?: AlbSettingsInput | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: dryRunDescription })
  dryRun?: boolean | null;
}

@InputType({
  description:
    'Changes to a gateway. What is left out stays as it is; null goes back to the cluster’s default, or is removed. Only the objects that change are written.',
})
export class UpdateGatewayInput {
  @Field(() => String, { nullable: true, description: clusterDescription })
  cluster?: string | null;

  @Field(() => String, { description: 'The namespace.' })
  namespace!: string;

  @Field(() => String, { description: 'The gateway’s name. NOT_FOUND where there is none.' })
  name!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The Gateway’s generation as last seen: CONFLICT where its spec has changed since.',
  })
  generation?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The ALB’s generation as last seen: CONFLICT where its spec has changed since.',
  })
  albGeneration?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The Gateway’s resourceVersion as last seen: CONFLICT where anything has changed since.',
  })
  resourceVersion?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The ALB’s resourceVersion as last seen: CONFLICT where anything has changed since.',
  })
  albResourceVersion?: string | null;

  @Field(() => StringMap, {
    nullable: true,
    description:
      'The whole map of labels. The back end’s own keys survive being left out, and are INVALID_INPUT when changed.',
  })
  labels?: Record<string, string> | null;

  @Field(() => StringMap, { nullable: true, description: 'The whole map of annotations; the same holds.' })
  annotations?: Record<string, string> | null;

  @Field(() => [ListenerInput], { nullable: true, description: 'The whole list of ports; those left out are removed.' })
  listeners?: ListenerInput[] | null;

  @Field(() => AlbSettingsInput, {
    nullable: true,
    description: 'Changes to its own ALB, for a STANDALONE class alone.',
  })
  alb?: AlbSettingsInput | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: dryRunDescription })
  dryRun?: boolean | null;
}

@InputType({ description: 'A gateway to delete.' })
export class DeleteGatewayInput {
  @Field(() => String, { nullable: true, description: clusterDescription })
  cluster?: string | null;

  @Field(() => String, { description: 'The namespace.' })
  namespace!: string;

  @Field(() => String, { description: 'The gateway’s name. NOT_FOUND where there is none.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its uid as last seen: CONFLICT where another object has taken the name.',
  })
  uid?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its resourceVersion as last seen: CONFLICT where anything has changed since.',
  })
  resourceVersion?: string | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: dryRunDescription })
  dryRun?: boolean | null;
}

@InputType({ description: 'An orphaned ALB to delete.' })
export class DeleteOrphanedAlbInput {
  @Field(() => String, { nullable: true, description: clusterDescription })
  cluster?: string | null;

  @Field(() => String, { description: 'The namespace.' })
  namespace!: string;

  @Field(() => String, { description: 'The ALB’s name. NOT_FOUND where there is none.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its uid as last seen: CONFLICT where another object has taken the name.',
  })
  uid?: string | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: dryRunDescription })
  dryRun?: boolean | null;
}
