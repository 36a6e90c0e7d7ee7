import { Args, Field, ObjectType } from 'type-graphql';
import { GatewayClassType } from '../enums.js';
import { Address } from './address.js';
import type { Alb as AlbType } from './alb.js';
import { Alb } from './alb.js';
import { Condition } from './condition.js';
import type { GatewayConnection as GatewayConnectionType } from './connection.js';
import { GatewayConnection } from './connection.js';
import { KubernetesObject } from './kubernetes-object.js';
import { Node } from './node.js';
import { PageArgs } from './page-args.js';

@ObjectType({
  implements: [Node, KubernetesObject],
  simpleResolvers: true,
  description: 'A class of gateways: who serves them, and with whose load balancer.',
})
export class GatewayClass {
  @Field(() => GatewayClassType, { description: 'Whose load balancer its gateways run on.' })
  type!: GatewayClassType;

  @Field(() => String, { description: 'The controller that serves its gateways.' })
  controllerName!: string;

  @Field(() => String, { nullable: true, description: 'A sentence for people, where one was written.' })
  description?: string | null;

  @Field(() => Boolean, { description: 'Whether its controller has taken it up.' })
  accepted!: boolean;

  @Field(() => [Condition], { description: 'What its controller reports.' })
  conditions!: Condition[];

  @Field(() => Alb, {
    nullable: true,
    description: 'The ALB behind a SHARED class; null for the others. FORBIDDEN where the caller may not read it.',
  })
  alb?: AlbType | null;

  @Field(() => [Address], {
    description:
      'The addresses of the ALB behind a SHARED class; empty for the others, or where the caller may not read it.',
  })
  addresses!: Address[];

  @Field(() => GatewayConnection, {
    nullable: true,
    description: 'The gateways of this class that the caller may list.',
  })
  gateways(@Args(() => PageArgs) _page: PageArgs): GatewayConnectionType | null {
    throw new Error('declared only; the view answers');
  }
}
