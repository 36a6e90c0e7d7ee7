import { together } from '../../awaitable.js';
import { AlbError } from '../../errors.js';
import { albKind, gatewayKind } from '../../kube/kinds.js';
import { AlbView } from '../alb-view.js';
import { GatewayView } from '../gateway-view.js';
import { throwFaults } from '../input-faults.js';
import { type AlbLookup, Relations } from '../relations.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { conflict, currentVersionOf, expectUnchanged, type Seen, type WrittenObject } from './conflict.js';
import { ifSupported } from './dry-run.js';
import type { UpdateGatewayInput } from './input.js';
import { planAlb, planGateway } from './plan-update.js';
import { ReplaceStep } from './replace-step.js';
import { runSteps } from './steps.js';
import { updateFaults } from './validate-input.js';
import type { WriteOptions } from './write-options.js';

export interface UpdateGatewayPayload {
  gateway: GatewayView;
  alb: AlbView | null;
  written: WrittenObject[];
}

/** Writes the ALB, the Gateway, both or neither: only what the input changes. */
export async function updateGateway(
  session: ClusterSession,
  input: UpdateGatewayInput,
  options: WriteOptions,
): Promise<UpdateGatewayPayload> {
  throwFaults(updateFaults(input));
  const live = await readLive(session, input);
  expectAsSeen(input, live);
  const albStep = input.alb && stepForAlb(session, input, live);
  const gatewayStep = stepForGateway(session, input, live);
  const steps = [albStep, gatewayStep].filter((step): step is AnyStep => step?.isNeeded ?? false);
  try {
    if (input.dryRun) return await tryOut(session, live, { albStep, gatewayStep, steps });
    await askAhead(session, steps, options);
    await runSteps(session.clock, steps);
  } catch (thrown) {
    throw await withCurrent(session, input, thrown);
  }
  return payload(session, live, {
    alb: albStep?.stored,
    gateway: gatewayStep.stored,
    written: steps.filter((step) => step.isWritten).map(({ object }) => object),
  });
}

type AnyStep = ReplaceStep<AlbResource> | ReplaceStep<GatewayResource>;

interface Live {
  readonly gateway: GatewayResource;
  readonly alb: AlbLookup;
}

async function readLive(session: ClusterSession, { namespace, name }: UpdateGatewayInput): Promise<Live> {
  const { fresh } = session.ports;
  const gateway = await fresh.get<GatewayResource>(gatewayKind, namespace, name);
  if (gateway === undefined) throw new AlbError('NOT_FOUND', `There is no Gateway "${namespace}/${name}".`);
  return { gateway, alb: await new Relations(fresh, session.settings, session.clock).albOfGateway(gateway) };
}

const seenOfGateway = ({ generation, resourceVersion }: UpdateGatewayInput): Seen => ({
  generation,
  resourceVersion: resourceVersion ?? undefined,
});
const seenOfAlb = ({ albGeneration, albResourceVersion }: UpdateGatewayInput): Seen => ({
  generation: albGeneration,
  resourceVersion: albResourceVersion ?? undefined,
});

function expectAsSeen(input: UpdateGatewayInput, { gateway, alb }: Live): void {
  const checks: Parameters<typeof expectUnchanged>[0][number][] = [
    { object: 'GATEWAY', live: gateway, seen: seenOfGateway(input) },
  ];
  const seen = seenOfAlb(input);
  if (seen.generation != null || seen.resourceVersion != null) {
    checks.push({ object: 'ALB', live: requireAlb(alb, input), seen });
  }
  expectUnchanged(checks);
}

function stepForAlb(session: ClusterSession, input: UpdateGatewayInput, { alb }: Live): ReplaceStep<AlbResource> {
  return new ReplaceStep<AlbResource>(session, {
    object: 'ALB',
    kind: albKind,
    live: requireAlb(alb, input),
    plan: (live) => planAlb(live, input.alb ?? {}),
    expect: (live) => expectUnchanged([{ object: 'ALB', live, seen: seenOfAlb(input) }]),
  });
}

function stepForGateway(
  session: ClusterSession,
  input: UpdateGatewayInput,
  { gateway }: Live,
): ReplaceStep<GatewayResource> {
  return new ReplaceStep<GatewayResource>(session, {
    object: 'GATEWAY',
    kind: gatewayKind,
    live: gateway,
    plan: (live) => planGateway(live, input, session.settings),
    expect: (live) => expectUnchanged([{ object: 'GATEWAY', live, seen: seenOfGateway(input) }]),
  });
}

/** The ALB whose settings the input names: a standalone gateway's own, never one that others share. */
function requireAlb(lookup: AlbLookup, input: UpdateGatewayInput): AlbResource {
  if (lookup.status === 'denied') throw lookup.error;
  const path = ['input', input.alb ? 'alb' : input.albGeneration != null ? 'albGeneration' : 'albResourceVersion'];
  if (lookup.status === 'none') {
    throw new AlbError('NOT_FOUND', `Gateway "${input.namespace}/${input.name}" has no ALB of its own.`, {
      extensions: { path },
    });
  }
  if (lookup.alb.spec?.config?.gateway?.mode !== 'standalone') {
    throwFaults([{ path, message: 'The ALB of this gateway is shared with others; leave alb and its versions out.' }]);
  }
  return lookup.alb;
}

/** With two objects to write, admission is asked about the second before the first is written. */
async function askAhead(session: ClusterSession, steps: readonly AnyStep[], { onNotice }: WriteOptions): Promise<void> {
  const [first, second] = steps;
  if (first === undefined || second === undefined) return;
  const { cluster } = session;
  try {
    await ifSupported<unknown>(second.tryOut(), () => onNotice?.('admission takes no dry runs', { cluster }));
  } catch (thrown) {
    // Written by somebody since it was read: the write itself meets that.
    if (AlbError.from(thrown).code !== 'CONFLICT') throw thrown;
  }
}

/** What would be stored. */
async function tryOut(
  session: ClusterSession,
  live: Live,
  {
    albStep,
    gatewayStep,
    steps,
  }: {
    albStep?: ReplaceStep<AlbResource> | null | undefined;
    gatewayStep: ReplaceStep<GatewayResource>;
    steps: readonly AnyStep[];
  },
): Promise<UpdateGatewayPayload> {
  const [alb, gateway] = await together(
    () => (albStep?.isNeeded ? albStep.tryOut() : undefined),
    () => (gatewayStep.isNeeded ? gatewayStep.tryOut() : undefined),
  );
  return payload(session, live, { alb, gateway, written: steps.map(({ object }) => object) });
}

function payload(
  session: ClusterSession,
  live: Live,
  after: { alb: AlbResource | undefined; gateway: GatewayResource | undefined; written: WrittenObject[] },
): UpdateGatewayPayload {
  const lookup: AlbLookup = after.alb ? { status: 'found', alb: after.alb } : live.alb;
  return {
    gateway: new GatewayView(session, after.gateway ?? live.gateway, lookup),
    alb: lookup.status === 'found' ? new AlbView(session, lookup.alb) : null,
    written: after.written,
  };
}

/** A CONFLICT with what is current once everything has been put back; every other failure as it is. */
async function withCurrent(session: ClusterSession, input: UpdateGatewayInput, thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof AlbError) || thrown.code !== 'CONFLICT') return thrown;
  let now: Live;
  try {
    now = await readLive(session, input);
  } catch {
    return thrown;
  }
  const current = [currentVersionOf('GATEWAY', now.gateway)];
  if (now.alb.status === 'found') current.push(currentVersionOf('ALB', now.alb.alb));
  return conflict(thrown.message, current, thrown);
}
