import { albAddresses, statusAddresses } from './addresses.js';
import { albReasonOf, albStateOf, loadBalancerServiceEnabled } from './alb-state.js';
import type { ClassType } from './class-type.js';
import { type Condition, currentCondition } from './conditions.js';
import { dateOf } from './date-of.js';
import type { AlbLookup } from './relations.js';
import type { AlbResource, GatewayResource } from './resources.js';

export type ProvisioningPhase = 'PENDING' | 'PROGRESSING' | 'READY' | 'FAILED' | 'DELETING';
export type StepName = 'ALB_CREATED' | 'GATEWAY_ACCEPTED' | 'WORKLOAD_READY' | 'ADDRESS_ALLOCATED' | 'PROGRAMMED';
export type StepState = 'DONE' | 'ACTIVE' | 'WAITING' | 'FAILED';

export interface ProvisioningStep {
  name: StepName;
  state: StepState;
  message: string;
  since: Date | null;
}

export interface Provisioning {
  phase: ProvisioningPhase;
  percent: number;
  steps: ProvisioningStep[];
}

export interface ProvisioningFacts {
  readonly gateway: GatewayResource;
  readonly classType: ClassType;
  readonly alb: AlbLookup;
}

/** What one step found: done, failed, or neither yet. */
interface Finding {
  name: StepName;
  outcome: 'DONE' | 'FAILED' | 'OPEN';
  message: string;
  since?: Date | undefined;
}

/**
 * How far a gateway has come. Steps that do not apply are left out: a standalone gateway has all five, a shared one no
 * ALB of its own to create or start, another controller's the same; and where the caller may not read the ALB, only what
 * the Gateway's own status tells. A step is DONE on its own evidence; the first that is not is ACTIVE (or FAILED), those
 * after it WAIT. READY wants every step done; PENDING means that the back end has not taken anything up.
 *
 * Conditions count only while their observedGeneration is current. This back end reports Accepted Unknown/Pending while
 * the workload starts, Ready=False/AddressNotAssigned without Programmed while there is no address, and Ready at last; a
 * conformant one reports Accepted and Programmed.
 */
export function provisioningOf(facts: ProvisioningFacts): Provisioning {
  const steps = arrange(findingsOf(facts));
  const done = steps.filter(({ state }) => state === 'DONE').length;
  const phase = phaseOf(facts, steps, done);
  return { phase, percent: Math.floor((100 * done) / steps.length), steps };
}

function findingsOf({ gateway, classType, alb: lookup }: ProvisioningFacts): Finding[] {
  const alb = lookup.status === 'found' ? lookup.alb : undefined;
  const accepted = acceptedFinding(gateway);
  const programmed = programmedFinding(gateway);
  if (classType === 'STANDALONE' && lookup.status !== 'denied') {
    return [albFinding(alb), accepted, workloadFinding(alb), ...albAddressFinding(gateway, alb), programmed];
  }
  const allocated = alb === undefined ? [ownAddressFinding(gateway, programmed)] : albAddressFinding(gateway, alb);
  return [accepted, ...allocated, programmed];
}

function albFinding(alb: AlbResource | undefined): Finding {
  if (alb === undefined) return { name: 'ALB_CREATED', outcome: 'OPEN', message: 'The gateway has no ALB yet.' };
  const since = dateOf(alb.metadata.creationTimestamp);
  return { name: 'ALB_CREATED', outcome: 'DONE', message: `ALB ${alb.metadata.name}`, since };
}

function acceptedFinding(gateway: GatewayResource): Finding {
  const condition = conditionOf(gateway, 'Accepted') ?? conditionOf(gateway, 'Scheduled');
  return fromCondition('GATEWAY_ACCEPTED', condition, 'The controller has not taken the gateway up yet.');
}

function workloadFinding(alb: AlbResource | undefined): Finding {
  const name = 'WORKLOAD_READY';
  if (alb === undefined) return { name, outcome: 'OPEN', message: '' };
  const probe = alb.status?.detail?.deploy?.probeTimeStr ?? alb.status?.probeTimeStr;
  const since = dateOf(probe);
  const message = albReasonOf(alb) || alb.status?.detail?.deploy?.reason || '';
  // Warning first: the back end gives it to a running deployment alone, for ports that something else holds.
  const state = albStateOf(alb);
  if (state === 'WARNING') return { name, outcome: 'FAILED', message: message || 'The ALB reports a warning.', since };
  // Without an address the whole ALB is not Running although its workload is: the deployment's own state is nearer.
  const deployed = alb.status?.detail?.deploy?.state === 'Running';
  if (state === 'RUNNING' || deployed) return { name, outcome: 'DONE', message, since };
  return { name, outcome: 'OPEN', message, since };
}

/** Left out where nothing will ever allocate one: an ALB without load-balancer service and without manual addresses. */
function albAddressFinding(gateway: GatewayResource, alb: AlbResource | undefined): Finding[] {
  const name = 'ADDRESS_ALLOCATED';
  const addresses = alb === undefined ? [] : albAddresses(alb);
  const allocated = addresses.filter(({ sources }) => !sources.every((source) => source === 'MANUAL'));
  const awaited = alb !== undefined && loadBalancerServiceEnabled(alb);
  if (allocated.length > 0 || (addresses.length > 0 && !awaited)) {
    return [{ name, outcome: 'DONE', message: addresses.map(({ value }) => value).join(', ') }];
  }
  if (alb !== undefined && !awaited) return [];
  const told = alb?.status?.detail?.address?.msg || notAssigned(gateway)?.message;
  return [{ name, outcome: 'OPEN', message: told || 'No address has been allocated yet.' }];
}

/** By the Gateway's own status; a programmed gateway is reached somehow, even where no address is told. */
function ownAddressFinding(gateway: GatewayResource, programmed: Finding): Finding {
  const name = 'ADDRESS_ALLOCATED';
  const addresses = statusAddresses(gateway);
  if (addresses.length > 0 || programmed.outcome === 'DONE') {
    return { name, outcome: 'DONE', message: addresses.map(({ value }) => value).join(', ') };
  }
  return { name, outcome: 'OPEN', message: notAssigned(gateway)?.message || 'No address has been allocated yet.' };
}

/** By Programmed, or by Ready where only that is said. Where both are, a Ready that does not hold speaks of the listeners. */
function programmedFinding(gateway: GatewayResource): Finding {
  const ready = conditionOf(gateway, 'Ready');
  const condition = ready?.status === 'FALSE' ? ready : (conditionOf(gateway, 'Programmed') ?? ready);
  if (condition?.status === 'FALSE' && condition.reason === 'AddressNotAssigned') {
    return { name: 'PROGRAMMED', outcome: 'OPEN', message: condition.message, since: condition.lastTransitionAt };
  }
  return fromCondition('PROGRAMMED', condition, '');
}

/** Reasons of False that mean "not yet" rather than "no". */
const notYet = new Set(['Pending', 'AddressNotAssigned', 'ListenersNotReady', 'NoResources', 'Scheduled']);

function fromCondition(name: StepName, condition: Condition | undefined, otherwise: string): Finding {
  if (condition === undefined) return { name, outcome: 'OPEN', message: otherwise };
  const { status, reason, message, lastTransitionAt: since } = condition;
  if (status === 'TRUE') return { name, outcome: 'DONE', message, since };
  const failed = status === 'FALSE' && !notYet.has(reason);
  return { name, outcome: failed ? 'FAILED' : 'OPEN', message: message || reason, since };
}

/** The first step that is not done is under way; of those after it, the ones that are not done wait. */
function arrange(findings: readonly Finding[]): ProvisioningStep[] {
  let reached = true;
  return findings.map(({ name, outcome, message, since }) => {
    const state = outcome === 'FAILED' ? 'FAILED' : outcome === 'DONE' ? 'DONE' : reached ? 'ACTIVE' : 'WAITING';
    if (outcome !== 'DONE') reached = false;
    // 1970 is the schema's own default for a condition that no controller has written yet.
    return { name, state, message, since: since?.getTime() ? since : null };
  });
}

function phaseOf({ gateway }: ProvisioningFacts, steps: readonly ProvisioningStep[], done: number): ProvisioningPhase {
  if (gateway.metadata.deletionTimestamp !== undefined) return 'DELETING';
  if (steps.some(({ state }) => state === 'FAILED')) return 'FAILED';
  if (done === steps.length) return 'READY';
  return done > 0 ? 'PROGRESSING' : 'PENDING';
}

function notAssigned(gateway: GatewayResource): Condition | undefined {
  const ready = conditionOf(gateway, 'Ready');
  return ready?.reason === 'AddressNotAssigned' ? ready : undefined;
}

function conditionOf(gateway: GatewayResource, type: string): Condition | undefined {
  return currentCondition(gateway.status?.conditions, type, gateway.metadata.generation);
}
