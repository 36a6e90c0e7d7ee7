/**
 * What the core asks of a cluster, by capability. Every port is bound to one cluster and one caller, and fails with
 * AlbError. The implementations are beside this file; tests override one verb of one of them.
 */
import type { Awaitable } from '../awaitable.js';
import type { Observation } from '../observation.js';
import type { Kind } from './kinds.js';

export type { Awaitable };

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  finalizers?: string[];
  ownerReferences?: unknown[];
  managedFields?: unknown[];
}

/** Any Kubernetes object, as JSON. Never changed in place: what comes from a store is shared. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
}

/** A set of objects of one kind in memory, with the indexes declared for that kind. */
export interface Collection<T extends KubeObject = KubeObject> {
  get(namespace: string | undefined, name: string): T | undefined;
  /** Every object, or those of one namespace; in no promised order. */
  all(namespace?: string): Iterable<T>;
  /** The objects that index function `index` filed under `key`. Throws for an index that was not declared. */
  lookup(index: string, key: string): readonly T[];
  /** Every object, sorted. Not to be kept: it may be the set's own, which changes with it. */
  inOrder(order: Order): readonly T[];
  readonly size: number;
}

/** A way to sort objects, by what each of them says. A constant: a set keeps itself sorted in every order it was ever asked for. */
export interface Order {
  /** Negative where `a` comes first; 0 only for one and the same object. */
  compare(a: KubeObject, b: KubeObject): number;
}

/** What a list answered. */
export interface Listing<T extends KubeObject = KubeObject> extends Collection<T> {
  /** True when the caller may not list the whole cluster and these are the objects of the namespaces they may. */
  readonly partial: boolean;
  readonly resourceVersion: string;
}

/** For one kind: index name -> the keys under which an object is filed. */
export type IndexFunctions = Readonly<Record<string, (object: KubeObject) => readonly string[]>>;

/** Where a list or a watch looks: one namespace, or (absent) the whole cluster. */
export interface Scope {
  readonly namespace?: string | undefined;
  /** For kinds that are never cached. */
  readonly fieldSelector?: string | undefined;
}

export interface Reader {
  /**
   * Whether objects of this kind are answered from memory now, so that batching would only cost. Undefined, as absent: not
   * known; who batches takes it for no.
   */
  inMemory?(kind: Kind): boolean | undefined;
  /** The object, or undefined where there is none. */
  get<T extends KubeObject>(kind: Kind, namespace: string | undefined, name: string): Awaitable<T | undefined>;
  list<T extends KubeObject>(kind: Kind, scope: Scope): Awaitable<Listing<T>>;
  /** From now on what is in memory is read as it is now, whatever changes; listings that were given before too. Absent: nothing is. */
  hold?(): void;
  /** Ends `hold`: what is read from now on is read as it then is. */
  release?(): void;
}

export interface WriteOptions {
  dryRun?: boolean;
}

export interface Preconditions {
  uid?: string | undefined;
  resourceVersion?: string | undefined;
}

/** Writes go to the cluster itself, with the caller's own token, and answer what the cluster stored. */
export interface Writer {
  create<T extends KubeObject>(kind: Kind, object: T, options?: WriteOptions): Promise<T>;
  /** PUT: the object's resourceVersion is its precondition. */
  replace<T extends KubeObject>(kind: Kind, object: T, options?: WriteOptions): Promise<T>;
  /** Background propagation. A precondition that does not hold is CONFLICT, no such object NOT_FOUND. */
  delete(
    kind: Kind,
    namespace: string | undefined,
    name: string,
    preconditions: Preconditions,
    options?: WriteOptions,
  ): Promise<void>;
}

/** One change of a watched set. `previous` is what the store held before. */
export type Change<T extends KubeObject = KubeObject> =
  | { readonly type: 'ADDED'; readonly object: T }
  | { readonly type: 'MODIFIED'; readonly object: T; readonly previous: T }
  | { readonly type: 'DELETED'; readonly object: T };

/** A set kept current by a watch. What it covers is complete, so what is missing from it is not there. Close it when done: the upstream watch stops with its last user. */
export interface LiveCollection<T extends KubeObject = KubeObject> extends Listing<T> {
  /** Whether objects of this namespace would be in the set. */
  covers(namespace: string | undefined): boolean;
  /** Called after the store took the change in; in order. The returned function unsubscribes. */
  onChange(handler: (change: Change<T>) => void): () => void;
  /** Called once if the watch ends for good: the caller lost the right, the token ran out. */
  onEnd(handler: (error: Error) => void): () => void;
  close(): void;
  /**
   * What it shows, where others who may watch the same are shown just the same. What is made of it once can be told to each
   * of them, for as long as each keeps a collection of their own open. Absent: it is cut to this caller's rights.
   */
  readonly shared?: SharedSet | undefined;
}

/** One and the same for all collections that show the same. */
export interface SharedSet {
  /** A hold in nobody's name: for who tells what it shows only to those with a hold of their own. */
  open(): LiveCollection;
}

export interface LiveOptions {
  /** A kind that the cluster does not serve is an empty set, which fills when it is served one day. Default: NOT_FOUND. */
  readonly emptyIfNotServed?: boolean | undefined;
}

export interface Watcher {
  /** Resolves when the set is complete; rejects if it may not or cannot be had. */
  watch<T extends KubeObject>(kind: Kind, scope: Scope, options?: LiveOptions): Promise<LiveCollection<T>>;
}

export interface AccessQuestion {
  readonly verb: string;
  readonly kind: Kind;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

export interface Authorizer {
  /** The cluster's own answer (SelfSubjectAccessReview) for the caller. */
  can(question: AccessQuestion): Promise<boolean>;
  /** Who the cluster takes the caller for (SelfSubjectReview); undefined where the cluster is too old to say. */
  whoAmI(): Promise<{ username: string; groups: readonly string[] } | undefined>;
}

/** A caller, as far as this server knows them. `key` is a keyed hash of the token, safe as a map key and in a log. */
export interface Caller {
  readonly token: string | undefined;
  readonly key: string;
  /**
   * When the token itself says that it ends, in ms since 1970: nothing learned by it is to be believed for longer. Read
   * without a check of the signature, so it may only ever shorten. Absent: it does not say.
   */
  readonly expiresAtMs?: number | undefined;
  /** The operation that they ask for now; absent where nobody notes it. */
  readonly observation?: Observation | undefined;
}

/** One cluster as one caller meets it, for one operation. */
export interface ClusterPorts {
  readonly name: string;
  readonly reader: Reader;
  /** Reads past every cache, with the caller's own token: what a write plans from. Not bound to the signal. */
  readonly fresh: Reader;
  readonly writer: Writer;
  readonly watcher: Watcher;
  readonly authorizer: Authorizer;
  /** Asks the cluster now. Rejects with CLUSTER_UNAVAILABLE and the like. */
  info(): Promise<ClusterInfo>;
  /** The served version of the Gateway API. */
  gatewayApiVersion(): Promise<string>;
}

export interface ClusterInfo {
  readonly kubernetesVersion: string;
  /** Undefined where the cluster does not serve the Gateway API. */
  readonly gatewayApiVersion: string | undefined;
}

/** Whether the caller may do that; `some`: whether they may have it for single objects, by name. */
export interface RightsQuestion extends AccessQuestion {
  readonly some?: true;
}

/** Notes all that an answer is made from, as far as it comes from memory. */
export interface TraceSink {
  /** The cluster was asked whether the caller may, and this was its word. */
  asked(question: RightsQuestion, allowed: boolean): void;
  /** A kept set was read while it had this revision. */
  read(kind: Kind, revision: object): void;
  /** Something was read that may be different next time, or for the next caller. */
  spoil(): void;
}

/** What an answer was made from: who is told the same by the cluster, while the sets are the same, would get it again. */
export interface Trace {
  readonly questions: readonly { readonly question: RightsQuestion; readonly allowed: boolean }[];
  readonly revisions: ReadonlyMap<Kind, object>;
}

export interface Clusters {
  names(): readonly string[];
  readonly defaultName: string;
  /** Throws CLUSTER_UNKNOWN. `signal` aborts reads, never writes. `trace` is told what the reader reads. */
  open(name: string, caller: Caller, signal?: AbortSignal, trace?: TraceSink): ClusterPorts;
  /** Whether an answer of that trace is this caller's answer too, now: each right is asked for in the caller's own name. */
  confirm(name: string, trace: Trace, caller: Caller, signal?: AbortSignal): Awaitable<boolean>;
}
