import { andThen } from '../../awaitable.js';
import { AlbError } from '../../errors.js';
import { albKind, gatewayKind } from '../../kube/kinds.js';
import { isStandaloneAlb } from '../alb-state.js';
import { AlbView } from '../alb-view.js';
import { GatewayView } from '../gateway-view.js';
import { throwFaults } from '../input-faults.js';
import { Relations } from '../relations.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { expectUnchanged } from './conflict.js';
import { DeleteStep } from './delete-step.js';
import type { DeleteGatewayInput } from './input.js';
import { runSteps } from './steps.js';
import { deleteFaults } from './validate-input.js';

export interface DeleteGatewayPayload {
  gateway: GatewayView;
  albs: AlbView[];
}

/** Deletes the Gateway alone; the payload shows it as it was, and the ALBs that the back end removes after it. */
export async function deleteGateway(session: ClusterSession, input: DeleteGatewayInput): Promise<DeleteGatewayPayload> {
  throwFaults(deleteFaults(input));
  const { namespace, name } = input;
  const live = await session.ports.fresh.get<GatewayResource>(gatewayKind, namespace, name);
  if (live === undefined) throw new AlbError('NOT_FOUND', `There is no Gateway "${namespace}/${name}".`);
  const seen = { uid: input.uid ?? undefined, resourceVersion: input.resourceVersion ?? undefined };
  expectUnchanged([{ object: 'GATEWAY', live, seen }]);

  const albs = await albsGoingWith(session, live);
  const view = new GatewayView(session, live);
  await view.settle();
  // The uid makes sure that the object deleted is the one shown.
  const preconditions = { ...seen, uid: live.metadata.uid };
  const step = new DeleteStep(session, { object: 'GATEWAY', kind: gatewayKind, live, preconditions });
  if (input.dryRun) await step.tryOut();
  else await runSteps(session.clock, [step]);
  return { gateway: view, albs: albs.map((alb) => new AlbView(session, alb)) };
}

/** Standalone ALBs of exactly this name: the back end compares no other way. None where the caller may not look. */
async function albsGoingWith(session: ClusterSession, gateway: GatewayResource): Promise<AlbResource[]> {
  const { fresh } = session.ports;
  const { namespace, name } = gateway.metadata;
  const type = await new Relations(fresh, session.settings, session.clock).classTypeOfGateway(gateway);
  if (type !== 'STANDALONE') return [];
  try {
    return await andThen(fresh.list<AlbResource>(albKind, { namespace }), (albs) =>
      [...albs.all()].filter((alb) => isStandaloneAlb(alb) && alb.spec?.config?.gateway?.name === name),
    );
  } catch (thrown) {
    if (AlbError.from(thrown).code === 'FORBIDDEN') return [];
    throw thrown;
  }
}
