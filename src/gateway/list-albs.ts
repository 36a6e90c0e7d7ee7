import { type Awaitable, andThen } from '../awaitable.js';
import { albKind } from '../kube/kinds.js';
import { albStateOf } from './alb-state.js';
import { AlbView } from './alb-view.js';
import { type Connection, connect, type Ordering, orderName, type PageArguments, pageFaults } from './connection.js';
import { type AlbFilter, albFilterFaults, albMatcher } from './filter-albs.js';
import { throwFaults } from './input-faults.js';
import { keepMatching } from './keep-matching.js';
import { namespaceFaults } from './name-faults.js';
import { type OrderDirection, orderBy, orders } from './order.js';
import type { AlbResource } from './resources.js';
import type { ClusterSession } from './session.js';

export interface AlbOrder {
  field: 'NAME' | 'NAMESPACE' | 'CREATED_AT' | 'STATE';
  direction: OrderDirection;
}

export interface ListAlbsArguments extends PageArguments {
  namespace?: string | null | undefined;
  filter?: AlbFilter | null | undefined;
  orderBy?: AlbOrder | null | undefined;
}

/** Filters, orders and pages over the whole set. Throws INVALID_INPUT for every fault of the arguments at once. */
export function listAlbs(session: ClusterSession, args: ListAlbsArguments): Awaitable<Connection<AlbView>> {
  const filter = args.filter ?? {};
  const ordering = orderingOf(args.orderBy);
  throwFaults([
    ...namespaceFaults(args.namespace),
    ...albFilterFaults(filter, ['filter']),
    ...pageFaults(args, orderName(ordering)),
  ]);
  const listed = session.ports.reader.list<AlbResource>(albKind, { namespace: args.namespace ?? undefined });
  const viewOf = (alb: AlbResource) => new AlbView(session, alb);
  return andThen(listed, (listing) => {
    const sorted = listing.inOrder(ordering.order);
    const filtered = Object.values(filter).some((condition) => condition !== null && condition !== undefined);
    const matches = albMatcher(filter);
    const kept = filtered ? keepMatching(sorted, (alb) => matches(viewOf(alb)), session.slices) : sorted;
    return andThen(kept, (albs) => connect(albs, args, ordering, listing.partial, viewOf));
  });
}

const byState = orderBy('STATE', (alb) => albStateOf(alb as AlbResource));

/** By namespace and name where nothing is said. */
function orderingOf(orderBy: AlbOrder | null | undefined): Ordering {
  const { field, direction } = orderBy ?? { field: 'NAMESPACE', direction: 'ASC' };
  return { order: field === 'STATE' ? byState : orders[field], direction };
}
