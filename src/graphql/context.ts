import type { Clock } from '../clock.js';
import { type EventLoopShares, OperationSlices } from '../event-loop-shares.js';
import { ClusterSession } from '../gateway/session.js';
import type { GatewaySettings } from '../gateway/settings.js';
import { gatewayKind, type Kind } from '../kube/kinds.js';
import type { Caller, Clusters } from '../kube/ports.js';
import type { OperationContext, OperationResources } from './engine.js';
import { LoadingReader } from './loading-reader.js';
import type { Mutations } from './mutations.js';
import type { OperationTrace } from './quick/operation-trace.js';

/** What operations of every caller share. */
export interface ContextOptions {
  readonly clusters: Clusters;
  readonly settings: GatewaySettings;
  readonly clock: Clock;
  /** 0 <= n < 1. */
  readonly random: () => number;
  /** Of the process: its queries and mutations give way to each other. */
  readonly shares: EventLoopShares;
  /** Of the process: its listeners give way to each other. */
  readonly listenerShares: EventLoopShares;
  /** A new id for each write. */
  readonly operationId: () => string;
  /** For the log, what a write met on its way: a constant message, and facts that hold no secret. */
  readonly onNotice?: ((message: string, facts: Record<string, unknown>) => void) | undefined;
}

/** One operation of one caller: its sessions, each with loaders of its own. Nothing here outlives the operation. */
export class Context implements OperationContext {
  #slices: OperationSlices | undefined;
  #holds = false;
  readonly #sessions = new Map<string, { session: ClusterSession; loader: LoadingReader }>();

  constructor(
    readonly options: ContextOptions,
    readonly caller: Caller,
    private readonly resources: OperationResources,
    readonly mutations: Mutations,
    /** Told what the operation reads, where somebody wants to know. */
    private readonly trace?: OperationTrace,
  ) {}

  /** Made when they are asked for: a subscription, whose context lasts, needs none. */
  get slices(): OperationSlices {
    this.#slices ??= new OperationSlices(this.options.shares, this.signal, () => this.hold());
    return this.#slices;
  }

  get signal(): AbortSignal {
    return this.resources.signal;
  }

  own(close: () => void): void {
    this.resources.own(close);
  }

  /** Absent: the default cluster. Throws CLUSTER_UNKNOWN. */
  session(cluster?: string | null): ClusterSession {
    const name = cluster ?? this.options.clusters.defaultName;
    let entry = this.#sessions.get(name);
    if (entry === undefined) {
      const { clusters, settings, clock } = this.options;
      const ports = clusters.open(name, this.caller, this.signal, this.trace?.ofCluster(name));
      const loader = new LoadingReader(ports.reader);
      const tracedClock = this.trace?.spoiltBy(clock) ?? clock;
      const session = new ClusterSession({ ...ports, reader: loader }, settings, tracedClock, this.slices);
      if (this.#holds) loader.hold();
      entry = { session, loader };
      this.#sessions.set(name, entry);
    }
    return entry.session;
  }

  /** Its answer is about to be made. */
  open(): void {
    this.#slices?.open();
  }

  /** The answer is there, or will not be: the sets are not held for it any longer. */
  close(): void {
    this.#slices?.close();
    this.#release();
  }

  /** One answer is of one moment, that in which it first gave way. */
  hold(): void {
    if (this.#holds) return;
    this.#holds = true;
    for (const { loader } of this.#sessions.values()) loader.hold();
  }

  #release(): void {
    this.#holds = false;
    for (const { loader } of this.#sessions.values()) loader.release();
  }

  /** Begins to list the kinds that a whole list is about to be joined with, beside it rather than after it. */
  readAhead(session: ClusterSession, kinds: () => Iterable<Kind>): void {
    const loader = this.#sessions.get(session.cluster)?.loader;
    if (loader?.inMemory(gatewayKind) === false) for (const kind of kinds()) void loader.readAhead(kind);
  }

  /** For a subscription: nothing that it read is remembered, for it lives longer than the caller's rights, or the objects. */
  streamSession(cluster?: string | null): ClusterSession {
    const { clusters, settings, clock } = this.options;
    const ports = clusters.open(cluster ?? clusters.defaultName, this.caller, this.signal);
    return new ClusterSession({ ...ports, reader: new LoadingReader(ports.reader, false) }, settings, clock);
  }

  /** After a write: what the same operation reads next is read anew. */
  forget(session: ClusterSession): void {
    this.#release();
    this.#sessions.get(session.cluster)?.loader.clear();
  }
}
