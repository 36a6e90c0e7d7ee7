import type { AlbState, ConditionStatus, ProvisioningPhase } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { albTones, phaseTones, type Tone } from './tone.js';

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
