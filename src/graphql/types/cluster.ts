import { Arg, Args, Field, ObjectType } from 'type-graphql';
import { GatewayClassType } from '../enums.js';
import { GatewayListArgs } from '../inputs/list-args.js';
import type { GatewayConnection as GatewayConnectionType } from './connection.js';
import { GatewayConnection } from './connection.js';
import { GatewayClass } from './gateway-class.js';

@ObjectType({ simpleResolvers: true, description: 'A configured Kubernetes cluster.' })
export class Cluster {
  @Field(() => String, { description: 'Its name, as configured: the value of every `cluster` argument.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether it answers now. false comes without an error of its own.' })
  reachable!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Its version, such as v1.36.3. CLUSTER_UNAVAILABLE where it does not answer.',
  })
  kubernetesVersion?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The newest version of the Gateway API that it serves and this server speaks; null: none.',
  })
  gatewayApiVersion?: string | null;

  @Field(() => Boolean, { description: 'Whether operations that name no cluster ask this one.' })
  default!: boolean;

  @Field(() => [GatewayClass], { nullable: true, description: 'Its gateway classes.' })
  gatewayClasses(
    @Arg('type', () => GatewayClassType, { nullable: true, description: 'Only classes of this type.' })
    _type?: GatewayClassType,
  ): GatewayClass[] | null {
    throw new Error('declared only; the view answers');
  }

  @Field(() => GatewayConnection, { nullable: true, description: 'Its gateways, filtered, ordered and paged.' })
  gateways(@Args(() => GatewayListArgs) _args: GatewayListArgs): GatewayConnectionType | null {
    throw new Error('declared only; the view answers');
  }
}
