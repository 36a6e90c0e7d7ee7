import { AlbError, InputFaultsError } from '../../errors.js';
import { albKind, gatewayClassKind } from '../../kube/kinds.js';
import type { KubeObject } from '../../kube/ports.js';
import { formatClaim } from '../claim.js';
import type { AlbResource, GatewayResource } from '../resources.js';
import type { ClusterSession } from '../session.js';
import { albRefLabel, claimAnnotation } from '../settings.js';
import type { AlbDesign } from '../writes/alb-of-create.js';
import { createPair } from '../writes/create-pair.js';
import { findGateway, GatewayOfCreate, isAsAskedFor } from '../writes/gateway-of-create.js';
import { changesBetween, listsByName } from '../writes/json-changes.js';
import { runSteps } from '../writes/steps.js';
import type { WriteOptions } from '../writes/write-options.js';
import type { BackedUp } from './read-backup.js';

/** What became of one gateway of a backup. */
export interface Restored {
  readonly namespace: string;
  readonly name: string;
  /** Created, or, in a dry run, to be created; skipped: it was there. */
  readonly outcome: 'created' | 'skipped' | 'failed';
  /** The ALB that it runs on now, where it has one of its own. */
  readonly alb?: string | undefined;
  readonly notes: readonly string[];
}

/**
 * Makes one gateway of a backup where it is not there: ALB first, Gateway second, by the steps of createGateway, so that what
 * fails half-way leaves nothing and a second run finishes what a killed one began. Never rejects; what is there is left alone.
 */
export async function restoreGateway(
  session: ClusterSession,
  backedUp: BackedUp,
  dryRun: boolean,
  options: WriteOptions,
): Promise<Restored> {
  const { namespace = '', name } = backedUp.gateway.metadata;
  try {
    const found = await findGateway(session, { namespace, name });
    const restored =
      found === undefined ? await create(session, backedUp, dryRun, options) : await compare(session, found, backedUp);
    return { namespace, name, ...restored };
  } catch (thrown) {
    const { code, message } = AlbError.from(thrown instanceof InputFaultsError ? thrown.errors[0] : thrown);
    return { namespace, name, outcome: 'failed', notes: [`${code}: ${message}`] };
  }
}

type Outcome = Omit<Restored, 'namespace' | 'name'>;

async function create(
  session: ClusterSession,
  { gateway, alb }: BackedUp,
  dryRun: boolean,
  options: WriteOptions,
): Promise<Outcome> {
  const classNotes = await notesOnClass(session, gateway.spec.gatewayClassName);
  if (alb === undefined) {
    await createAlone(session, gateway, dryRun);
    return { outcome: 'created', notes: classNotes };
  }
  const gatewayFor = (albName: string) => referringTo(session, gateway, albName);
  const pair = { design: designFrom(session, alb, gateway), albName: alb.metadata.name, gatewayFor, dryRun };
  const { name } = (await createPair(session, pair, options)).alb.metadata;
  const renamed = name === alb.metadata.name ? [] : [`its ALB is not called ${alb.metadata.name} any more`];
  return { outcome: 'created', alb: name, notes: [...renamed, ...classNotes] };
}

function designFrom(session: ClusterSession, alb: AlbResource, { metadata }: GatewayResource): AlbDesign {
  const claimKey = claimAnnotation(session.settings);
  return {
    gateway: { namespace: metadata.namespace ?? '', name: metadata.name },
    manifest: (name, claim) => ({
      ...alb,
      metadata: { ...alb.metadata, name, annotations: { ...alb.metadata.annotations, [claimKey]: formatClaim(claim) } },
    }),
    adopted: (leftover) => ({
      ...leftover,
      metadata: {
        ...leftover.metadata,
        labels: { ...leftover.metadata.labels, ...alb.metadata.labels },
        annotations: { ...leftover.metadata.annotations, ...alb.metadata.annotations },
      },
      ...(alb.spec && { spec: alb.spec }),
    }),
  };
}

function referringTo({ settings }: ClusterSession, gateway: GatewayResource, albName: string): GatewayResource {
  const labels = { ...gateway.metadata.labels, [albRefLabel(settings)]: albName };
  return { ...gateway, metadata: { ...gateway.metadata, labels } };
}

/** One of a class that brings its own load balancer; or one whose ALB is in the cluster, though not in the backup. */
async function createAlone(session: ClusterSession, gateway: GatewayResource, dryRun: boolean): Promise<void> {
  const ref = session.relations.albRef(gateway);
  const { namespace } = gateway.metadata;
  if (ref !== undefined && (await session.ports.fresh.get(albKind, namespace, ref)) === undefined) {
    const message = `it refers to ALB2 ${namespace}/${ref}, which is neither in the backup nor in the cluster`;
    throw new AlbError('INVALID_INPUT', `${message}; put it there, or leave out the label`);
  }
  const step = new GatewayOfCreate(session, () => gateway, isAsAskedFor);
  if (dryRun) await step.tryOut();
  else await runSteps(session.clock, [step]);
}

/** In a cluster that is being set up anew, its class may be yet to come. */
async function notesOnClass(session: ClusterSession, className: string): Promise<string[]> {
  try {
    const found = await session.ports.reader.get(gatewayClassKind, undefined, className);
    return found === undefined ? [`its class ${className} is not there yet`] : [];
  } catch (thrown) {
    if (AlbError.from(thrown).code !== 'FORBIDDEN') throw thrown;
    return [];
  }
}

async function compare(session: ClusterSession, found: GatewayResource, { gateway, alb }: BackedUp): Promise<Outcome> {
  const { namespace, deletionTimestamp } = found.metadata;
  if (deletionTimestamp !== undefined) {
    return { outcome: 'failed', notes: ['it is there and being deleted; run this again when it has gone'] };
  }
  const notes = differs(gateway, found) ? ['it is there, and not as in the backup'] : ['it is there'];
  const ref = session.relations.albRef(found);
  if (alb === undefined || ref === undefined) return { outcome: 'skipped', notes };
  const live = await session.ports.fresh.get<AlbResource>(albKind, namespace, ref);
  if (live === undefined) {
    const advice = 'delete the Gateway, and run this again';
    return { outcome: 'failed', notes: [`it is there, but its ALB ${ref} is not; ${advice}`] };
  }
  if (differs(alb, live)) notes.push(`its ALB ${ref} is not as in the backup`);
  return { outcome: 'skipped', alb: ref, notes };
}

/** Whether anything that the backup says is otherwise; what a cluster added to it is no difference. */
function differs(backedUp: KubeObject, live: KubeObject): boolean {
  const spec = (object: KubeObject) => listsByName((object as { spec?: unknown }).spec);
  return changesBetween(spec(backedUp), spec(live)).some(({ from }) => from !== undefined);
}
