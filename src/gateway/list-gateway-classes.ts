import { type Awaitable, andThen } from '../awaitable.js';
import { gatewayClassKind } from '../kube/kinds.js';
import type { ClassType } from './class-type.js';
import { GatewayClassView } from './gateway-class-view.js';
import { throwFaults } from './input-faults.js';
import { parseLabelSelector } from './label-selector.js';
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
    [...classes.all()]
      .filter(({ metadata }) => selector.matches(metadata.labels ?? {}))
      .map((gatewayClass) => new GatewayClassView(session, gatewayClass))
      .filter((view) => type == null || view.type === type)
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
}
