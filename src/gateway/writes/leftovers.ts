import { sleep } from '../../clock.js';
import { AlbError } from '../../errors.js';
import { albKind } from '../../kube/kinds.js';
import { gatewayNameOf, isStandaloneAlb } from '../alb-state.js';
import { claimOf } from '../claim.js';
import type { AlbResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import type { GatewaySettings } from '../settings.js';

/** How long ALBs of a gateway that was just deleted are given to go, and how often they are looked at. */
const leftoverWaitMs = 5_000;
const leftoverPollMs = 250;
/** However often another create takes one of them over, which may have had its gateway, and lost it, since. */
const longestWaitMs = 15_000;

/**
 * The standalone ALBs that name a gateway: those that stand, and whether others are being deleted. Those made by hand come
 * first, because nobody removes them; then the oldest.
 */
export interface Leftovers {
  readonly standing: readonly AlbResource[];
  readonly going: boolean;
}

export async function findLeftovers(
  session: ClusterSession,
  { namespace, name }: { namespace: string; name: string },
): Promise<Leftovers> {
  const albs = await session.ports.fresh.list<AlbResource>(albKind, { namespace });
  const named = [...albs.all()].filter((alb) => names(alb, namespace, name));
  const standing = named
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .sort(byStanding(session.settings));
  return { standing, going: standing.length < named.length };
}

/** None where the caller may not list ALBs: then they cannot be known, and a create goes ahead without them. */
export async function findLeftoversIfAllowed(
  session: ClusterSession,
  target: { namespace: string; name: string },
): Promise<Leftovers> {
  try {
    return await findLeftovers(session, target);
  } catch (thrown) {
    if (AlbError.from(thrown).code !== 'FORBIDDEN') throw thrown;
    return { standing: [], going: false };
  }
}

/**
 * Waits until they are gone or going, or have stayed as they are for the time given; answers those that stay. `check` rejects
 * to end it early.
 */
export async function waitForLeftovers(
  session: ClusterSession,
  target: { namespace: string; name: string },
  check: () => Promise<void>,
): Promise<readonly AlbResource[]> {
  const { clock, settings } = session;
  const latestMs = clock.elapsed() + longestWaitMs;
  let seen: string | undefined;
  let endMs = latestMs;
  for (;;) {
    await sleep(clock, leftoverPollMs);
    await check();
    const { standing } = await findLeftovers(session, target);
    if (standing.length === 0) return standing;
    const now = clock.elapsed();
    const claims = standing.map((alb) => `${alb.metadata.uid} ${claimOf(alb, settings)?.operationId}`).join();
    if (claims !== seen) endMs = Math.min(now + leftoverWaitMs - leftoverPollMs, latestMs);
    seen = claims;
    if (now >= endMs) return standing;
  }
}

function names(alb: AlbResource, namespace: string, gatewayName: string): boolean {
  const named = isStandaloneAlb(alb) ? gatewayNameOf(alb) : undefined;
  return named?.name === gatewayName && (named.namespace ?? alb.metadata.namespace) === namespace;
}

/** The same for every server, so that they begin with the same one. */
const byStanding =
  (settings: GatewaySettings) =>
  (a: AlbResource, b: AlbResource): number => {
    const claimed = Number(claimOf(a, settings) !== undefined) - Number(claimOf(b, settings) !== undefined);
    const age = (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '');
    return claimed || age || a.metadata.name.localeCompare(b.metadata.name);
  };
