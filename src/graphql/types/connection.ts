import { Field, Int, ObjectType } from 'type-graphql';
import type { Alb as AlbType } from './alb.js';
import { Alb } from './alb.js';
import type { Gateway as GatewayType } from './gateway.js';
import { Gateway } from './gateway.js';

@ObjectType({ simpleResolvers: true, description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follows: ask again with `after: endCursor`.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether something comes before: ask again with `before: startCursor`.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first entry; null on an empty page.' })
  startCursor?: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last entry; null on an empty page.' })
  endCursor?: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A gateway in a page.' })
export class GatewayEdge {
  @Field(() => String, { description: 'Its place in this order; stays valid while objects come and go.' })
  cursor!: string;

  @Field(() => Gateway, { description: 'The gateway.' })
  node!: GatewayType;
}

@ObjectType({ simpleResolvers: true, description: 'A page of gateways.' })
export class GatewayConnection {
  @Field(() => [GatewayEdge], { description: 'The entries with their cursors.' })
  edges!: GatewayEdge[];

  @Field(() => [Gateway], { description: 'The entries alone.' })
  nodes!: GatewayType[];

  @Field(() => PageInfo, { description: 'Where the page stands.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many match, on all pages.' })
  totalCount!: number;

  @Field(() => Boolean, {
    description: 'True where the caller may not list the whole cluster and these are of the namespaces they may list.',
  })
  partial!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'An ALB in a page.' })
export class AlbEdge {
  @Field(() => String, { description: 'Its place in this order; stays valid while objects come and go.' })
  cursor!: string;

  @Field(() => Alb, { description: 'The ALB.' })
  node!: AlbType;
}

@ObjectType({ simpleResolvers: true, description: 'A page of ALBs.' })
export class AlbConnection {
  @Field(() => [AlbEdge], { description: 'The entries with their cursors.' })
  edges!: AlbEdge[];

  @Field(() => [Alb], { description: 'The entries alone.' })
  nodes!: AlbType[];

  @Field(() => PageInfo, { description: 'Where the page stands.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'How many match, on all pages.' })
  totalCount!: number;

  @Field(() => Boolean, {
    description: 'True where the caller may not list the whole cluster and these are of the namespaces they may list.',
  })
  partial!: boolean;
}
