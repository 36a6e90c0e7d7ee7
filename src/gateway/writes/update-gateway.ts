import { isDeepStrictEqual } from 'node:util';
import { AlbError } from '../../errors.js';
import { albKind, gatewayKind, type Kind } from '../../kube/kinds.js';
import type { KubeObject } from '../../kube/ports.js';
import { AlbView } from '../alb-view.js';
import { GatewayView } from '../gateway-view.js';
import { throwFaults } from '../input-faults.js';
import { type AlbLookup, Relations } from '../relations.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { conflict, currentVersionOf, expectUnchanged, type WrittenObject } from './conflict.js';
import type { UpdateGatewayInput } from './input.js';
import { planAlb, planGateway } from './plan-update.js';
import { updateFaults } from './validate-input.js';
import type { WriteOptions } from './write-options.js';

export interface UpdateGatewayPayload {
  gateway: GatewayView;
  alb: AlbView | null;
  written: WrittenObject[];
}

/** How often a conflict that the caller did not ask about is met with a fresh read. */
const maxAttempts = 5;

/** Writes the ALB, the Gateway, both or neither: only what the input changes. */
export async function updateGateway(
  session: ClusterSession,
  input: UpdateGatewayInput,
  _options: WriteOptions,
): Promise<UpdateGatewayPayload> {
  throwFaults(updateFaults(input));
  for (let attempt = 1; ; attempt += 1) {
    const live = await readLive(session, input);
    expectAsSeen(input, live);
    const steps = planSteps(session, input, live);
    try {
      return await writeSteps(session, input, live, steps);
    } catch (thrown) {
      const error = AlbError.from(thrown);
      if (error.code !== 'CONFLICT' || error.extensions['current'] !== undefined) throw error;
      if (asked(input) || attempt === maxAttempts) throw await conflictNow(session, input, error);
    }
  }
}

interface Live {
  gateway: GatewayResource;
  alb: AlbLookup;
}

/** One object to write, and what it was. */
interface Step {
  object: WrittenObject;
  kind: Kind;
  before: KubeObject;
  after: KubeObject;
}

async function readLive(session: ClusterSession, { namespace, name }: UpdateGatewayInput): Promise<Live> {
  const { fresh } = session.ports;
  const gateway = await fresh.get<GatewayResource>(gatewayKind, namespace, name);
  if (gateway === undefined) throw new AlbError('NOT_FOUND', `There is no Gateway "${namespace}/${name}".`);
  return { gateway, alb: await new Relations(fresh, session.settings, session.clock).albOfGateway(gateway) };
}

function expectAsSeen(input: UpdateGatewayInput, { gateway, alb }: Live): void {
  const checks: Parameters<typeof expectUnchanged>[0][number][] = [
    {
      object: 'GATEWAY',
      live: gateway,
      seen: { generation: input.generation, resourceVersion: input.resourceVersion ?? undefined },
    },
  ];
  const albSeen = { generation: input.albGeneration, resourceVersion: input.albResourceVersion ?? undefined };
  if (albSeen.generation != null || albSeen.resourceVersion != null) {
    checks.push({ object: 'ALB', live: requireAlb(alb, input), seen: albSeen });
  }
  expectUnchanged(checks);
}

function planSteps(session: ClusterSession, input: UpdateGatewayInput, live: Live): Step[] {
  const steps: Step[] = [];
  if (input.alb) {
    const before = requireAlb(live.alb, input);
    steps.push({ object: 'ALB', kind: albKind, before, after: planAlb(before, input.alb) });
  }
  const after = planGateway(live.gateway, input, session.settings);
  steps.push({ object: 'GATEWAY', kind: gatewayKind, before: live.gateway, after });
  return steps.filter(({ before, after }) => !isDeepStrictEqual(before, after));
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

async function writeSteps(
  session: ClusterSession,
  input: UpdateGatewayInput,
  live: Live,
  steps: readonly Step[],
): Promise<UpdateGatewayPayload> {
  const { writer } = session.ports;
  // With two objects to write, admission is asked about the second before the first is written.
  const last = steps.at(-1);
  if (steps.length === 2 && last && !input.dryRun) await writer.replace(last.kind, last.after, { dryRun: true });

  const done: { step: Step; stored: KubeObject }[] = [];
  for (const step of steps) {
    try {
      const stored = await writer.replace(step.kind, step.after, { dryRun: input.dryRun ?? false });
      done.push({ step, stored });
    } catch (thrown) {
      const error = AlbError.from(thrown);
      const landed = error.outcomeUnknown ? await findLanded(session, step) : undefined;
      if (landed === undefined) throw await undoSteps(session, error, done, step);
      done.push({ step, stored: landed });
    }
  }
  return payload(session, live, done);
}

/** A write without an answer may have happened: it did if the object now stands as it was meant to. */
async function findLanded(session: ClusterSession, { kind, after }: Step): Promise<KubeObject | undefined> {
  try {
    const found = await session.ports.fresh.get(kind, after.metadata.namespace, after.metadata.name);
    return found && isDeepStrictEqual(contentOf(found), contentOf(after)) ? found : undefined;
  } catch {
    return undefined;
  }
}

function contentOf({ metadata, ...object }: KubeObject & { spec?: unknown }) {
  return { uid: metadata.uid, labels: metadata.labels, annotations: metadata.annotations, spec: object.spec };
}

/** Puts back what was written before the failing step, if nobody has touched it since. Answers the error to throw. */
async function undoSteps(
  session: ClusterSession,
  error: AlbError,
  done: readonly { step: Step; stored: KubeObject }[],
  failed: Step,
): Promise<AlbError> {
  const undone: WrittenObject[] = [];
  const standing: WrittenObject[] = [];
  const causes: unknown[] = [error];
  for (const { step, stored } of [...done].reverse()) {
    const { resourceVersion } = stored.metadata;
    const restored = { ...step.before, metadata: { ...step.before.metadata, resourceVersion } } as KubeObject;
    try {
      await session.ports.writer.replace(step.kind, restored);
      undone.push(step.object);
    } catch (undoFailure) {
      causes.push(undoFailure);
      standing.push(step.object);
    }
  }
  if (standing.length === 0 && !error.outcomeUnknown) return error;
  if (done.length === 0) return error;
  return new AlbError('PARTIAL_WRITE', `${error.message} What was written before it could not be put back.`, {
    cause: new AggregateError(causes),
    ...(error.kubernetes && { kubernetes: error.kubernetes }),
    extensions: {
      written: standing,
      undone,
      unknown: error.outcomeUnknown ? [failed.object] : [],
      retryable: true,
    },
  });
}

function payload(
  session: ClusterSession,
  live: Live,
  done: readonly { step: Step; stored: KubeObject }[],
): UpdateGatewayPayload {
  const stored = (object: WrittenObject) => done.find(({ step }) => step.object === object)?.stored;
  const storedAlb = stored('ALB') as AlbResource | undefined;
  const lookup: AlbLookup = storedAlb ? { status: 'found', alb: storedAlb } : live.alb;
  return {
    gateway: new GatewayView(session, (stored('GATEWAY') as GatewayResource | undefined) ?? live.gateway, lookup),
    alb: lookup.status === 'found' ? new AlbView(session, lookup.alb) : null,
    written: done.map(({ step }) => step.object),
  };
}

/** Whether the caller wants to hear of changes by others. */
function asked(input: UpdateGatewayInput): boolean {
  return [input.generation, input.albGeneration, input.resourceVersion, input.albResourceVersion].some(
    (seen) => seen != null,
  );
}

async function conflictNow(session: ClusterSession, input: UpdateGatewayInput, error: AlbError): Promise<AlbError> {
  const { gateway, alb } = await readLive(session, input);
  const current = [currentVersionOf('GATEWAY', gateway)];
  if (alb.status === 'found') current.push(currentVersionOf('ALB', alb.alb));
  return conflict(error.message, current, error);
}
