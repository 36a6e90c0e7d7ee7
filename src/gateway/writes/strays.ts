import { AlbError } from '../../errors.js';
import { claimOf, isFreshlyClaimed } from '../claim.js';
import type { AlbResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { albInUse, removeClaimedAlb, takeClaim } from './claimed-alb.js';
import { findLeftovers } from './leftovers.js';
import type { WriteOptions } from './write-options.js';

interface Target {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Removes ALBs that creates made for a gateway which stands on another, once the grace time of their claim is over: they have
 * lost the gateway's name, and were killed, or could not take their ALB away. Best effort; never one that was made by hand,
 * and never one that the Gateway refers to (claimed-alb.ts tells why that is certain).
 */
export async function removeStrays(session: ClusterSession, target: Target, options: WriteOptions): Promise<void> {
  const { settings, clock, cluster } = session;
  try {
    const { standing } = await findLeftovers(session, target);
    if (standing.length < 2) return;
    const used = await albInUse(session, target);
    if (!standing.some(({ metadata }) => metadata.name === used)) return;
    for (const stray of standing) {
      const abandoned = claimOf(stray, settings) !== undefined && !isFreshlyClaimed(stray, settings, clock.now());
      if (abandoned && stray.metadata.name !== used) await removeStray(session, stray, options);
    }
  } catch (thrown) {
    const { code } = AlbError.from(thrown);
    options.onNotice?.('stray ALBs could not be removed', {
      cluster,
      namespace: target.namespace,
      gateway: target.name,
      code,
    });
  }
}

/** Once its claim is taken, its creator leaves it alone: then it is this call's to see it gone. */
async function removeStray(
  session: ClusterSession,
  stray: AlbResource,
  { operationId, onNotice }: WriteOptions,
): Promise<void> {
  try {
    await takeClaim(session, stray, operationId);
  } catch (thrown) {
    if (!AlbError.from(thrown).outcomeUnknown) throw thrown;
  }
  await removeClaimedAlb(session, stray, operationId);
  const { namespace, name } = stray.metadata;
  onNotice?.('stray ALB removed', { cluster: session.cluster, namespace, alb: name });
}
