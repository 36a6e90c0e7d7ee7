import { AlbError } from '../../errors.js';
import { albKind, gatewayClassKind, gatewayKind } from '../../kube/kinds.js';
import { AlbView } from '../alb-view.js';
import { claimOf } from '../claim.js';
import { classTypeOf } from '../class-type.js';
import { GatewayView } from '../gateway-view.js';
import { throwFaults } from '../input-faults.js';
import { albNameFor, randomSuffix } from '../names.js';
import type { AlbResource, GatewayClassResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import type { WrittenObject } from './conflict.js';
import type { CreateGatewayInput } from './input.js';
import { albForCreate, gatewayForCreate } from './manifests-for-create.js';
import { createFaults } from './validate-input.js';

export interface CreateGatewayPayload {
  gateway: GatewayView;
  alb: AlbView | null;
  written: WrittenObject[];
}

export interface CreateOptions {
  /** 0 <= n < 1, for the ALB's suffix. */
  random: () => number;
  /** Unique for this call: the claim on the ALB. */
  operationId: string;
}

/** How often another suffix is tried when the ALB's name is taken. */
const maxNames = 5;

/**
 * Creates a gateway: for a standalone class its ALB first and then the Gateway that refers to it, else the Gateway
 * alone. A Gateway that fails takes the ALB it came with away again.
 */
export async function createGateway(
  session: ClusterSession,
  input: CreateGatewayInput,
  options: CreateOptions,
): Promise<CreateGatewayPayload> {
  throwFaults(createFaults(input, session.settings));
  const gatewayClassName = input.gatewayClassName ?? session.settings.standaloneClass;
  const standalone = await isStandalone(session, gatewayClassName);
  if (!standalone && input.alb) throwFaults([albNotAllowed(gatewayClassName)]);
  await expectNoGateway(session, input);

  const apiVersion = await session.ports.gatewayApiVersion();
  const gatewayFor = (albName: string | undefined) =>
    gatewayForCreate(input, { gatewayClassName, albName, apiVersion, settings: session.settings });
  if (!standalone) {
    const gateway = await writeGateway(session, gatewayFor(undefined), input.dryRun);
    return { gateway: new GatewayView(session, gateway), alb: null, written: ['GATEWAY'] };
  }

  const alb = await writeAlb(session, input, options);
  const gateway = await writeGatewayOrUndo(session, gatewayFor(alb.metadata.name), { alb, input, options });
  const lookup = { status: 'found', alb } as const;
  return {
    gateway: new GatewayView(session, gateway, lookup),
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

async function expectNoGateway(session: ClusterSession, { namespace, name }: CreateGatewayInput): Promise<void> {
  const existing = await session.ports.fresh.get<GatewayResource>(gatewayKind, namespace, name);
  if (existing === undefined) return;
  throw new AlbError('ALREADY_EXISTS', `Gateway "${namespace}/${name}" exists; nothing was written.`);
}

async function writeAlb(
  session: ClusterSession,
  input: CreateGatewayInput,
  { random, operationId }: CreateOptions,
): Promise<AlbResource> {
  const claim = { operationId, at: session.clock.now() };
  for (let attempt = 1; ; attempt += 1) {
    const alb = albForCreate(input, albNameFor(input.name, randomSuffix(random)), claim, session.settings);
    try {
      return await session.ports.writer.create(albKind, alb, { dryRun: input.dryRun ?? false });
    } catch (thrown) {
      const error = AlbError.from(thrown);
      if (error.code === 'ALREADY_EXISTS' && attempt < maxNames) continue;
      const written = error.outcomeUnknown ? await findClaimed(session, alb, operationId) : undefined;
      if (written !== undefined) return written;
      throw nameInput(error);
    }
  }
}

/** The ALB that a create without an answer left behind, if it did. */
async function findClaimed(
  session: ClusterSession,
  { metadata: { namespace, name } }: AlbResource,
  operationId: string,
): Promise<AlbResource | undefined> {
  const found = await session.ports.fresh.get<AlbResource>(albKind, namespace, name);
  return found && claimOf(found, session.settings)?.operationId === operationId ? found : undefined;
}

async function writeGateway(
  session: ClusterSession,
  gateway: GatewayResource,
  dryRun: boolean | null | undefined,
): Promise<GatewayResource> {
  try {
    return await session.ports.writer.create(gatewayKind, gateway, { dryRun: dryRun ?? false });
  } catch (thrown) {
    throw nameInput(AlbError.from(thrown));
  }
}

interface Undo {
  alb: AlbResource;
  input: CreateGatewayInput;
  options: CreateOptions;
}

async function writeGatewayOrUndo(
  session: ClusterSession,
  gateway: GatewayResource,
  undo: Undo,
): Promise<GatewayResource> {
  try {
    return await writeGateway(session, gateway, undo.input.dryRun);
  } catch (thrown) {
    const error = AlbError.from(thrown);
    if (undo.input.dryRun) throw error;
    const { namespace, name } = gateway.metadata;
    try {
      if (error.outcomeUnknown) {
        const found = await session.ports.fresh.get<GatewayResource>(gatewayKind, namespace, name);
        if (found && session.relations.albRef(found) === undo.alb.metadata.name) return found;
      }
      await removeClaimedAlb(session, undo.alb, undo.options.operationId);
    } catch (undoFailure) {
      throw partialWrite(error, undo.alb, undoFailure);
    }
    throw error;
  }
}

/** Deletes the ALB only if it still carries this operation's claim and nobody has touched it in between. */
async function removeClaimedAlb(session: ClusterSession, alb: AlbResource, operationId: string): Promise<void> {
  const live = await findClaimed(session, alb, operationId);
  if (live === undefined) return;
  const { namespace, name, uid, resourceVersion } = live.metadata;
  await session.ports.writer.delete(albKind, namespace, name, { uid, resourceVersion });
}

function partialWrite(error: AlbError, alb: AlbResource, undoFailure: unknown): AlbError {
  const { namespace, name } = alb.metadata;
  return new AlbError(
    'PARTIAL_WRITE',
    `${error.message} The ALB "${namespace}/${name}" made for this gateway could not be taken away again.`,
    {
      cause: new AggregateError([error, undoFailure]),
      ...(error.kubernetes && { kubernetes: error.kubernetes }),
      extensions: { written: ['ALB'], undone: [], unknown: error.outcomeUnknown ? ['GATEWAY'] : [], retryable: true },
    },
  );
}

/** A namespace that is not there is the input's fault, although the cluster says NOT_FOUND. */
function nameInput(error: AlbError): AlbError {
  const details = error.kubernetes?.details as { kind?: string } | undefined;
  if (error.code !== 'NOT_FOUND' || details?.kind !== 'namespaces') return error;
  return new AlbError('NOT_FOUND', error.message, {
    cause: error,
    ...(error.kubernetes && { kubernetes: error.kubernetes }),
    extensions: { path: ['input', 'namespace'] },
  });
}
