import type { KubeObject } from '../kube/ports.js';
import { dateOf } from './date-of.js';

/** core/v1 Event, as far as it is shown. */
export interface KubernetesEventResource extends KubeObject {
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  eventTime?: string | null;
  series?: { count?: number; lastObservedTime?: string } | null;
  involvedObject?: { kind?: string; namespace?: string; name?: string; uid?: string };
}

export class EventView {
  constructor(private readonly resource: KubernetesEventResource) {}

  get type(): string {
    return this.resource.type ?? '';
  }

  get reason(): string {
    return this.resource.reason ?? '';
  }

  get message(): string {
    return this.resource.message ?? '';
  }

  /** Old events count in place, newer ones in a series. */
  get count(): number {
    return this.resource.series?.count ?? this.resource.count ?? 1;
  }

  get lastSeenAt(): Date {
    const { series, lastTimestamp, eventTime, firstTimestamp, metadata } = this.resource;
    const seen = series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? metadata.creationTimestamp;
    return dateOf(seen) ?? new Date(0);
  }

  /** `Kind/name`. */
  get regarding(): string {
    const { kind, name } = this.resource.involvedObject ?? {};
    return `${kind ?? ''}/${name ?? ''}`;
  }
}
