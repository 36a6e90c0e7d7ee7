import { together } from '../awaitable.js';
import { albKind, gatewayClassKind, gatewayKind } from '../kube/kinds.js';
import type { LiveCollection, Scope } from '../kube/ports.js';
import { LiveReader } from './live-reader.js';
import type { AlbResource, GatewayClassResource, GatewayResource } from './resources.js';
import { ClusterSession } from './session.js';

/** The three sets, watched together; those that are only joined may be refused. */
export interface Joined {
  readonly session: ClusterSession;
  readonly primary: Primary;
  readonly gateways: LiveCollection<GatewayResource> | undefined;
  readonly albs: LiveCollection<AlbResource> | undefined;
  readonly classes: LiveCollection<GatewayClassResource> | undefined;
  close(): void;
}

type Primary = 'gateways' | 'albs' | 'classes';

/**
 * Watches the primary kind in its scope, or rejects, and the kinds it is joined with as far as the caller may: an ALB
 * behind a shared class stands in another namespace, so the whole cluster is asked first.
 */
export async function watchJoined(session: ClusterSession, primary: Primary, scope: Scope): Promise<Joined> {
  const { ports } = session;
  const live = new LiveReader(ports.watcher, ports.reader);
  const around: Scope[] = scope.namespace === undefined ? [{}] : [{}, scope];
  const sets = {
    gateways: () =>
      primary === 'gateways'
        ? live.watch<GatewayResource>(gatewayKind, scope)
        : live.watchIfAllowed<GatewayResource>(gatewayKind, around),
    albs: () =>
      primary === 'albs' ? live.watch<AlbResource>(albKind, scope) : live.watchIfAllowed<AlbResource>(albKind, around),
    classes: () =>
      primary === 'classes'
        ? live.watch<GatewayClassResource>(gatewayClassKind, {})
        : live.watchIfAllowed<GatewayClassResource>(gatewayClassKind, [{}]),
  };
  try {
    const [gateways, albs, classes] = await together(sets.gateways, sets.albs, sets.classes);
    const joinedSession = new ClusterSession({ ...ports, reader: live }, session.settings, session.clock);
    return { session: joinedSession, primary, gateways, albs, classes, close: () => live.close() };
  } catch (thrown) {
    live.close();
    throw thrown;
  }
}
