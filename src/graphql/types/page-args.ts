import { ArgsType, Field, Int } from 'type-graphql';

const cursorDescription = 'A cursor that this server gave for the same order.';

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many at most, from the start: 50 where nothing is said, 1,000 at most.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: `Only what comes after it. ${cursorDescription}` })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many at most, from the end: 1,000 at most. Not together with `first`.',
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: `Only what comes before it. ${cursorDescription}` })
  before?: string | null;
}
