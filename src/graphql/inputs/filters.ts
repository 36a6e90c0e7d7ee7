import { Field, InputType, Int } from 'type-graphql';
import {
  AlbOrderField,
  AlbState,
  GatewayClassType,
  GatewayMode,
  GatewayOrderField,
  OrderDirection,
  ProvisioningPhase,
} from '../enums.js';

const selectorDescription = 'A Kubernetes label selector, such as "team=payments,tier in (a,b)".';

@InputType({ description: 'Which gateways; every condition given must hold.' })
export class GatewayFilter {
  @Field(() => String, { nullable: true, description: selectorDescription })
  labelSelector?: string | null;

  @Field(() => [String], { nullable: true, description: 'Of one of these classes, by name.' })
  classNames?: string[] | null;

  @Field(() => GatewayClassType, { nullable: true, description: 'Of a class of this type.' })
  classType?: GatewayClassType | null;

  @Field(() => [ProvisioningPhase], { nullable: true, description: 'In one of these phases.' })
  phase?: ProvisioningPhase[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Part of the name, of a listener’s host name or of an address, without case.',
  })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'With this address, however it is spelled.' })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'With a listener that serves this host name.' })
  hostname?: string | null;

  @Field(() => Int, { nullable: true, description: 'With a listener on this port.' })
  port?: number | null;
}

@InputType({ description: 'Which ALBs; every condition given must hold.' })
export class AlbFilter {
  @Field(() => String, { nullable: true, description: selectorDescription })
  labelSelector?: string | null;

  @Field(() => GatewayMode, { nullable: true, description: 'In this mode.' })
  gatewayMode?: GatewayMode | null;

  @Field(() => [AlbState], { nullable: true, description: 'In one of these states.' })
  state?: AlbState[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Orphaned, or not.' })
  orphaned?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Part of the name or of an address, without case.' })
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'With this address, however it is spelled.' })
  address?: string | null;
}

@InputType({ description: 'How gateways are ordered.' })
export class GatewayOrder {
  @Field(() => GatewayOrderField, { description: 'By what.' })
  field!: GatewayOrderField;

  @Field(() => OrderDirection, { description: 'Which way.' })
  direction!: OrderDirection;
}

@InputType({ description: 'How ALBs are ordered.' })
export class AlbOrder {
  @Field(() => AlbOrderField, { description: 'By what.' })
  field!: AlbOrderField;

  @Field(() => OrderDirection, { description: 'Which way.' })
  direction!: OrderDirection;
}
