import { albKind, gatewayKind } from '../../kube/kinds.js';
import { gatewayNameOf } from '../alb-state.js';
import { claimOf, formatClaim } from '../claim.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { claimAnnotation } from '../settings.js';
import { bringAbout } from './patience.js';

/*
 * The claim on an ALB decides who may delete it. Two rules make every interleaving safe, by the API server's promise that a
 * read shows every write answered before it:
 *   who deletes      holds the claim, then sees that no Gateway refers to the ALB, then deletes with that resourceVersion;
 *   who refers to it has the Gateway stand first, then looks at the ALB, and takes the claim if another holds it.
 * Whichever comes second sees the first, or fails on the resourceVersion that the first has changed.
 */

/** The ALB as it is now, if it carries this operation's claim. */
export async function findClaimedAlb(
  session: ClusterSession,
  { metadata: { namespace, name } }: AlbResource,
  operationId: string,
): Promise<AlbResource | undefined> {
  const found = await session.ports.fresh.get<AlbResource>(albKind, namespace, name);
  return found && isClaimedBy(session, found, operationId) ? found : undefined;
}

export function isClaimedBy(session: ClusterSession, alb: AlbResource, operationId: string): boolean {
  return claimOf(alb, session.settings)?.operationId === operationId;
}

/** The ALB under this operation's claim instead of whose it carries; to be written with its resourceVersion. */
export function withClaim(session: ClusterSession, alb: AlbResource, operationId: string): AlbResource {
  const claim = formatClaim({ operationId, at: session.clock.now() });
  const annotations = { ...alb.metadata.annotations, [claimAnnotation(session.settings)]: claim };
  return { ...alb, metadata: { ...alb.metadata, annotations } };
}

/** CONFLICT where somebody wrote it since it was read. */
export function takeClaim(session: ClusterSession, alb: AlbResource, operationId: string): Promise<AlbResource> {
  return session.ports.writer.replace(albKind, withClaim(session, alb, operationId));
}

/**
 * Deletes the ALB if it is still this operation's and no Gateway refers to it; answers whether one does. Rejects as
 * `bringAbout` does.
 */
export async function removeClaimedAlb(
  session: ClusterSession,
  alb: AlbResource,
  operationId: string,
): Promise<{ inUse: boolean }> {
  let inUse = false;
  await bringAbout(session.clock, async () => {
    const live = await findClaimedAlb(session, alb, operationId);
    if (live === undefined || live.metadata.deletionTimestamp !== undefined) return undefined;
    inUse = await isReferredTo(session, live);
    if (inUse) return undefined;
    const { namespace, name, uid, resourceVersion } = live.metadata;
    return () => session.ports.writer.delete(albKind, namespace, name, { uid, resourceVersion });
  });
  return { inUse };
}

/** Somebody else's Gateway may have won the name while it refers to this ALB. */
async function isReferredTo(session: ClusterSession, alb: AlbResource): Promise<boolean> {
  const { namespace, name } = alb.metadata;
  return (await albInUse(session, { namespace, name: gatewayNameOf(alb)?.name ?? '' })) === name;
}

/** The ALB that a Gateway refers to; undefined where there is no Gateway, or one that refers to none. */
export async function albInUse(
  session: ClusterSession,
  { namespace, name }: { namespace?: string | undefined; name: string },
): Promise<string | undefined> {
  const gateway = await session.ports.fresh.get<GatewayResource>(gatewayKind, namespace, name);
  return gateway && session.relations.albRef(gateway);
}
