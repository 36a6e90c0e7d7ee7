import { together } from '../../awaitable.js';
import type { GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { type AlbDesign, AlbOfCreate } from './alb-of-create.js';
import { askAdmission, ifSupported, type Pair } from './dry-run.js';
import { alreadyExists, findGateway, GatewayOfCreate, isAsAskedFor } from './gateway-of-create.js';
import { findLeftoversIfAllowed } from './leftovers.js';
import { settleAlb } from './settle-alb.js';
import { runSteps, type WriteStep } from './steps.js';
import type { WriteOptions } from './write-options.js';

export interface PairOptions {
  readonly design: AlbDesign;
  /** The ALB's name, if nobody has it. Default: the gateway's and five random characters. */
  readonly albName?: string | undefined;
  readonly gatewayFor: (albName: string) => GatewayResource;
  readonly dryRun: boolean;
}

/** Creates the ALB and then the Gateway, as docs/decisions/0005-writes.md has it; ahead of that it is known that there is no such Gateway. */
export async function createPair(
  session: ClusterSession,
  { design, albName, gatewayFor, dryRun }: PairOptions,
  options: WriteOptions,
): Promise<Pair> {
  const target = design.gateway;
  const own = new AlbOfCreate(session, design, options, async () => {
    if ((await findGateway(session, target)) !== undefined) throw alreadyExists(target);
  });
  const planned = own.plan(albName);
  const admission = () => askAdmission(session, { alb: planned, gateway: gatewayFor(planned.metadata.name) });
  if (dryRun) return admission();
  const { cluster } = session;
  const onUnsupported = () =>
    options.onNotice?.('admission takes no dry runs', { cluster, namespace: target.namespace });
  const [, leftovers] = await together(
    () => ifSupported(admission(), onUnsupported),
    () => findLeftoversIfAllowed(session, target),
  );

  // Whoever refers to the ALB holds its claim, or is another server that has adopted it: then all that is left is to compare.
  const isOwn = async (found: GatewayResource, asked: GatewayResource) =>
    session.relations.albRef(found) === own.alb.metadata.name && ((await own.landed()) || isAsAskedFor(found, asked));
  const gateway = new GatewayOfCreate(session, () => gatewayFor(own.alb.metadata.name), isOwn);
  const recent = leftovers.going || leftovers.standing.length > 0;
  const steps: WriteStep[] = [
    {
      object: 'ALB',
      run: () => own.obtain(planned, leftovers.standing),
      landed: () => own.landed(),
      undo: () => own.undo(),
    },
    gateway,
    {
      object: 'ALB',
      async run() {
        gateway.stored = await settleAlb(session, own, gateway.stored, recent, options);
      },
      landed: async () => false,
      async undo() {},
    },
  ];
  await runSteps(session.clock, steps);
  return { alb: own.alb, gateway: gateway.stored };
}
