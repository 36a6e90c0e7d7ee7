import { sleep } from '../../clock.js';
import { AlbError } from '../../errors.js';
import { albKind, gatewayKind } from '../../kube/kinds.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { albRefLabel } from '../settings.js';
import type { AlbOfCreate } from './alb-of-create.js';
import { isClaimedBy, removeClaimedAlb } from './claimed-alb.js';
import { withPatience } from './patience.js';
import { removeStrays } from './strays.js';
import type { WriteOptions } from './write-options.js';

/** After a gateway of the same name was deleted, how often and how far apart the new ALB is looked at. */
const looks = 6;
const lookEveryMs = 250;
/** How often an ALB that was taken away is replaced before this is given up. */
const maxReplacements = 3;
/** How often a Gateway that its operator keeps writing is read again before this is given up. */
const maxAttempts = 5;

/**
 * Looks at the ALB once its Gateway stands, and answers the Gateway as it then is. The back end's look-up for a deleted
 * gateway of the same name takes every ALB that names it, the new one too: then another is made, and alb-ref is pointed at
 * it. `recent`: ALBs of an earlier gateway were seen, so that look-up may still be to come, and they may still be there.
 */
export async function settleAlb(
  session: ClusterSession,
  own: AlbOfCreate,
  written: GatewayResource,
  recent: boolean,
  options: WriteOptions,
): Promise<GatewayResource> {
  let gateway = written;
  let replacements = 0;
  for (let look = 1, times = recent ? looks : 1; ; look += 1) {
    if (await isStanding(session, own, options)) {
      if (look >= times) break;
    } else {
      if (replacements === maxReplacements) throw takenAway(gateway);
      replacements += 1;
      const replaced = await replaceAlb(session, own, gateway, options);
      if (replaced === undefined) return gateway;
      gateway = replaced;
      [look, times] = [0, looks];
    }
    await sleep(session.clock, lookEveryMs);
  }
  const { namespace = '', name } = gateway.metadata;
  if (recent) await removeStrays(session, { namespace, name }, options);
  return gateway;
}

/** Takes the claim back from whoever took it meanwhile: so they are told before they could delete the ALB. */
async function isStanding(session: ClusterSession, own: AlbOfCreate, { operationId }: WriteOptions): Promise<boolean> {
  const { namespace, name } = own.alb.metadata;
  const look = async () => {
    const found = await session.ports.fresh.get<AlbResource>(albKind, namespace, name);
    if (found === undefined || found.metadata.deletionTimestamp !== undefined) return false;
    if (isClaimedBy(session, found, operationId)) own.alb = found;
    else await own.claimAgain(found);
    return true;
  };
  try {
    const changed = new Set(['CONFLICT', 'NOT_FOUND']);
    return await withPatience(session.clock, look, ({ code, retryable }) => retryable || changed.has(code));
  } catch {
    // What cannot be looked at is taken to stand: it did a moment ago.
    return true;
  }
}

/** Undefined where the Gateway is not this call's any more: it was deleted, or somebody else pointed it elsewhere. */
async function replaceAlb(
  session: ClusterSession,
  own: AlbOfCreate,
  gateway: GatewayResource,
  { operationId, onNotice }: WriteOptions,
): Promise<GatewayResource | undefined> {
  const before = session.relations.albRef(gateway);
  try {
    await own.create(own.plan());
  } catch (thrown) {
    if (!AlbError.from(thrown).outcomeUnknown || !(await own.landed())) throw thrown;
  }
  const { namespace, name } = own.alb.metadata;
  const pointed = await pointAt(session, gateway, before, name);
  if (pointed === undefined) await removeClaimedAlb(session, own.alb, operationId);
  else onNotice?.('ALB replaced', { cluster: session.cluster, namespace, alb: name });
  return pointed;
}

async function pointAt(
  session: ClusterSession,
  { metadata: { namespace, name, uid } }: GatewayResource,
  before: string | undefined,
  albName: string,
): Promise<GatewayResource | undefined> {
  const { fresh, writer } = session.ports;
  for (let attempt = 1; ; attempt += 1) {
    const live = await fresh.get<GatewayResource>(gatewayKind, namespace, name);
    if (live === undefined || live.metadata.deletionTimestamp !== undefined) return undefined;
    if (live.metadata.uid !== uid) return undefined;
    const ref = session.relations.albRef(live);
    if (ref === albName) return live;
    if (ref !== before) return undefined;
    const labels = { ...live.metadata.labels, [albRefLabel(session.settings)]: albName };
    try {
      return await writer.replace(gatewayKind, { ...live, metadata: { ...live.metadata, labels } });
    } catch (thrown) {
      const error = AlbError.from(thrown);
      const again = error.code === 'CONFLICT' || error.code === 'NOT_FOUND' || error.outcomeUnknown;
      if (!again || attempt === maxAttempts) throw error;
    }
  }
}

function takenAway({ metadata: { namespace, name } }: GatewayResource): AlbError {
  const message = `The ALB of gateway "${namespace}/${name}" was deleted again and again, as those of a gateway of that name deleted before.`;
  return new AlbError('CLUSTER_UNAVAILABLE', `${message} Try again when those have gone.`);
}
