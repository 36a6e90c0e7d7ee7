import type { Kind } from './kinds.js';
import type { Change } from './ports.js';

/** One request to a cluster, when it is over. A watch counts when its answer's head has come. */
export interface RequestEvent {
  readonly cluster: string;
  /** The Kubernetes verb: get, list, watch, create, update, delete; or discovery. */
  readonly verb: string;
  /** The kind asked for, such as Gateway; an endpoint's name for what is no kind. */
  readonly kind: string;
  /** The HTTP status, or 0 where no answer came. */
  readonly code: number;
  readonly durationMs: number;
}

/** A reflector entered a state. */
export interface InformerEvent {
  readonly cluster: string;
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly state: string;
  /** Why it waits or ended. */
  readonly error?: Error | undefined;
}

export interface ChangesEvent {
  readonly cluster: string;
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly changes: readonly Change[];
  readonly listeners: number;
}

/** What metrics and the log may want to know. Every member is optional, is called in line and must not throw. */
export interface KubeObserver {
  onRequest?(event: RequestEvent): void;
  onInformer?(event: InformerEvent): void;
  /** Objects of a watched set have changed; what is returned is called when all listeners have been told. */
  onChanges?(event: ChangesEvent): () => void;
  /** A listener threw: the fault is its own, the others were still called. */
  onListenerFault?(error: unknown): void;
}
