import { Arg, Field, ObjectType } from 'type-graphql';
import { ViewerResource } from '../enums.js';

@ObjectType({ simpleResolvers: true, description: 'Who a cluster takes the caller for, and what they may do there.' })
export class Viewer {
  @Field(() => String, {
    nullable: true,
    description: 'Their user name; null where the cluster is older than 1.28 and cannot say.',
  })
  username?: string | null;

  @Field(() => [String], { description: 'Their groups.' })
  groups!: string[];

  @Field(() => Boolean, { description: 'The cluster’s own answer, asked now.' })
  can(
    @Arg('verb', () => String, { description: 'get, list, watch, create, update, patch or delete.' }) _verb: string,
    @Arg('resource', () => ViewerResource, { description: 'What would be acted on.' }) _resource: ViewerResource,
    @Arg('namespace', () => String, { nullable: true, description: 'In which namespace; absent: in all of them.' })
    _namespace?: string,
    @Arg('name', () => String, { nullable: true, description: 'On which object; absent: on any.' }) _name?: string,
  ): boolean {
    throw new Error('declared only; the view answers');
  }
}
