import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { mapAll, recover } from '../../awaitable.js';
import { AlbError } from '../../errors.js';
import { ClusterView } from '../../gateway/cluster-view.js';
import { defaultPageSize } from '../../gateway/connection.js';
import { findAlb, findGateway, findGatewayClass, findNode } from '../../gateway/find.js';
import { throwFaults } from '../../gateway/input-faults.js';
import { listAlbs } from '../../gateway/list-albs.js';
import { listGatewayClasses } from '../../gateway/list-gateway-classes.js';
import { listGateways } from '../../gateway/list-gateways.js';
import { listNamespaces } from '../../gateway/list-namespaces.js';
import { viewerOf } from '../../gateway/viewer-view.js';
import { Context } from '../context.js';
import { GatewayClassType } from '../enums.js';
import { AlbListArgs, GatewayListArgs } from '../inputs/list-args.js';
import { joinedKinds } from '../joined-kinds.js';
import { maxSingleGets } from '../loading-reader.js';
import { Alb } from '../types/alb.js';
import { Cluster } from '../types/cluster.js';
import { AlbConnection, GatewayConnection } from '../types/connection.js';
import { Gateway } from '../types/gateway.js';
import { GatewayClass } from '../types/gateway-class.js';
import { Node } from '../types/node.js';
import { Viewer } from '../types/viewer.js';
import { clusterArg } from './cluster-arg.js';

const maxIds = 1_000;

@Resolver()
export class QueryResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'The object behind an id; null where it is gone. INVALID_INPUT for an id that is not ours.',
  })
  node(@Ctx() context: Context, @Arg('id', () => ID, { description: 'The id of an object.' }) id: string) {
    return findNode((cluster) => context.session(cluster), id);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'The objects behind several ids, in their order; null for each that is gone.',
  })
  nodes(
    @Ctx() context: Context,
    @Arg('ids', () => [ID], { description: 'At most 1,000 ids; more are INVALID_INPUT.' }) ids: string[],
  ) {
    if (ids.length > maxIds) {
      throwFaults([{ path: ['ids'], message: `These are ${ids.length} ids; ${maxIds} are the most at once.` }]);
    }
    // One id that fails leaves the others standing: graphql-js takes an Error in a list for the error of that entry.
    return mapAll(ids, (id, at) =>
      recover(() => findNode((cluster) => context.session(cluster), id, ['ids', at]), errorFrom),
    );
  }

  @Query(() => Viewer, { nullable: true, description: 'Who the cluster takes the caller for, and what they may do.' })
  viewer(@Ctx() context: Context, @Arg('cluster', () => String, clusterArg) cluster?: string) {
    return viewerOf(context.session(cluster));
  }

  @Query(() => [String], {
    nullable: true,
    description: 'The namespaces that the caller may list, sorted: for forms. FORBIDDEN where they may list none.',
  })
  namespaces(@Ctx() context: Context, @Arg('cluster', () => String, clusterArg) cluster?: string) {
    return listNamespaces(context.session(cluster));
  }

  @Query(() => [Cluster], { description: 'All configured clusters, reachable or not.' })
  clusters(@Ctx() context: Context) {
    return context.options.clusters.names().map((name) => clusterView(context, name));
  }

  @Query(() => Cluster, {
    nullable: true,
    description: 'One configured cluster. CLUSTER_UNKNOWN where there is none of that name.',
  })
  cluster(@Ctx() context: Context, @Arg('name', () => String, { description: 'Its configured name.' }) name: string) {
    return clusterView(context, name);
  }

  @Query(() => [GatewayClass], { nullable: true, description: 'The gateway classes of a cluster, by name.' })
  gatewayClasses(
    @Ctx() context: Context,
    @Arg('cluster', () => String, clusterArg) cluster?: string,
    @Arg('type', () => GatewayClassType, { nullable: true, description: 'Only classes of this type.' })
    type?: GatewayClassType,
    @Arg('labelSelector', () => String, {
      nullable: true,
      description: 'A Kubernetes label selector, such as "tier in (a,b)".',
    })
    labelSelector?: string,
  ) {
    return listGatewayClasses(context.session(cluster), { type, labelSelector });
  }

  @Query(() => GatewayClass, {
    nullable: true,
    description: 'One gateway class; null where there is none of that name.',
  })
  gatewayClass(
    @Ctx() context: Context,
    @Arg('name', () => String, { description: 'Its name.' }) name: string,
    @Arg('cluster', () => String, clusterArg) cluster?: string,
  ) {
    return findGatewayClass(context.session(cluster), name);
  }

  @Query(() => GatewayConnection, {
    nullable: true,
    description: 'Gateways, filtered, ordered and paged over the whole set.',
  })
  gateways(
    @Ctx() context: Context,
    @Args(() => GatewayListArgs) args: GatewayListArgs,
    @Info() info: GraphQLResolveInfo,
    @Arg('cluster', () => String, clusterArg) cluster?: string,
  ) {
    const session = context.session(cluster);
    // First: what is wrong with the arguments asks for nothing.
    const gateways = listGateways(session, args);
    const rows = args.first ?? args.last ?? defaultPageSize;
    if (args.namespace == null && rows > maxSingleGets) context.readAhead(session, () => joinedKinds(info));
    return gateways;
  }

  @Query(() => Gateway, { nullable: true, description: 'One gateway; null where there is none of that name.' })
  gateway(
    @Ctx() context: Context,
    @Arg('namespace', () => String, { description: 'Its namespace.' }) namespace: string,
    @Arg('name', () => String, { description: 'Its name.' }) name: string,
    @Arg('cluster', () => String, clusterArg) cluster?: string,
  ) {
    return findGateway(context.session(cluster), namespace, name);
  }

  @Query(() => AlbConnection, { nullable: true, description: 'ALBs, filtered, ordered and paged over the whole set.' })
  albs(
    @Ctx() context: Context,
    @Args(() => AlbListArgs) args: AlbListArgs,
    @Arg('cluster', () => String, clusterArg) cluster?: string,
  ) {
    return listAlbs(context.session(cluster), args);
  }

  @Query(() => Alb, { nullable: true, description: 'One ALB; null where there is none of that name.' })
  alb(
    @Ctx() context: Context,
    @Arg('namespace', () => String, { description: 'Its namespace.' }) namespace: string,
    @Arg('name', () => String, { description: 'Its name.' }) name: string,
    @Arg('cluster', () => String, clusterArg) cluster?: string,
  ) {
    return findAlb(context.session(cluster), namespace, name);
  }
}

function clusterView(context: Context, name: string): ClusterView {
  return new ClusterView(context.session(name), name === context.options.clusters.defaultName);
}

function errorFrom(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : AlbError.from(thrown);
}
