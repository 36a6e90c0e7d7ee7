import type { AlbState, ProvisioningPhase } from '../gql/graphql.js';

/** How a state is to be taken; each is a colour. */
export type Tone = 'good' | 'busy' | 'bad' | 'warn' | 'quiet';

export const phaseTones: Readonly<Record<ProvisioningPhase, Tone>> = {
  PENDING: 'quiet',
  PROGRESSING: 'busy',
  READY: 'good',
  FAILED: 'bad',
  DELETING: 'warn',
};

export const albTones: Readonly<Record<AlbState, Tone>> = {
  PENDING: 'quiet',
  PROGRESSING: 'busy',
  RUNNING: 'good',
  WARNING: 'warn',
  UNKNOWN: 'quiet',
};
