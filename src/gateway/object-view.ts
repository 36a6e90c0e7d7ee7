import { type Awaitable, andThen } from '../awaitable.js';
import { eventKind } from '../kube/kinds.js';
import type { KubeObject } from '../kube/ports.js';
import { dateOf } from './date-of.js';
import { EventView, type KubernetesEventResource } from './event-view.js';
import { type ManifestFormat, manifestOf } from './manifest.js';
import { encodeNodeId, type NodeKind } from './node-id.js';
import type { ClusterSession } from './session.js';

/**
 * The objects beside its own that a view shows something of, as the caller was given them; 'none' or 'denied' in the place
 * of one that they were not given. Objects never change in place: with the same resource and the same basis a view says
 * the same, as long as it looks up nothing else (see ClusterSession.lookups).
 */
export type Basis = readonly (KubeObject | 'none' | 'denied')[];

/** What every object shows of its metadata. Views compute on demand: what nobody asks for costs nothing. */
export abstract class ObjectView<T extends KubeObject> {
  abstract readonly typeName: NodeKind;

  constructor(
    readonly session: ClusterSession,
    readonly resource: T,
  ) {}

  get id(): string {
    const { namespace, name } = this.resource.metadata;
    return encodeNodeId({ kind: this.typeName, cluster: this.cluster, namespace, name });
  }

  get cluster(): string {
    return this.session.cluster;
  }

  get name(): string {
    return this.resource.metadata.name;
  }

  get namespace(): string {
    return this.resource.metadata.namespace ?? '';
  }

  get uid(): string {
    return this.resource.metadata.uid ?? '';
  }

  get resourceVersion(): string {
    return this.resource.metadata.resourceVersion ?? '';
  }

  get generation(): number | null {
    return this.resource.metadata.generation ?? null;
  }

  get labels(): Record<string, string> {
    return this.resource.metadata.labels ?? {};
  }

  get annotations(): Record<string, string> {
    return this.resource.metadata.annotations ?? {};
  }

  /** A dry run's answer can lack it: then the time of asking. */
  get createdAt(): Date {
    return dateOf(this.resource.metadata.creationTimestamp) ?? new Date(this.session.clock.now());
  }

  get deletingSince(): Date | null {
    return dateOf(this.resource.metadata.deletionTimestamp) ?? null;
  }

  /** Looks up now all that an event shows and that is computed from elsewhere, so that it stays as it was when sent. */
  abstract settle(): Awaitable<unknown>;

  abstract basis(): Awaitable<Basis>;

  manifest({ format }: { format?: ManifestFormat | null }): string {
    return manifestOf(this.resource, format ?? 'YAML', this.session.settings);
  }

  /** Kubernetes Events about this object, newest first. */
  protected kubernetesEvents(kind: string): Awaitable<EventView[]> {
    const { namespace, name, uid } = this.resource.metadata;
    const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
    const listed = this.session.ports.reader.list<KubernetesEventResource>(eventKind, { namespace, fieldSelector });
    return andThen(listed, (events) =>
      [...events.all()]
        .filter((event) => event.involvedObject?.uid === undefined || event.involvedObject.uid === uid)
        .map((event) => new EventView(event))
        .sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime()),
    );
  }
}
