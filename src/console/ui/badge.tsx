import type { AlbState, ConditionStatus, ProvisioningPhase } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';

export type Tone = 'good' | 'busy' | 'bad' | 'warn' | 'quiet';

const phaseTones: Readonly<Record<ProvisioningPhase, Tone>> = {
  PENDING: 'quiet',
  PROGRESSING: 'busy',
  READY: 'good',
  FAILED: 'bad',
  DELETING: 'warn',
};

const albTones: Readonly<Record<AlbState, Tone>> = {
  PENDING: 'quiet',
  PROGRESSING: 'busy',
  RUNNING: 'good',
  WARNING: 'warn',
  UNKNOWN: 'quiet',
};

const conditionTones: Readonly<Record<ConditionStatus, Tone>> = { TRUE: 'good', FALSE: 'bad', UNKNOWN: 'quiet' };

export function Badge({ tone, text }: { tone: Tone; text: string }) {
  return <span class={`badge ${tone}`}>{text}</span>;
}

export function PhaseBadge({ phase }: { phase: ProvisioningPhase }) {
  return <Badge tone={phaseTones[phase]} text={useText().phases[phase]} />;
}

export function AlbStateBadge({ state }: { state: AlbState }) {
  return <Badge tone={albTones[state]} text={useText().albStates[state]} />;
}

export function ConditionBadge({ status }: { status: ConditionStatus }) {
  return <Badge tone={conditionTones[status]} text={useText().conditionStatuses[status]} />;
}
