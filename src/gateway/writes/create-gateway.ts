import { together } from '../../awaitable.js';
import { AlbError } from '../../errors.js';
import { gatewayClassKind } from '../../kube/kinds.js';
import { AlbView } from '../alb-view.js';
import { classTypeOf } from '../class-type.js';
import { GatewayView } from '../gateway-view.js';
import { throwFaults } from '../input-faults.js';
import type { GatewayClassResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import type { WrittenObject } from './conflict.js';
import { createPair } from './create-pair.js';
import { alreadyExists, findGateway, GatewayOfCreate, isAsAskedFor } from './gateway-of-create.js';
import type { CreateGatewayInput } from './input.js';
import { albDesignFrom, gatewayForCreate } from './manifests-for-create.js';
import { runSteps } from './steps.js';
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
  const [standalone, apiVersion, existing] = await together(
    () => isStandalone(session, gatewayClassName),
    () => session.ports.gatewayApiVersion(),
    () => findGateway(session, input),
  );
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
  const design = albDesignFrom(input, session.settings);
  const pair = { design, gatewayFor: plan, dryRun: input.dryRun ?? false };
  const { gateway, alb } = await createPair(session, pair, options);
  return {
    gateway: new GatewayView(session, gateway, { status: 'found', alb }),
    alb: new AlbView(session, alb),
    written: ['ALB', 'GATEWAY'],
  };
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
