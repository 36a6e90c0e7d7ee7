import type { Caller } from '../kube/ports.js';

/** One request that was let in. */
export interface Visit {
  readonly caller: Caller;
  /** Under what the caller is counted. */
  readonly key: string;
  /** Gives back its place. A subscription puts that of another one here. */
  leave: () => void;
}
