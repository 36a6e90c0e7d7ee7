import type { Awaitable } from '../awaitable.js';
import { atTime, type Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import type { Kind } from './kinds.js';
import { LiveHandle, type LiveHandleOptions } from './live-handle.js';
import { NamespacesView } from './namespaces-view.js';
import type { KubeObserver } from './observer.js';
import type { Change, IndexFunctions, KubeObject, LiveOptions } from './ports.js';
import { tokenEnded } from './recheck-rights.js';
import { Reflector, type ReflectorOptions, type ReflectorState } from './reflector.js';
import type { ReflectorSource } from './reflector-source.js';
import { Store } from './store.js';
import { unlessAborted } from './unless-aborted.js';

export interface InformerOptions {
  readonly cluster: string;
  readonly kind: Kind;
  /** Absent: the whole cluster. */
  readonly namespace: string | undefined;
  readonly source: ReflectorSource;
  readonly indexes: IndexFunctions;
  readonly clock: Clock;
  readonly random: () => number;
  /** How long it goes on after its last use. 0: it stops with its last user. */
  readonly idleMs: number;
  readonly idleTimeoutMs?: number | undefined;
  readonly maxWatchMs?: number | undefined;
  readonly refusalGraceMs?: number | undefined;
  readonly pauses: ReflectorOptions['pauses'];
  readonly untilHung: (answered: AbortSignal) => Promise<void>;
  /** Whether the server's own identity fills it, for everybody. */
  readonly own: boolean;
  readonly observer?: KubeObserver | undefined;
  /** When the token ends that it is filled with, in ms since 1970. */
  readonly tokenEndsMs?: number | undefined;
  /** Called once when it is over, whether by idleness, by refusal or by stop(). */
  readonly onOver: () => void;
}

/** What metrics show of an informer. */
export interface InformerState {
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  /** Whether the server's own identity fills it; else it is one caller's. */
  readonly own: boolean;
  readonly state: ReflectorState['type'];
  readonly synced: boolean;
  /** When the cluster last sent something, in the clock's time. */
  readonly lastEventMs: number | undefined;
  readonly objects: number;
  readonly users: number;
  /** Up to which the set is known to be current. */
  readonly resourceVersion: string;
}

/** A failed first list is tried again for a new asker, but no sooner than this after the last attempt. */
const retryGapMs = 1000;

/** One upstream watch and the store it fills, for any number of users. It starts when it is made. */
export class Informer {
  readonly store: Store;
  readonly #reflector: Reflector;
  readonly #handles = new Set<LiveHandle>();
  readonly #onFault = (error: unknown) => this.options.observer?.onListenerFault?.(error);
  /** What each hold on all of it shows. */
  readonly #whole: LiveHandleOptions<KubeObject>;
  #synced = false;
  #over = false;
  #opened = false;
  #failure: AlbError | undefined;
  #brokenSinceMs: number | undefined;
  #attemptedMs: number;
  /** Who waits for it to be filled. */
  #waiters = 0;
  #usedMs: number;
  #cancelIdle: (() => void) | undefined;
  #cancelEnd: (() => void) | undefined;
  #firstSync = Promise.withResolvers<void>();

  constructor(private readonly options: InformerOptions) {
    const { clock, random, source, idleTimeoutMs, maxWatchMs, refusalGraceMs, pauses, untilHung } = options;
    this.store = new Store(options.indexes);
    this.#whole = {
      listing: this.store,
      covers: (asked) => options.namespace === undefined || asked === options.namespace,
      shared: { open: () => this.open() },
      onFault: this.#onFault,
    };
    this.#attemptedMs = clock.elapsed();
    this.#usedMs = clock.elapsed();
    this.#firstSync.promise.catch(() => undefined);
    this.#reflector = new Reflector({
      source,
      clock,
      random,
      idleTimeoutMs,
      maxWatchMs,
      refusalGraceMs,
      pauses,
      untilHung,
      sink: {
        replaceAll: (objects, resourceVersion) => {
          this.#emit(this.store.replaceAll(objects, resourceVersion));
          // A caller's set is theirs when the cluster lets them watch it too; only its answer to the watch tells.
          if (options.own) this.#onSynced();
        },
        apply: (event) => this.#emit(this.store.apply(event)),
        observe: (resourceVersion) => this.store.observe(resourceVersion),
        onAlive: () => {
          this.#brokenSinceMs = undefined;
          if (this.#reflector.state.type === 'watching') this.#onSynced();
        },
        onState: (state) => this.#onState(state),
      },
    });
    const { tokenEndsMs } = options;
    if (tokenEndsMs !== undefined) {
      this.#cancelEnd = atTime(clock, tokenEndsMs, () => this.#finish(tokenEnded()));
    }
    this.#armIdle();
    void this.#reflector.run();
  }

  /** Whether the set is complete now. */
  get filled(): boolean {
    return this.#synced && !this.#over;
  }

  /**
   * Nothing once the store is complete, a promise of that before. Rejects with what kept it from being filled; it goes on trying
   * meanwhile, unless that was a refusal. Counts as use.
   */
  ready(signal?: AbortSignal): Awaitable<void> {
    this.use();
    if (this.filled) return undefined;
    const failure = this.#failure;
    if (failure !== undefined) {
      const mayRetry =
        this.options.clock.elapsed() - this.#attemptedMs >= retryGapMs && failure.retryAfterMs === undefined;
      if (this.#over || !mayRetry) return Promise.reject(failure);
      this.#attemptedMs = this.options.clock.elapsed();
      this.#renewFirstSync();
      this.#reflector.nudge();
    }
    this.#waiters += 1;
    return unlessAborted(this.#firstSync.promise, signal).finally(() => {
      this.#waiters -= 1;
      this.#usedMs = this.options.clock.elapsed();
      this.#armIdle();
    });
  }

  /** Says that it was read from, so that it does not end for want of use. */
  use(): void {
    this.#usedMs = this.options.clock.elapsed();
  }

  /** How long the store has been without a connection to the cluster; 0 while all is well. */
  get staleForMs(): number {
    return this.#brokenSinceMs === undefined ? 0 : this.options.clock.elapsed() - this.#brokenSinceMs;
  }

  /** A user's hold on it, complete; with a namespace, on that part. Rejects as `ready` does. */
  async openReady(
    namespace: string | undefined,
    signal: AbortSignal | undefined,
    { emptyIfNotServed = false }: LiveOptions = {},
  ): Promise<LiveHandle> {
    const live = this.open(namespace);
    try {
      await this.ready(signal);
      // It may have ended in the very moment: then the set shows nothing, which is not to be taken for an empty one.
      if (this.#over) throw this.#failure ?? stopped();
    } catch (error) {
      const notServed = error instanceof AlbError && error.code === 'NOT_FOUND';
      if (!(notServed && emptyIfNotServed)) {
        live.close();
        throw error;
      }
    }
    return live;
  }

  /** A user's hold on it; with a namespace, on that part. Wait for `ready` before reading. */
  open(namespace?: string): LiveHandle {
    const handle = new LiveHandle(namespace === undefined ? this.#whole : this.#partOf(namespace));
    handle.whenClosed(() => {
      this.#handles.delete(handle);
      this.#usedMs = this.options.clock.elapsed();
      this.#armIdle();
    });
    this.#opened = true;
    this.#cancelIdle?.();
    if (this.#over) handle.end(this.#failure ?? stopped());
    else this.#handles.add(handle);
    return handle;
  }

  /** Takes in what this server wrote itself, ahead of the watch. */
  applyWritten(object: KubeObject): void {
    if (!this.#over) this.#emit(this.store.applyWritten(object));
  }

  /** Takes in that an object is gone by this server's own doing. */
  applyDeleted(namespace: string | undefined, name: string, uid: string | undefined): void {
    if (!this.#over) this.#emit(this.store.applyDeleted(namespace, name, uid));
  }

  get state(): InformerState {
    return {
      cluster: this.options.cluster,
      kind: this.options.kind.kind,
      namespace: this.options.namespace,
      own: this.options.own,
      state: this.#reflector.state.type,
      synced: this.#synced,
      lastEventMs: this.#reflector.lastEventMs,
      objects: this.store.size,
      users: this.#handles.size,
      resourceVersion: this.store.resourceVersion,
    };
  }

  /** Ends it, and with it every hold that is left. */
  stop(): void {
    this.#finish(stopped());
  }

  #partOf(namespace: string): LiveHandleOptions<KubeObject> {
    return {
      onFault: this.#onFault,
      listing: new NamespacesView(this.store, new Set([namespace]), false),
      covers: (asked: string | undefined) => asked === namespace,
      admits: (change: Change) => change.object.metadata.namespace === namespace,
    };
  }

  #emit(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const { cluster, kind, namespace, observer } = this.options;
    const done = observer?.onChanges?.({ cluster, kind, namespace, changes, listeners: this.#handles.size });
    for (const handle of [...this.#handles]) handle.emit(changes);
    done?.();
  }

  #onState(state: ReflectorState): void {
    const { cluster, kind, namespace, observer, clock } = this.options;
    const error = state.type === 'waiting' || state.type === 'ended' ? state.error : undefined;
    observer?.onInformer?.({ cluster, kind, namespace, state: state.type, error });
    switch (state.type) {
      case 'listing':
      case 'watching':
        this.#attemptedMs = clock.elapsed();
        // Who asks from now on waits for this attempt.
        if (!this.#synced && this.#failure !== undefined) this.#renewFirstSync();
        break;
      case 'waiting':
        this.#brokenSinceMs ??= clock.elapsed();
        if (!this.#synced) this.#fail(state.error);
        break;
      case 'ended':
        this.#finish(state.error);
        break;
      case 'idle':
      case 'stopped':
        break;
      default:
        state satisfies never;
    }
  }

  #onSynced(): void {
    if (this.#synced) return;
    this.#synced = true;
    this.#firstSync.resolve();
  }

  #fail(error: AlbError): void {
    this.#failure = error;
    this.#firstSync.reject(error);
  }

  #renewFirstSync(): void {
    this.#failure = undefined;
    this.#firstSync = Promise.withResolvers();
    this.#firstSync.promise.catch(() => undefined);
  }

  #finish(error: AlbError): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelIdle?.();
    this.#cancelEnd?.();
    this.#fail(error);
    this.#reflector.stop();
    for (const handle of [...this.#handles]) handle.end(error);
    this.options.onOver();
  }

  /** One timer at most: it looks when it was last used, and goes on waiting if that is too recent. */
  #armIdle(): void {
    if (this.#over || this.#handles.size + this.#waiters > 0) return;
    this.#cancelIdle?.();
    if (this.options.idleMs <= 0 && this.#opened) {
      this.stop();
      return;
    }
    const leftMs = this.#usedMs + this.options.idleMs - this.options.clock.elapsed();
    this.#cancelIdle = this.options.clock.schedule(Math.max(0, leftMs), () => {
      if (this.#handles.size + this.#waiters > 0) return;
      if (this.options.clock.elapsed() - this.#usedMs >= this.options.idleMs) this.stop();
      else this.#armIdle();
    });
  }
}

function stopped(): AlbError {
  return new AlbError('CLUSTER_UNAVAILABLE', 'The watch was stopped');
}
