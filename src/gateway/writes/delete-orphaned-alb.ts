import { AlbError } from '../../errors.js';
import { albKind, gatewayKind } from '../../kube/kinds.js';
import { isStandaloneAlb } from '../alb-state.js';
import { AlbView } from '../alb-view.js';
import { gatewaysByAlbRef, objectKey } from '../indexes.js';
import { throwFaults } from '../input-faults.js';
import { Relations } from '../relations.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { conflict, currentVersionOf, expectUnchanged } from './conflict.js';
import type { DeleteOrphanedAlbInput } from './input.js';
import { deleteOrphanedAlbFaults } from './validate-input.js';

/**
 * Deletes an ALB that no Gateway uses. Kubernetes has no transaction over two objects: a Gateway created between the
 * last look and the delete loses its ALB; the preconditions make sure that the ALB itself is the one looked at.
 */
export async function deleteOrphanedAlb(
  session: ClusterSession,
  input: DeleteOrphanedAlbInput,
): Promise<{ alb: AlbView }> {
  throwFaults(deleteOrphanedAlbFaults(input));
  const { fresh, writer } = session.ports;
  const { namespace, name } = input;
  const alb = await fresh.get<AlbResource>(albKind, namespace, name);
  if (alb === undefined) throw new AlbError('NOT_FOUND', `There is no ALB "${namespace}/${name}".`);
  expectUnchanged([{ object: 'ALB', live: alb, seen: { uid: input.uid ?? undefined } }]);

  const refusal = await refusalOf(session, alb);
  if (refusal !== undefined) throw conflict(`${refusal} Nothing was deleted.`, [currentVersionOf('ALB', alb)]);

  const { uid, resourceVersion } = alb.metadata;
  try {
    await writer.delete(albKind, namespace, name, { uid, resourceVersion }, { dryRun: input.dryRun ?? false });
  } catch (thrown) {
    const error = AlbError.from(thrown);
    if (error.code !== 'CONFLICT') throw error;
    const found = await fresh.get<AlbResource>(albKind, namespace, name);
    throw conflict(error.message, found === undefined ? [] : [currentVersionOf('ALB', found)], error);
  }
  return { alb: new AlbView(session, alb) };
}

/** Why this ALB is no orphan, as the cluster stands now. */
async function refusalOf(session: ClusterSession, alb: AlbResource): Promise<string | undefined> {
  const { namespace, name } = alb.metadata;
  if (!isStandaloneAlb(alb)) return `ALB "${namespace}/${name}" is not standalone.`;
  if (alb.metadata.deletionTimestamp !== undefined) return `ALB "${namespace}/${name}" is being deleted already.`;
  const { fresh } = session.ports;
  const gateways = await fresh.list<GatewayResource>(gatewayKind, { namespace });
  const user = gateways.lookup(gatewaysByAlbRef, objectKey(namespace, name))[0];
  if (user !== undefined) return `Gateway "${namespace}/${user.metadata.name}" uses ALB "${namespace}/${name}".`;
  const orphaned = await new Relations(fresh, session.settings, session.clock).isOrphaned(alb);
  if (orphaned) return undefined;
  return `ALB "${namespace}/${name}" belongs to a Gateway that exists, or to one that is being created.`;
}
