import { AlbError } from '../../errors.js';
import { albKind, gatewayKind } from '../../kube/kinds.js';
import { claimOf } from '../claim.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { takeClaim } from './claimed-alb.js';
import { findLeftovers } from './leftovers.js';
import type { WriteOptions } from './write-options.js';

interface Target {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Removes ALBs that name a gateway which stands on another: whoever made them cannot get the gateway's name any more. Best
 * effort, and never one that the Gateway refers to (claimed-alb.ts tells why that is certain).
 */
export async function removeStrays(
  session: ClusterSession,
  target: Target,
  options: WriteOptions,
  { onlyClaimed }: { onlyClaimed: boolean },
): Promise<void> {
  try {
    const { standing } = await findLeftovers(session, target);
    if (standing.length < 2) return;
    const used = await albInUse(session, target);
    if (!standing.some(({ metadata }) => metadata.name === used)) return;
    for (const stray of standing) {
      if (stray.metadata.name === used) continue;
      if (onlyClaimed && claimOf(stray, session.settings) === undefined) continue;
      await removeStray(session, target, stray, options);
    }
  } catch (thrown) {
    const { code } = AlbError.from(thrown);
    options.onNotice?.('stray ALBs could not be removed', { cluster: session.cluster, ...target, code });
  }
}

async function removeStray(
  session: ClusterSession,
  target: Target,
  stray: AlbResource,
  { operationId, onNotice }: WriteOptions,
): Promise<void> {
  const { namespace, name } = stray.metadata;
  const { uid, resourceVersion } = (await takeClaim(session, stray, operationId)).metadata;
  const used = await albInUse(session, target);
  if (used === undefined || used === name) return;
  await session.ports.writer.delete(albKind, namespace, name, { uid, resourceVersion });
  onNotice?.('stray ALB removed', { cluster: session.cluster, namespace, alb: name });
}

/** The ALB that the Gateway refers to; undefined where there is no Gateway, or one that refers to none. */
async function albInUse(session: ClusterSession, { namespace, name }: Target): Promise<string | undefined> {
  const gateway = await session.ports.fresh.get<GatewayResource>(gatewayKind, namespace, name);
  return gateway && session.relations.albRef(gateway);
}
