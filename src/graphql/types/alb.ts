import { Field, Int, ObjectType } from 'type-graphql';
import { AlbState, GatewayMode, NetworkMode } from '../enums.js';
import { DateTime, Quantity, StringMap } from '../scalars.js';
import { Address } from './address.js';
import type { Gateway as GatewayObject } from './gateway.js';
import { Gateway } from './gateway.js';
import { KubernetesEvent } from './kubernetes-event.js';
import { KubernetesObject } from './kubernetes-object.js';
import { Node } from './node.js';

@ObjectType({ simpleResolvers: true, description: 'What the load-balancer service of an ALB was given.' })
export class LoadBalancerAddresses {
  @Field(() => Boolean, { description: 'Whether the allocation succeeded.' })
  ok!: boolean;

  @Field(() => String, { description: 'Why not, where it did not; else empty.' })
  message!: string;

  @Field(() => [String], { description: 'IPv4 addresses.' })
  ipv4!: string[];

  @Field(() => [String], { description: 'IPv6 addresses.' })
  ipv6!: string[];

  @Field(() => [String], { description: 'Host names.' })
  hostnames!: string[];
}

@ObjectType({ simpleResolvers: true, description: 'Amounts of the two resources.' })
export class ResourceList {
  @Field(() => Quantity, {
    nullable: true,
    description: 'CPU, in cores: "200m" is a fifth of one. null: the back end’s default.',
  })
  cpu?: string | null;

  @Field(() => Quantity, { nullable: true, description: 'Memory, in bytes: "256Mi". null: the back end’s default.' })
  memory?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What each pod of an ALB may use.' })
export class Resources {
  @Field(() => ResourceList, { description: 'At most.' })
  limits!: ResourceList;

  @Field(() => ResourceList, { description: 'At least: what is kept free for it.' })
  requests!: ResourceList;
}

@ObjectType({
  implements: [Node, KubernetesObject],
  simpleResolvers: true,
  description: 'An ALB2: the load balancer that the back end deploys for one gateway, or for all of a shared class.',
})
export class Alb {
  @Field(() => String, { description: 'Its namespace.' })
  namespace!: string;

  @Field(() => [Address], {
    description: 'Manual addresses in the order written, then those of the load-balancer service.',
  })
  addresses!: Address[];

  @Field(() => [String], { description: 'The manual addresses as written, blanks dropped.' })
  manualAddresses!: string[];

  @Field(() => LoadBalancerAddresses, { description: 'What its load-balancer service was given.' })
  loadBalancer!: LoadBalancerAddresses;

  @Field(() => Boolean, { description: 'Whether it has a load-balancer service; always for a standalone ALB.' })
  loadBalancerServiceEnabled!: boolean;

  @Field(() => StringMap, { description: 'Annotations that its load-balancer service gets.' })
  lbSvcAnnotations!: Record<string, string>;

  @Field(() => NetworkMode, {
    nullable: true,
    description: 'Where it listens; CONTAINER for a standalone ALB whether written or not.',
  })
  networkMode?: NetworkMode | null;

  @Field(() => GatewayMode, {
    nullable: true,
    description: 'Whether it serves one Gateway or many; null where it serves none.',
  })
  gatewayMode?: GatewayMode | null;

  @Field(() => String, {
    nullable: true,
    description: 'The Gateway (STANDALONE) or class (SHARED) that its configuration names, as written.',
  })
  gatewayName?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many pods; null: the back end’s default, 3.' })
  replicas?: number | null;

  @Field(() => Resources, { description: 'What each pod may use.' })
  resources!: Resources;

  @Field(() => AlbState, { description: 'What the operator says of it.' })
  state!: AlbState;

  @Field(() => String, { description: 'Why it is in that state; may be empty.' })
  reason!: string;

  @Field(() => String, { nullable: true, description: 'The version that runs, such as v3.14.1.' })
  version?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the operator last looked.' })
  probedAt?: Date | null;

  @Field(() => [Gateway], {
    nullable: true,
    description: 'The gateways that run on it, as far as the caller may list them.',
  })
  gateways?: GatewayObject[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it is standalone, not being deleted, and no Gateway of exactly the name it gives exists. False for 60 s from its creation here, while the Gateway may still follow.',
  })
  orphaned?: boolean | null;

  @Field(() => [KubernetesEvent], {
    nullable: true,
    description: 'Core Events about it, newest first, by the caller’s own rights.',
  })
  events?: KubernetesEvent[] | null;
}
