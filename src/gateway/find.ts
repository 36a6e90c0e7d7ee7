import { type Awaitable, andThen } from '../awaitable.js';
import { albKind, gatewayClassKind, gatewayKind } from '../kube/kinds.js';
import { AlbView } from './alb-view.js';
import { GatewayClassView } from './gateway-class-view.js';
import { GatewayView } from './gateway-view.js';
import { throwFaults } from './input-faults.js';
import { objectNameFaults } from './name-faults.js';
import { decodeNodeId } from './node-id.js';
import type { AlbResource, GatewayClassResource, GatewayResource } from './resources.js';
import type { ClusterSession } from './session.js';

/** Null where there is no such Gateway. */
export function findGateway(session: ClusterSession, namespace: string, name: string): Awaitable<GatewayView | null> {
  throwFaults(objectNameFaults({ namespace, name }));
  return andThen(session.ports.reader.get<GatewayResource>(gatewayKind, namespace, name), (found) =>
    found === undefined ? null : new GatewayView(session, found),
  );
}

/** Null where there is no such ALB. */
export function findAlb(session: ClusterSession, namespace: string, name: string): Awaitable<AlbView | null> {
  throwFaults(objectNameFaults({ namespace, name }));
  return andThen(session.ports.reader.get<AlbResource>(albKind, namespace, name), (found) =>
    found === undefined ? null : new AlbView(session, found),
  );
}

/** Null where there is no such class. */
export function findGatewayClass(session: ClusterSession, name: string): Awaitable<GatewayClassView | null> {
  throwFaults(objectNameFaults({ name }));
  return andThen(session.ports.reader.get<GatewayClassResource>(gatewayClassKind, undefined, name), (found) =>
    found === undefined ? null : new GatewayClassView(session, found),
  );
}

/** The object behind a Relay id; INVALID_INPUT for an id that this server did not make. */
export function findNode(
  sessionOf: (cluster: string) => ClusterSession,
  id: string,
  path: (string | number)[] = ['id'],
): Awaitable<GatewayView | AlbView | GatewayClassView | null> {
  const ref = decodeNodeId(id);
  if (ref === undefined) {
    throwFaults([{ path, message: 'This is no id of ours; take ids from the id field of an object.' }]);
    return null;
  }
  const session = sessionOf(ref.cluster);
  switch (ref.kind) {
    case 'Gateway':
      return findGateway(session, ref.namespace ?? '', ref.name);
    case 'Alb':
      return findAlb(session, ref.namespace ?? '', ref.name);
    case 'GatewayClass':
      return findGatewayClass(session, ref.name);
    default:
      return ref.kind satisfies never;
  }
}
