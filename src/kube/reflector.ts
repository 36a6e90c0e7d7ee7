import { type Clock, sleep } from '../clock.js';
import { AlbError } from '../errors.js';
import { ExpiredError } from './expired-error.js';
import { HungError } from './hung-error.js';
import type { Pause } from './lookout.js';
import type { KubeObject } from './ports.js';
import type { ReflectorSource } from './reflector-source.js';
import { isRefusal } from './refusal.js';
import { type Awaited, RetryPolicy } from './retry-policy.js';
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
      readonly awaits: Awaited;
    }
  | { readonly type: 'ended'; readonly error: AlbError }
  | { readonly type: 'stopped' };

/** How far one watch has come. */
interface Progress {
  resourceVersion: string;
  /** When its answer began, in the clock's time. */
  answeredMs?: number;
}

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
  /** How long refusals (401, 403) are no verdict yet, once there was a list. Default 0 ms: the first one ends it. */
  readonly refusalGraceMs?: number | undefined;
  /** How an absence of the cluster, or of the kind's definition, is waited out. */
  readonly pauses: Readonly<Record<Exclude<Awaited, 'nothing'>, Pause>>;
  /** Resolves when a request begun now is known to hang; never where its signal aborts first. */
  readonly untilHung: (answered: AbortSignal) => Promise<void>;
}

const defaultIdleTimeoutMs = 58_000;
/** A watch that lived so long, or as long as it was asked for, was in order: when it ends, the next one begins without delay. */
const orderlyMs = 5000;
/** After so much of a watch the faults before it are over: what breaks it is another. */
const settledMs = 250;
/** After so many refusals of a version by the cluster, for other reasons than its age, all is listed anew. */
const resumeAttempts = 3;

/** Keeps a set of objects current: list, watch from there, and again, through all that clusters and networks do. */
export class Reflector<T extends KubeObject = KubeObject> {
  #state: ReflectorState = { type: 'idle' };
  #rejectedResumes = 0;
  #lastEventMs: number | undefined;
  #wake = new AbortController();
  readonly #retries: RetryPolicy;
  readonly #stop = new AbortController();

  constructor(private readonly options: ReflectorOptions<T>) {
    this.#retries = new RetryPolicy(options);
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
    const connection = this.#connect();
    try {
      const { items, resourceVersion } = await source.list(connection.signal);
      if (this.#stop.signal.aborted) return { type: 'stopped' };
      this.#retries.onListed();
      this.#lastEventMs = clock.elapsed();
      sink.onAlive();
      sink.replaceAll(items, resourceVersion);
      return { type: 'watching', resourceVersion };
    } catch (thrown) {
      return this.#afterFailure(AlbError.from(thrown), { type: 'listing' });
    } finally {
      connection.close();
    }
  }

  async #watch(from: string): Promise<ReflectorState> {
    const { clock } = this.options;
    const timeoutSeconds = this.#timeoutSeconds();
    const progress: Progress = { resourceVersion: from };
    let error: AlbError | undefined;
    try {
      await this.#followWatch(timeoutSeconds, progress);
    } catch (thrown) {
      error = AlbError.from(thrown);
    }
    const next: Step = { type: 'watching', resourceVersion: progress.resourceVersion };
    // From its answer on: a cluster may hold a request for long, and then refuse it.
    const livedMs = clock.elapsed() - (progress.answeredMs ?? clock.elapsed());
    const askedMs = timeoutSeconds * 900;
    if (livedMs >= Math.min(settledMs, askedMs)) this.#onSettled();
    if (error !== undefined) return this.#afterFailure(error, next);
    if (livedMs >= Math.min(orderlyMs, askedMs)) return next;
    return this.#afterFailure(new AlbError('CLUSTER_UNAVAILABLE', 'The cluster ended a watch at once'), next, false);
  }

  /** Passes on one watch's events until it ends; throws when it breaks, or is silent for too long. */
  async #followWatch(timeoutSeconds: number, progress: Progress): Promise<void> {
    const { source, clock, idleTimeoutMs = defaultIdleTimeoutMs } = this.options;
    const connection = this.#connect();
    const { signal } = connection;
    const silence = new AlbError('CLUSTER_UNAVAILABLE', `A watch was silent for ${idleTimeoutMs} ms`);
    const watchdog = new Watchdog(clock, idleTimeoutMs, () => connection.giveUp(silence));
    try {
      const onBytes = () => {
        progress.answeredMs ??= clock.elapsed();
        connection.onAnswer();
        watchdog.feed();
        this.options.sink.onAlive();
      };
      const { resourceVersion } = progress;
      for await (const event of source.watch({ resourceVersion, timeoutSeconds, signal, onBytes })) {
        if (signal.aborted) break;
        this.#lastEventMs = clock.elapsed();
        const version = event.type === 'BOOKMARK' ? event.resourceVersion : event.object.metadata.resourceVersion;
        if (event.type !== 'BOOKMARK') this.options.sink.apply(event);
        else if (version !== undefined) this.options.sink.observe(version);
        if (version !== undefined) progress.resourceVersion = version;
      }
    } catch (error) {
      throw signal.reason instanceof AlbError ? signal.reason : error;
    } finally {
      watchdog.stop();
      connection.close();
    }
    if (signal.reason instanceof AlbError) throw signal.reason;
  }

  /** What ends a request: stop(), whoever loses patience with it, or a cluster that comes back before it has answered. */
  #connect() {
    const connection = new AbortController();
    const answered = new AbortController();
    const cut = () => connection.abort();
    this.#stop.signal.addEventListener('abort', cut);
    void this.options.untilHung(answered.signal).then(() => connection.abort(new HungError()));
    return {
      signal: connection.signal,
      onAnswer: () => answered.abort(),
      giveUp: (reason: AlbError) => connection.abort(reason),
      close: () => {
        answered.abort();
        this.#stop.signal.removeEventListener('abort', cut);
      },
    };
  }

  async #wait({ next, untilMs, awaits }: ReflectorState & { type: 'waiting' }): Promise<ReflectorState> {
    const { clock, pauses } = this.options;
    this.#wake = new AbortController();
    const wake = this.#wake;
    const cut = () => wake.abort();
    this.#stop.signal.addEventListener('abort', cut);
    const delayMs = untilMs - clock.elapsed();
    if (awaits === 'nothing') await sleep(clock, delayMs, wake.signal);
    else if (await pauses[awaits](delayMs, wake.signal)) this.#retries.onReturn();
    this.#stop.signal.removeEventListener('abort', cut);
    return next;
  }

  /** Well before the watchdog, and not at the same moment for all. */
  #timeoutSeconds(): number {
    const { random, idleTimeoutMs = defaultIdleTimeoutMs, maxWatchMs = Number.POSITIVE_INFINITY } = this.options;
    const seconds = Math.min((idleTimeoutMs / 1000) * (0.79 + 0.07 * random()), maxWatchMs / 1000);
    return Math.max(1, Math.floor(seconds));
  }

  #onSettled(): void {
    this.#retries.onSettled();
    this.#rejectedResumes = 0;
  }

  #afterFailure(error: AlbError, step: Step, absent?: boolean): ReflectorState {
    if (this.#stop.signal.aborted) return { type: 'stopped' };
    const judgement = this.#retries.judge(error, absent);
    switch (judgement.type) {
      case 'at once':
        return this.#stepAfter(error, step);
      case 'later': {
        const { delayMs, awaits } = judgement;
        const untilMs = this.options.clock.elapsed() + delayMs;
        return { type: 'waiting', next: this.#stepAfter(error, step), untilMs, error, awaits };
      }
      case 'never':
        return { type: 'ended', error };
      default:
        return judgement satisfies never;
    }
  }

  #stepAfter(error: AlbError, step: Step): Step {
    if (error instanceof ExpiredError) return { type: 'listing' };
    if (step.type === 'watching' && error.kubernetes !== undefined && !isRefusal(error)) this.#rejectedResumes += 1;
    if (this.#rejectedResumes < resumeAttempts) return step;
    this.#rejectedResumes = 0;
    return { type: 'listing' };
  }
}
