import { AlbError } from '../../errors.js';
import { gatewayClassKind } from '../../kube/kinds.js';
import { AlbView } from '../alb-view.js';
import { classTypeOf } from '../class-type.js';
import { GatewayView } from '../gateway-view.js';
import { throwFaults } from '../input-faults.js';
import type { AlbResource, GatewayClassResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { AlbOfCreate } from './alb-of-create.js';
import type { WrittenObject } from './conflict.js';
import { askAdmission, ifSupported } from './dry-run.js';
import { findGateway, GatewayOfCreate, isAsAskedFor } from './gateway-of-create.js';
import type { CreateGatewayInput } from './input.js';
import { findLeftoversIfAllowed } from './leftovers.js';
import { gatewayForCreate } from './manifests-for-create.js';
import { settleAlb } from './settle-alb.js';
import { runSteps, type WriteStep } from './steps.js';
import { removeStrays } from './strays.js';
import { createFaults } from './validate-input.js';
import type { WriteOptions } from './write-options.js';

export interface CreateGatewayPayload {
  gateway: GatewayView;
  alb: AlbView | null;
  written: WrittenObject[];
}

/**
 * Creates a gateway: for a standalone class its ALB first and then the Gateway that refers to it, else the Gateway alone.
 * What fails half-way is undone, or told as PARTIAL_WRITE; the same call again finishes what a killed one left behind.
 */
export async function createGateway(
  session: ClusterSession,
  input: CreateGatewayInput,
  options: WriteOptions,
): Promise<CreateGatewayPayload> {
  throwFaults(createFaults(input, session.settings));
  const gatewayClassName = input.gatewayClassName ?? session.settings.standaloneClass;
  const [standalone, apiVersion, existing] = await Promise.all([
    isStandalone(session, gatewayClassName),
    session.ports.gatewayApiVersion(),
    findGateway(session, input),
  ]);
  if (!standalone && input.alb) throwFaults([albNotAllowed(gatewayClassName)]);
  if (existing !== undefined) {
    // A create that lost the name and was killed before it could take its ALB away is made good here.
    if (!input.dryRun) await removeStrays(session, input, options);
    throw alreadyExists(input);
  }
  const plan = (albName?: string) =>
    gatewayForCreate(input, { gatewayClassName, albName, apiVersion, settings: session.settings });
  return standalone ? createStandalone(session, input, options, plan) : createAlone(session, input, plan());
}

async function createStandalone(
  session: ClusterSession,
  input: CreateGatewayInput,
  options: WriteOptions,
  plan: (albName: string) => GatewayResource,
): Promise<CreateGatewayPayload> {
  const own = new AlbOfCreate(session, input, options, async () => {
    if ((await findGateway(session, input)) !== undefined) throw alreadyExists(input);
  });
  const planned = own.plan();
  const admission = askAdmission(session, { alb: planned, gateway: plan(planned.metadata.name) });
  if (input.dryRun) {
    const { gateway, alb } = await admission;
    return payload(session, gateway, alb);
  }
  const { cluster } = session;
  const onUnsupported = () =>
    options.onNotice?.('admission takes no dry runs', { cluster, namespace: input.namespace });
  const [leftovers] = await Promise.all([
    findLeftoversIfAllowed(session, input),
    ifSupported(admission, onUnsupported),
  ]);

  // Whoever refers to the ALB holds its claim, or is another server that has adopted it: then all that is left is to compare.
  const isOwn = async (found: GatewayResource, asked: GatewayResource) =>
    session.relations.albRef(found) === own.alb.metadata.name && ((await own.landed()) || isAsAskedFor(found, asked));
  const gateway = new GatewayOfCreate(session, () => plan(own.alb.metadata.name), isOwn);
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
  return payload(session, gateway.stored, own.alb);
}

/** For a class that brings its own load balancer. */
async function createAlone(
  session: ClusterSession,
  input: CreateGatewayInput,
  planned: GatewayResource,
): Promise<CreateGatewayPayload> {
  // Nothing marks it as this call's; one that is as was asked for is what the caller wants.
  const gateway = new GatewayOfCreate(session, () => planned, isAsAskedFor);
  if (input.dryRun) await gateway.tryOut();
  else await runSteps(session.clock, [gateway]);
  return { gateway: new GatewayView(session, gateway.stored), alb: null, written: ['GATEWAY'] };
}

function payload(session: ClusterSession, gateway: GatewayResource, alb: AlbResource): CreateGatewayPayload {
  return {
    gateway: new GatewayView(session, gateway, { status: 'found', alb }),
    alb: new AlbView(session, alb),
    written: ['ALB', 'GATEWAY'],
  };
}

async function isStandalone(session: ClusterSession, className: string): Promise<boolean> {
  let gatewayClass: GatewayClassResource | undefined;
  try {
    gatewayClass = await session.ports.fresh.get<GatewayClassResource>(gatewayClassKind, undefined, className);
  } catch (thrown) {
    // Classes may be closed to this caller; the name alone then tells the platform's own class.
    if (AlbError.from(thrown).code !== 'FORBIDDEN') throw thrown;
    return className === session.settings.standaloneClass;
  }
  if (gatewayClass !== undefined) return classTypeOf(gatewayClass, session.settings) === 'STANDALONE';
  if (className === session.settings.standaloneClass) return true;
  throwFaults([
    {
      path: ['input', 'gatewayClassName'],
      message: `There is no GatewayClass "${className}" in cluster "${session.cluster}"; gatewayClasses lists those that are there.`,
    },
  ]);
  return false;
}

function albNotAllowed(className: string) {
  return {
    path: ['input', 'alb'],
    message: `Class "${className}" is not standalone, so its gateways have no ALB of their own; leave alb out.`,
  };
}

function alreadyExists({ namespace, name }: CreateGatewayInput): AlbError {
  return new AlbError('ALREADY_EXISTS', `Gateway "${namespace}/${name}" exists; nothing was written.`);
}
