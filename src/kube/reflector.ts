import { type Clock, sleep } from '../clock.js';
import { AlbError } from '../errors.js';
import { Backoff } from './backoff.js';
import { ExpiredError } from './expired-error.js';
import type { Pause } from './lookout.js';
import type { KubeObject } from './ports.js';
import type { ReflectorSource } from './reflector-source.js';
import type { StoreEvent } from './store.js';
import { Watchdog } from './watchdog.js';

/** What is done next: a new list, or a watch from where the last one came. */
type Step = { readonly type: 'listing' } | { readonly type: 'watching'; readonly resourceVersion: string };

/**
 *   idle -> listing -> watching -> watching …      each watch goes on from the version the last one reached
 *   listing, watching -> waiting -> listing | watching      after a failure, with growing delays
 *   watching -> listing      the cluster no longer remembers that version (410)
 *   listing, watching -> ended      the right to look was refused for good
 *   any -> stopped
 */
export type ReflectorState =
  | { readonly type: 'idle' }
  | Step
  | {
      readonly type: 'waiting';
      readonly next: Step;
      readonly untilMs: number;
      readonly error: AlbError;
      /** No answer came, rather than one that says no. */
      readonly absent: boolean;
    }
  | { readonly type: 'ended'; readonly error: AlbError }
  | { readonly type: 'stopped' };

/** Who gets what the reflector learns; called in order, and never after stop(). */
export interface ReflectorSink<T extends KubeObject = KubeObject> {
  replaceAll(objects: readonly T[], resourceVersion: string): void;
  apply(event: StoreEvent<T>): void;
  /** Nothing happened up to this version. */
  observe(resourceVersion: string): void;
  /** The cluster was heard of just now. */
  onAlive(): void;
  onState(state: ReflectorState): void;
}

export interface ReflectorOptions<T extends KubeObject = KubeObject> {
  readonly source: ReflectorSource<T>;
  readonly sink: ReflectorSink<T>;
  readonly clock: Clock;
  readonly random: () => number;
  /**
   * The longest silence of a watch before its connection is taken for dead. Default 58,000 ms: the cluster is asked to
   * end every watch earlier than that, so only a dead connection is ever silent so long.
   */
  readonly idleTimeoutMs?: number | undefined;
  /** No watch is asked for longer: with each new one the cluster looks at the rights again. Default: no such limit. */
  readonly maxWatchMs?: number | undefined;
  /** How many refusals (401, 403) in a row are tried again, once there was a first list. Default 0: the first one ends it. */
  readonly toleratedRefusals?: number | undefined;
  /** How a failure that was no answer is waited out. */
  readonly pause: Pause;
}

const defaultIdleTimeoutMs = 58_000;
/** A watch that lived so long, or as long as it was asked for, was in order: what comes next starts without delay. */
const settledMs = 5000;
/** A kind that is not served may be installed any moment, and asking for it costs the cluster next to nothing. */
const notServedMs = 5000;
/** An API server that has just started knows no rights for a moment: so many refusals right after an absence are no verdict. */
const refusalsAfterAbsence = 3;
/** After so many refusals of a version by the cluster, for other reasons than its age, all is listed anew. */
const resumeAttempts = 3;

/** Keeps a set of objects current: list, watch from there, and again, through all that clusters and networks do. */
export class Reflector<T extends KubeObject = KubeObject> {
  #state: ReflectorState = { type: 'idle' };
  #listed = false;
  #refusals = 0;
  #absent = false;
  #rejectedResumes = 0;
  #lastEventMs: number | undefined;
  #wake = new AbortController();
  readonly #backoff: Backoff;
  readonly #stop = new AbortController();

  constructor(private readonly options: ReflectorOptions<T>) {
    this.#backoff = new Backoff({ random: options.random });
  }

  get state(): ReflectorState {
    return this.#state;
  }

  /** When the cluster last sent anything about the set, in the clock's time. */
  get lastEventMs(): number | undefined {
    return this.#lastEventMs;
  }

  /** Resolves when it has ended or was stopped; never rejects for what clusters do. */
  async run(): Promise<void> {
    if (this.#state.type !== 'idle') return;
    let next: ReflectorState = { type: 'listing' };
    // stop() may come during any wait: what the step then wanted no longer counts.
    while (!this.#stop.signal.aborted) {
      const state: ReflectorState = next;
      this.#enter(state);
      if (this.#stop.signal.aborted) return;
      switch (state.type) {
        case 'listing':
          next = await this.#list();
          break;
        case 'watching':
          next = await this.#watch(state.resourceVersion);
          break;
        case 'waiting':
          next = await this.#wait(state);
          break;
        case 'idle':
        case 'ended':
        case 'stopped':
          return;
        default:
          state satisfies never;
      }
    }
  }

  /** Ends it now: the sink hears of one more state, stopped, and of nothing after that. */
  stop(): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    if (this.#state.type !== 'ended') this.#enter({ type: 'stopped' });
  }

  /** Cuts a wait short, because somebody asks. */
  nudge(): void {
    this.#wake.abort();
  }

  #enter(state: ReflectorState): void {
    this.#state = state;
    this.options.sink.onState(state);
  }

  async #list(): Promise<ReflectorState> {
    const { source, sink, clock } = this.options;
    try {
      const { items, resourceVersion } = await source.list(this.#stop.signal);
      if (this.#stop.signal.aborted) return { type: 'stopped' };
      this.#listed = true;
      this.#refusals = 0;
      this.#lastEventMs = clock.now();
      sink.onAlive();
      sink.replaceAll(items, resourceVersion);
      return { type: 'watching', resourceVersion };
    } catch (thrown) {
      return this.#afterFailure(AlbError.from(thrown), { type: 'listing' });
    }
  }

  async #watch(from: string): Promise<ReflectorState> {
    const { clock } = this.options;
    const startedMs = clock.now();
    const timeoutSeconds = this.#timeoutSeconds();
    let reached = from;
    let error: AlbError | undefined;
    try {
      await this.#followWatch(from, timeoutSeconds, (resourceVersion) => {
        reached = resourceVersion;
      });
    } catch (thrown) {
      error = AlbError.from(thrown);
    }
    const next: Step = { type: 'watching', resourceVersion: reached };
    const settled = clock.now() - startedMs >= Math.min(settledMs, timeoutSeconds * 900);
    if (settled) this.#settle();
    if (error !== undefined) return this.#afterFailure(error, next);
    if (settled) return next;
    return this.#afterFailure(new AlbError('CLUSTER_UNAVAILABLE', 'The cluster ended a watch at once'), next, false);
  }

  /** Passes on one watch's events until it ends; throws when it breaks, or is silent for too long. */
  async #followWatch(
    resourceVersion: string,
    timeoutSeconds: number,
    onReached: (resourceVersion: string) => void,
  ): Promise<void> {
    const { source, clock, idleTimeoutMs = defaultIdleTimeoutMs } = this.options;
    const connection = new AbortController();
    const cut = () => connection.abort();
    this.#stop.signal.addEventListener('abort', cut);
    const silence = new AlbError('CLUSTER_UNAVAILABLE', `A watch was silent for ${idleTimeoutMs} ms`);
    const watchdog = new Watchdog(clock, idleTimeoutMs, () => connection.abort(silence));
    try {
      const { signal } = connection;
      const onBytes = () => {
        watchdog.feed();
        this.options.sink.onAlive();
      };
      for await (const event of source.watch({ resourceVersion, timeoutSeconds, signal, onBytes })) {
        if (signal.aborted) break;
        this.#lastEventMs = clock.now();
        const version = event.type === 'BOOKMARK' ? event.resourceVersion : event.object.metadata.resourceVersion;
        if (event.type !== 'BOOKMARK') this.options.sink.apply(event);
        else if (version !== undefined) this.options.sink.observe(version);
        if (version !== undefined) onReached(version);
      }
    } catch (error) {
      throw connection.signal.reason === silence ? silence : error;
    } finally {
      watchdog.stop();
      this.#stop.signal.removeEventListener('abort', cut);
    }
    if (connection.signal.reason === silence) throw silence;
  }

  async #wait({ next, untilMs, absent }: ReflectorState & { type: 'waiting' }): Promise<ReflectorState> {
    const { clock, pause } = this.options;
    this.#wake = new AbortController();
    const wake = this.#wake;
    const cut = () => wake.abort();
    this.#stop.signal.addEventListener('abort', cut);
    const delayMs = untilMs - clock.now();
    await (absent ? pause(delayMs, wake.signal) : sleep(clock, delayMs, wake.signal));
    this.#stop.signal.removeEventListener('abort', cut);
    return next;
  }

  /** Well before the watchdog, and not at the same moment for all. */
  #timeoutSeconds(): number {
    const { random, idleTimeoutMs = defaultIdleTimeoutMs, maxWatchMs = Number.POSITIVE_INFINITY } = this.options;
    const seconds = Math.min((idleTimeoutMs / 1000) * (0.79 + 0.07 * random()), maxWatchMs / 1000);
    return Math.max(1, Math.floor(seconds));
  }

  #settle(): void {
    this.#backoff.reset();
    this.#refusals = 0;
    this.#absent = false;
    this.#rejectedResumes = 0;
  }

  #afterFailure(error: AlbError, step: Step, absent = isAbsence(error)): ReflectorState {
    if (this.#stop.signal.aborted) return { type: 'stopped' };
    if (error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN') {
      this.#refusals += 1;
      const known = this.#listed ? (this.options.toleratedRefusals ?? 0) : 0;
      const tolerated = this.#listed && this.#absent ? Math.max(known, refusalsAfterAbsence) : known;
      if (this.#refusals > tolerated) return { type: 'ended', error };
    }
    if (absent) this.#absent = true;
    const next = this.#stepAfter(error, step);
    const first = this.#backoff.attempt === 0;
    const longestMs = error.code === 'NOT_FOUND' ? notServedMs : Number.POSITIVE_INFINITY;
    const delayMs = Math.max(Math.min(this.#backoff.next(), longestMs), error.retryAfterMs ?? 0);
    // The first 410 is in the order of things; one right after another is not.
    if (error instanceof ExpiredError && step.type === 'watching' && first) return next;
    return { type: 'waiting', next, untilMs: this.options.clock.now() + delayMs, error, absent };
  }

  #stepAfter(error: AlbError, step: Step): Step {
    if (error instanceof ExpiredError) return { type: 'listing' };
    if (step.type === 'watching' && error.kubernetes !== undefined) this.#rejectedResumes += 1;
    if (this.#rejectedResumes < resumeAttempts) return step;
    this.#rejectedResumes = 0;
    return { type: 'listing' };
  }
}

function isAbsence(error: AlbError): boolean {
  return error.kubernetes === undefined && (error.code === 'CLUSTER_UNAVAILABLE' || error.code === 'TIMEOUT');
}
