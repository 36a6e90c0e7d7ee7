import { type Awaitable, andThen } from '../awaitable.js';
import { albKind, gatewayClassKind, gatewayKind } from '../kube/kinds.js';
import type { Listing } from '../kube/ports.js';
import { type Connection, connect, type Ordering, orderName, type PageArguments, pageFaults } from './connection.js';
import { type GatewayFilter, gatewayFilterFaults, gatewayMatcher } from './filter-gateways.js';
import { GatewayView } from './gateway-view.js';
import { gatewaysWithAddress } from './gateways-around.js';
import { throwFaults } from './input-faults.js';
import { keepMatching } from './keep-matching.js';
import { namespaceFaults } from './name-faults.js';
import { type OrderDirection, orders } from './order.js';
import { unlessRefused } from './relations.js';
import type { AlbResource, GatewayClassResource, GatewayResource } from './resources.js';
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
  const viewOf = (gateway: GatewayResource) => new GatewayView(session, gateway);
  return andThen(listed, (listing) =>
    andThen(matching(session, listing, args, ordering), (kept) =>
      connect(kept, args, ordering, listing.partial, viewOf),
    ),
  );
}

/** Those that match, in order. Where nothing is filtered for, the set's own order is taken as it is. */
function matching(
  session: ClusterSession,
  listing: Listing<GatewayResource>,
  { filter, className }: ListGatewaysArguments,
  { order }: Ordering,
): Awaitable<readonly GatewayResource[]> {
  const filtered = Object.values(filter ?? {}).some((condition) => condition !== null && condition !== undefined);
  const ofClass = (gateway: GatewayResource) => className === undefined || gateway.spec.gatewayClassName === className;
  if (!filtered) return className === undefined ? listing.inOrder(order) : listing.inOrder(order).filter(ofClass);
  const matches = gatewayMatcher(filter ?? {});
  return andThen(candidates(session, listing, filter?.address), (found) =>
    keepMatching(
      sortedOf(listing, found, order),
      (gateway) => ofClass(gateway) && matches(new GatewayView(session, gateway)),
      session.slices,
    ),
  );
}

/** A set sorted already is filtered faster than many are sorted anew. */
const mostToSort = 500;

function sortedOf(
  listing: Listing<GatewayResource>,
  found: ReadonlySet<GatewayResource> | undefined,
  order: Ordering['order'],
): readonly GatewayResource[] {
  if (found === undefined) return listing.inOrder(order);
  if (found.size > mostToSort) return listing.inOrder(order).filter((gateway) => found.has(gateway));
  return [...found].sort(order.compare);
}

/** The gateways that may have an address, by the indexes; undefined where the caller has to look at all of them. */
function candidates(
  { ports }: ClusterSession,
  gateways: Listing<GatewayResource>,
  address: string | null | undefined,
): Awaitable<ReadonlySet<GatewayResource> | undefined> {
  const { reader } = ports;
  if (!address || !reader.inMemory?.(albKind) || !reader.inMemory(gatewayClassKind)) return undefined;
  return unlessRefused(
    () =>
      andThen(reader.list<AlbResource>(albKind, {}), (albs) =>
        andThen(reader.list<GatewayClassResource>(gatewayClassKind, {}), (classes) =>
          // An ALB that is not in the list may still be there to be got.
          albs.partial || classes.partial ? undefined : gatewaysWithAddress(address, { gateways, albs, classes }),
        ),
      ),
    () => undefined,
  );
}

/** By namespace and name where nothing is said. */
function orderingOf(orderBy: GatewayOrder | null | undefined): Ordering {
  const { field, direction } = orderBy ?? { field: 'NAMESPACE', direction: 'ASC' };
  return { order: orders[field], direction };
}
