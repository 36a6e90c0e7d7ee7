import { type Awaitable, andThen } from '../awaitable.js';
import { albKind } from '../kube/kinds.js';
import { AlbView } from './alb-view.js';
import { type Connection, connect, type Ordering, orderName, type PageArguments, pageFaults } from './connection.js';
import { type AlbFilter, albFilterFaults, albMatcher } from './filter-albs.js';
import { throwFaults } from './input-faults.js';
import { keepMatching } from './keep-matching.js';
import { namespaceFaults } from './name-faults.js';
import type { OrderDirection } from './order.js';
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
  return andThen(listed, (listing) => {
    const views = [...listing.all()].map((alb) => new AlbView(session, alb));
    return andThen(keepMatching(views, albMatcher(filter)), (kept) => connect(kept, args, ordering, listing.partial));
  });
}

/** By namespace and name where nothing is said. */
function orderingOf(orderBy: AlbOrder | null | undefined): Ordering<AlbView> {
  const { field, direction } = orderBy ?? { field: 'NAMESPACE', direction: 'ASC' };
  const values: Record<AlbOrder['field'], (view: AlbView) => string> = {
    NAME: (view) => view.name,
    NAMESPACE: () => '',
    CREATED_AT: (view) => view.resource.metadata.creationTimestamp ?? '',
    STATE: (view) => view.state,
  };
  return { field, direction, valueOf: values[field] };
}
