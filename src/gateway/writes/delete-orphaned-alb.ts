import { AlbError } from '../../errors.js';
import { albKind, gatewayKind } from '../../kube/kinds.js';
import { isStandaloneAlb } from '../alb-state.js';
import { AlbView } from '../alb-view.js';
import { claimGraceMs, isFreshlyClaimed } from '../claim.js';
import { gatewaysByAlbRef, objectKey } from '../indexes.js';
import { throwFaults } from '../input-faults.js';
import { Relations } from '../relations.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { conflict, currentVersionOf, expectUnchanged } from './conflict.js';
import { DeleteStep } from './delete-step.js';
import type { DeleteOrphanedAlbInput } from './input.js';
import { runSteps } from './steps.js';
import { deleteOrphanedAlbFaults } from './validate-input.js';

/** How often an ALB that its operator keeps writing is judged again before this is given up. */
const maxAttempts = 5;

/**
 * Deletes an ALB that no Gateway uses. createGateway takes the claim of an ALB before it lets a Gateway refer to it, and so
 * changes its resourceVersion: then this delete fails. A Gateway that somebody writes by hand between the last look and the
 * delete loses its ALB: Kubernetes has no transaction over two objects.
 */
export async function deleteOrphanedAlb(
  session: ClusterSession,
  input: DeleteOrphanedAlbInput,
): Promise<{ alb: AlbView }> {
  throwFaults(deleteOrphanedAlbFaults(input));
  for (let attempt = 1; ; attempt += 1) {
    const alb = await readOrphan(session, input);
    const { uid, resourceVersion } = alb.metadata;
    const preconditions = { uid, resourceVersion };
    const step = new DeleteStep(session, { object: 'ALB', kind: albKind, live: alb, preconditions });
    try {
      if (input.dryRun) await step.tryOut();
      else await runSteps(session.clock, [step]);
      return { alb: new AlbView(session, alb) };
    } catch (thrown) {
      if (AlbError.from(thrown).code !== 'CONFLICT' || attempt === maxAttempts) throw thrown;
    }
  }
}

/** The ALB as it is now; CONFLICT where it is no orphan, or not the one that the caller saw. */
async function readOrphan(session: ClusterSession, input: DeleteOrphanedAlbInput): Promise<AlbResource> {
  const { namespace, name } = input;
  const alb = await session.ports.fresh.get<AlbResource>(albKind, namespace, name);
  if (alb === undefined) throw new AlbError('NOT_FOUND', `There is no ALB "${namespace}/${name}".`);
  expectUnchanged([{ object: 'ALB', live: alb, seen: { uid: input.uid ?? undefined } }]);
  const refusal = await refusalOf(session, alb);
  if (refusal !== undefined) throw conflict(`${refusal} Nothing was deleted.`, [currentVersionOf('ALB', alb)]);
  return alb;
}

/** Why this ALB is no orphan, as the cluster stands now; the last look is at the Gateway that it names. */
async function refusalOf(session: ClusterSession, alb: AlbResource): Promise<string | undefined> {
  const { namespace, name, deletionTimestamp } = alb.metadata;
  const shown = `ALB "${namespace}/${name}"`;
  if (!isStandaloneAlb(alb)) return `${shown} is not standalone: gateways of a shared class run on it.`;
  if (deletionTimestamp !== undefined) return `${shown} is being deleted already.`;
  const { fresh } = session.ports;
  const gateways = await fresh.list<GatewayResource>(gatewayKind, { namespace });
  const user = gateways.lookup(gatewaysByAlbRef, objectKey(namespace, name))[0];
  if (user !== undefined) return `Gateway "${namespace}/${user.metadata.name}" uses ${shown}.`;
  if (isFreshlyClaimed(alb, session.settings, session.clock.now())) {
    return `${shown} was made less than ${claimGraceMs / 1000} seconds ago, and its Gateway may still follow; wait until then.`;
  }
  const orphaned = await new Relations(fresh, session.settings, session.clock).isOrphaned(alb);
  return orphaned ? undefined : `${shown} belongs to a Gateway that exists.`;
}
