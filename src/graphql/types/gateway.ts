import { Field, ObjectType } from 'type-graphql';
import { Address } from './address.js';
import type { Alb as AlbType } from './alb.js';
import { Alb } from './alb.js';
import { Condition } from './condition.js';
import type { GatewayClass as GatewayClassObject } from './gateway-class.js';
import { GatewayClass } from './gateway-class.js';
import { KubernetesEvent } from './kubernetes-event.js';
import { KubernetesObject } from './kubernetes-object.js';
import { Listener } from './listener.js';
import { Node } from './node.js';
import { Provisioning } from './provisioning.js';

@ObjectType({
  implements: [Node, KubernetesObject],
  simpleResolvers: true,
  description: 'A Gateway API Gateway, joined with its class and its ALB.',
})
export class Gateway {
  @Field(() => String, { description: 'Its namespace.' })
  namespace!: string;

  @Field(() => String, { description: 'The name of its class.' })
  gatewayClassName!: string;

  @Field(() => GatewayClass, { nullable: true, description: 'Its class; null where there is none of that name.' })
  gatewayClass?: GatewayClassObject | null;

  @Field(() => Alb, {
    nullable: true,
    description:
      'The ALB it runs on: for a STANDALONE class by the alb-ref label, else by the name that the ALB’s configuration gives; for a SHARED class the class’s. FORBIDDEN where the caller may not read it.',
  })
  alb?: AlbType | null;

  @Field(() => [Address], {
    description:
      'Where it is reached: the manual addresses of its ALB in the order written, then those of the load-balancer service. For a caller who may not read the ALB, `statusAddresses`.',
  })
  addresses!: Address[];

  @Field(() => [Address], { description: 'The addresses in the Gateway’s own status.' })
  statusAddresses!: Address[];

  @Field(() => [Listener], { description: 'Its ports, in the order written.' })
  listeners!: Listener[];

  @Field(() => [Condition], { description: 'What its controller reports.' })
  conditions!: Condition[];

  @Field(() => Provisioning, { description: 'How far it has come.' })
  provisioning!: Provisioning;

  @Field(() => [KubernetesEvent], {
    nullable: true,
    description: 'Core Events about it, newest first, by the caller’s own rights.',
  })
  events?: KubernetesEvent[] | null;
}
