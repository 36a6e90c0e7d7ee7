import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '../types/page-args.js';
import { AlbFilter, AlbOrder, GatewayFilter, GatewayOrder } from './filters.js';

const namespaceDescription = 'In this namespace; absent: in all that the caller may list.';

@ArgsType()
export class GatewayListArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: namespaceDescription })
  namespace?: string | null;

  @Field(() => GatewayFilter, { nullable: true, description: 'Which of them.' })
  filter?: GatewayFilter | null;

  @Field(() => GatewayOrder, {
    nullable: true,
    description: 'In which order; by namespace and name where nothing is said.',
  })
  orderBy?: GatewayOrder | null;
}

@ArgsType()
export class AlbListArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: namespaceDescription })
  namespace?: string | null;

  @Field(() => AlbFilter, { nullable: true, description: 'Which of them.' })
  filter?: AlbFilter | null;

  @Field(() => AlbOrder, {
    nullable: true,
    description: 'In which order; by namespace and name where nothing is said.',
  })
  orderBy?: AlbOrder | null;
}
