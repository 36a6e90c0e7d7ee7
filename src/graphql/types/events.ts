import { Field, ObjectType } from 'type-graphql';
import { WatchEventType } from '../enums.js';
import { Alb } from './alb.js';
import { Gateway } from './gateway.js';
import { GatewayClass } from './gateway-class.js';

const versionDescription = 'The object’s resourceVersion; for SYNCED that of the list.';

@ObjectType({ simpleResolvers: true, description: 'A change among the gateways that a listener sees.' })
export class GatewayEvent {
  @Field(() => WatchEventType, { description: 'What happened.' })
  type!: WatchEventType;

  @Field(() => Gateway, { nullable: true, description: 'The gateway; as last sent for DELETED, null for SYNCED.' })
  gateway?: Gateway | null;

  @Field(() => String, { description: versionDescription })
  resourceVersion!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A change among the ALBs that a listener sees.' })
export class AlbEvent {
  @Field(() => WatchEventType, { description: 'What happened.' })
  type!: WatchEventType;

  @Field(() => Alb, { nullable: true, description: 'The ALB; as last sent for DELETED, null for SYNCED.' })
  alb?: Alb | null;

  @Field(() => String, { description: versionDescription })
  resourceVersion!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A change among the gateway classes that a listener sees.' })
export class GatewayClassEvent {
  @Field(() => WatchEventType, { description: 'What happened.' })
  type!: WatchEventType;

  @Field(() => GatewayClass, { nullable: true, description: 'The class; as last sent for DELETED, null for SYNCED.' })
  gatewayClass?: GatewayClass | null;

  @Field(() => String, { description: versionDescription })
  resourceVersion!: string;
}
