import { type Awaitable, andThen } from '../awaitable.js';
import {
  type Address,
  albAddresses,
  type LoadBalancerAddresses,
  loadBalancerAddresses,
  manualAddresses,
} from './addresses.js';
import * as state from './alb-state.js';
import type { EventView } from './event-view.js';
import { GatewayView } from './gateway-view.js';
import { type Basis, ObjectView } from './object-view.js';
import type { AlbLookup } from './relations.js';
import type { AlbResource } from './resources.js';
import type { ClusterSession } from './session.js';

export class AlbView extends ObjectView<AlbResource> {
  readonly typeName = 'Alb';

  addresses(): Address[] {
    return albAddresses(this.resource);
  }

  manualAddresses(): string[] {
    return manualAddresses(this.resource);
  }

  get loadBalancer(): LoadBalancerAddresses {
    return loadBalancerAddresses(this.resource);
  }

  get loadBalancerServiceEnabled(): boolean {
    return state.loadBalancerServiceEnabled(this.resource);
  }

  get lbSvcAnnotations(): Record<string, string> {
    return this.resource.spec?.config?.vip?.lbSvcAnnotations ?? {};
  }

  get networkMode() {
    return state.networkModeOf(this.resource) ?? null;
  }

  get gatewayMode() {
    return state.gatewayModeOf(this.resource) ?? null;
  }

  get gatewayName(): string | null {
    return this.resource.spec?.config?.gateway?.name ?? null;
  }

  get replicas(): number | null {
    return this.resource.spec?.config?.replicas ?? null;
  }

  get resources() {
    return state.resourcesOf(this.resource);
  }

  get state() {
    return state.albStateOf(this.resource);
  }

  get reason(): string {
    return state.albReasonOf(this.resource);
  }

  get version(): string | null {
    return state.albVersionOf(this.resource) ?? null;
  }

  get probedAt(): Date | null {
    return state.probedAt(this.resource) ?? null;
  }

  gateways(): Awaitable<GatewayView[]> {
    return andThen(this.session.relations.gatewaysOfAlb(this.resource), (gateways) =>
      gateways.map((gateway) => new GatewayView(this.session, gateway)),
    );
  }

  orphaned(): Awaitable<boolean> {
    return this.session.relations.isOrphaned(this.resource);
  }

  events(): Awaitable<EventView[]> {
    return this.kubernetesEvents('ALB2');
  }

  /** Nothing shown of an ALB by an event is looked up elsewhere, but for `orphaned` and `gateways`, which stay live. */
  override settle(): Awaitable<unknown> {
    return undefined;
  }

  override basis(): Basis {
    return [];
  }
}

/** The ALB that a lookup found; throws FORBIDDEN for one that the caller may not read. */
export function albViewOf(session: ClusterSession, lookup: AlbLookup): AlbView | null {
  if (lookup.status === 'denied') throw lookup.error;
  return lookup.status === 'found' ? new AlbView(session, lookup.alb) : null;
}
