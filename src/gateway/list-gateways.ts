import { type Awaitable, andThen } from '../awaitable.js';
import { gatewayKind } from '../kube/kinds.js';
import type { Listing } from '../kube/ports.js';
import { type Connection, connect, type Ordering, orderName, type PageArguments, pageFaults } from './connection.js';
import { type GatewayFilter, gatewayFilterFaults, gatewayMatcher } from './filter-gateways.js';
import { GatewayView } from './gateway-view.js';
import { gatewaysByClass } from './indexes.js';
import { throwFaults } from './input-faults.js';
import { keepMatching } from './keep-matching.js';
import { namespaceFaults } from './name-faults.js';
import type { OrderDirection } from './order.js';
import type { GatewayResource } from './resources.js';
import type { ClusterSession } from './session.js';

export interface GatewayOrder {
  field: 'NAME' | 'NAMESPACE' | 'CREATED_AT';
  direction: OrderDirection;
}

export interface ListGatewaysArguments extends PageArguments {
  namespace?: string | null | undefined;
  filter?: GatewayFilter | null | undefined;
  orderBy?: GatewayOrder | null | undefined;
  /** The gateways of this class alone. */
  className?: string | undefined;
}

/** Filters, orders and pages over the whole set. Throws INVALID_INPUT for every fault of the arguments at once. */
export function listGateways(session: ClusterSession, args: ListGatewaysArguments): Awaitable<Connection<GatewayView>> {
  const filter = args.filter ?? {};
  const ordering = orderingOf(args.orderBy);
  throwFaults([
    ...namespaceFaults(args.namespace),
    ...gatewayFilterFaults(filter, ['filter']),
    ...pageFaults(args, orderName(ordering)),
  ]);
  const listed = session.ports.reader.list<GatewayResource>(gatewayKind, { namespace: args.namespace ?? undefined });
  return andThen(listed, (listing) => {
    const views = candidatesOf(listing, args.className).map((gateway) => new GatewayView(session, gateway));
    return andThen(keepMatching(views, gatewayMatcher(filter)), (kept) =>
      connect(kept, args, ordering, listing.partial),
    );
  });
}

function candidatesOf(listing: Listing<GatewayResource>, className: string | undefined): GatewayResource[] {
  return [...(className === undefined ? listing.all() : listing.lookup(gatewaysByClass, className))];
}

/** By namespace and name where nothing is said. */
function orderingOf(orderBy: GatewayOrder | null | undefined): Ordering<GatewayView> {
  const { field, direction } = orderBy ?? { field: 'NAMESPACE', direction: 'ASC' };
  const values: Record<GatewayOrder['field'], (view: GatewayView) => string> = {
    NAME: (view) => view.name,
    NAMESPACE: () => '',
    CREATED_AT: (view) => view.resource.metadata.creationTimestamp ?? '',
  };
  return { field, direction, valueOf: values[field] };
}
