import type { Clock } from '../clock.js';
import type { AlbError } from '../errors.js';
import { Backoff } from './backoff.js';
import { ExpiredError } from './expired-error.js';
import { HungError } from './hung-error.js';
import { isRefusal } from './refusal.js';

export interface RetryPolicyOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** How long refusals (401, 403) are no verdict yet, once there was a list. Default 0 ms: the first one is. */
  readonly refusalGraceMs?: number | undefined;
}

/** What may cut a wait short: a cluster that was away and is back, or a definition that it lacked. */
export type Awaited = 'cluster' | 'definition' | 'nothing';

/** What is to be done after a failure. */
export type Judgement =
  | { readonly type: 'at once' }
  | { readonly type: 'later'; readonly delayMs: number; readonly awaits: Awaited }
  | { readonly type: 'never' };

/** An API server that has just started knows no rights, or no tokens, for a moment. */
const graceAfterAbsenceMs = 10_000;
/** What asks for more is asked again after so long all the same: a set that serves everybody hangs on it. */
const longestRetryAfterMs = 60_000;
/** Not all who were told the same Retry-After come back at the same moment. */
const spreadMs = 500;
/** Of several faults within seconds each is over soon after its end; what goes on failing is asked ever less. */
const steadyDelays = 3;
/**
 * A kind that is not served may be installed any moment, and refusals that are no verdict yet are over as soon as the API server
 * knows its tokens and rights; asking costs the cluster next to nothing.
 */
const longestWaitMs: Partial<Record<AlbError['code'], number>> = {
  NOT_FOUND: 5000,
  UNAUTHENTICATED: 1000,
  FORBIDDEN: 1000,
};

/** Whether, and when, a list or watch that failed is tried again. */
export class RetryPolicy {
  #listed = false;
  #wasAbsent = false;
  #wasExpired = false;
  #refusedSinceMs: number | undefined;
  readonly #backoff: Backoff;

  constructor(private readonly options: RetryPolicyOptions) {
    this.#backoff = new Backoff({ random: options.random, steady: steadyDelays });
  }

  onListed(): void {
    this.#listed = true;
    this.#refusedSinceMs = undefined;
  }

  /** All has been well for a while. */
  onSettled(): void {
    this.#backoff.reset();
    this.#refusedSinceMs = undefined;
    this.#wasAbsent = false;
    this.#wasExpired = false;
  }

  /** The cluster was away and is back: what it refuses next is new. */
  onReturn(): void {
    this.#backoff.reset();
  }

  judge(error: AlbError, absent = isAbsence(error)): Judgement {
    if (this.#isVerdict(error)) return { type: 'never' };
    if (absent) this.#wasAbsent = true;
    const expiredAgain = this.#wasExpired && error instanceof ExpiredError;
    this.#wasExpired = error instanceof ExpiredError;
    // The first 410 is in the order of things, and says that the cluster is well; one right after another does not.
    if (error instanceof HungError || (this.#wasExpired && !expiredAgain)) {
      this.#backoff.reset();
      return { type: 'at once' };
    }
    return { type: 'later', delayMs: this.#delayMs(error), awaits: awaitedAfter(error, absent) };
  }

  /** What the cluster asks for, where it asks. */
  #delayMs({ code, retryAfterMs = 0 }: AlbError): number {
    if (retryAfterMs > 0)
      return Math.min(retryAfterMs, longestRetryAfterMs) + Math.floor(this.options.random() * spreadMs);
    return Math.min(this.#backoff.next(), longestWaitMs[code] ?? Number.POSITIVE_INFINITY);
  }

  #isVerdict(error: AlbError): boolean {
    if (!isRefusal(error)) {
      this.#refusedSinceMs = undefined;
      return false;
    }
    const nowMs = this.options.clock.elapsed();
    this.#refusedSinceMs ??= nowMs;
    const graceMs = Math.max(this.options.refusalGraceMs ?? 0, this.#wasAbsent ? graceAfterAbsenceMs : 0);
    return !this.#listed || nowMs - this.#refusedSinceMs >= graceMs;
  }
}

function awaitedAfter({ code }: AlbError, absent: boolean): Awaited {
  if (absent) return 'cluster';
  return code === 'NOT_FOUND' ? 'definition' : 'nothing';
}

/** No answer came; or one from what stands in front of the cluster, or from a cluster whose own storage is away. */
function isAbsence({ kubernetes, code }: AlbError): boolean {
  if (kubernetes !== undefined) return kubernetes.code >= 500;
  return code === 'CLUSTER_UNAVAILABLE' || code === 'TIMEOUT';
}
