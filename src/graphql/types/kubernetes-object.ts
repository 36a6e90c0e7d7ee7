import { Arg, Field, Int, InterfaceType } from 'type-graphql';
import { ManifestFormat } from '../enums.js';
import { DateTime, StringMap } from '../scalars.js';

@InterfaceType({
  description: 'What every Kubernetes object shows of its metadata.',
  resolveType: (value: { typeName: string }) => value.typeName,
})
export abstract class KubernetesObject {
  @Field(() => String, { description: 'The cluster that holds it, as configured.' })
  cluster!: string;

  @Field(() => String, { description: 'Its name: unique for its kind in its namespace.' })
  name!: string;

  @Field(() => String, {
    description: 'Unique in the cluster for all time; a new object of the same name has another.',
  })
  uid!: string;

  @Field(() => String, {
    description:
      'Changes with every write, status included. Send it back to have a change by others answered with CONFLICT.',
  })
  resourceVersion!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Counts the changes of the spec alone: the precondition that forms want.',
  })
  generation?: number | null;

  @Field(() => StringMap, { description: 'Its labels.' })
  labels!: Record<string, string>;

  @Field(() => StringMap, { description: 'Its annotations.' })
  annotations!: Record<string, string>;

  @Field(() => DateTime, { description: 'When the cluster stored it first.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is being deleted; null while it is not.' })
  deletingSince?: Date | null;

  @Field(() => String, {
    description: 'What `kubectl apply` takes to make it again: metadata set by the cluster and status are left out.',
  })
  manifest(
    @Arg('format', () => ManifestFormat, {
      nullable: true,
      defaultValue: ManifestFormat.YAML,
      description: 'YAML or JSON.',
    })
    _format: ManifestFormat,
  ): string {
    throw new Error('declared only; the view answers');
  }
}
