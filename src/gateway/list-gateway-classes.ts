import { type Awaitable, andThen } from '../awaitable.js';
import { gatewayClassKind } from '../kube/kinds.js';
import { type ClassType, classTypeOf } from './class-type.js';
import { GatewayClassView } from './gateway-class-view.js';
import { throwFaults } from './input-faults.js';
import { keepMatching } from './keep-matching.js';
import { parseLabelSelector } from './label-selector.js';
import { orders } from './order.js';
import type { GatewayClassResource } from './resources.js';
import type { ClusterSession } from './session.js';

export interface ListGatewayClassesArguments {
  type?: ClassType | null | undefined;
  labelSelector?: string | null | undefined;
}

/** Sorted by name. */
export function listGatewayClasses(
  session: ClusterSession,
  { type, labelSelector }: ListGatewayClassesArguments,
): Awaitable<GatewayClassView[]> {
  const selector = parseLabelSelector(labelSelector ?? '');
  if ('fault' in selector) {
    throwFaults([{ path: ['labelSelector'], message: selector.fault }]);
    return [];
  }
  return andThen(session.ports.reader.list<GatewayClassResource>(gatewayClassKind, {}), (classes) =>
    andThen(
      keepMatching(
        classes.inOrder(orders.NAME),
        (gatewayClass) =>
          selector.matches(gatewayClass.metadata.labels ?? {}) &&
          (type == null || classTypeOf(gatewayClass, session.settings) === type),
        session.slices,
      ),
      (kept) => kept.map((gatewayClass) => new GatewayClassView(session, gatewayClass)),
    ),
  );
}
