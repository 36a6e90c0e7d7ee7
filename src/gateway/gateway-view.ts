import { type Awaitable, andThen } from '../awaitable.js';
import { type Address, albAddresses, statusAddresses } from './addresses.js';
import { type AlbView, albViewOf } from './alb-view.js';
import { type ClassType, classTypeOf } from './class-type.js';
import { type Condition, conditionsOf } from './conditions.js';
import type { EventView } from './event-view.js';
import { GatewayClassView } from './gateway-class-view.js';
import { ListenerView } from './listener-view.js';
import { type Basis, ObjectView } from './object-view.js';
import { type Provisioning, provisioningOf } from './provisioning.js';
import type { AlbLookup, ClassLookup } from './relations.js';
import type { GatewayResource } from './resources.js';
import type { ClusterSession } from './session.js';

/**
 * A Gateway joined with its class and its ALB. Where the caller may not read the ALB, everything computed from one
 * comes from the Gateway's own status instead.
 */
export class GatewayView extends ObjectView<GatewayResource> {
  readonly typeName = 'Gateway';
  #class: Awaitable<ClassLookup> | undefined;
  #alb: Awaitable<AlbLookup> | undefined;
  #addresses: Awaitable<Address[]> | undefined;

  /** `alb`: its ALB where that is known already, as just after a write. */
  constructor(session: ClusterSession, resource: GatewayResource, alb?: AlbLookup) {
    super(session, resource);
    this.#alb = alb;
  }

  get gatewayClassName(): string {
    return this.resource.spec.gatewayClassName;
  }

  /** Rejects with FORBIDDEN where the caller may not read classes. */
  gatewayClass(): Awaitable<GatewayClassView | null> {
    return andThen(this.classLookup(), (lookup) => {
      if (lookup.status === 'denied') throw lookup.error;
      if (lookup.status === 'none') return null;
      const { gatewayClass } = lookup;
      // The ALB of a shared class is this gateway's own: it need not be looked up twice.
      return classTypeOf(gatewayClass, this.session.settings) === 'SHARED'
        ? new GatewayClassView(this.session, gatewayClass, () => this.albLookup())
        : new GatewayClassView(this.session, gatewayClass);
    });
  }

  /** Rejects with FORBIDDEN where the caller may not read it. */
  alb(): Awaitable<AlbView | null> {
    return andThen(this.albLookup(), (lookup) => albViewOf(this.session, lookup));
  }

  addresses(): Awaitable<Address[]> {
    this.#addresses ??= andThen(this.classType(), (classType) =>
      // Another controller's gateway has no ALB: its status is all that is known.
      classType === 'OTHER'
        ? this.statusAddresses()
        : andThen(this.albLookup(), (lookup) => this.addressesFrom(lookup)),
    );
    return this.#addresses;
  }

  statusAddresses(): Address[] {
    return statusAddresses(this.resource);
  }

  listeners(): ListenerView[] {
    const status = new Map((this.resource.status?.listeners ?? []).map((listener) => [listener.name, listener]));
    return (this.resource.spec.listeners ?? []).map(
      (listener) => new ListenerView(this, listener, status.get(listener.name)),
    );
  }

  conditions(): Condition[] {
    return conditionsOf(this.resource.status?.conditions);
  }

  provisioning(): Awaitable<Provisioning> {
    return andThen(this.classType(), (classType) =>
      andThen(this.albLookup(), (alb) => provisioningOf({ gateway: this.resource, classType, alb })),
    );
  }

  events(): Awaitable<EventView[]> {
    return this.kubernetesEvents('Gateway');
  }

  classType(): Awaitable<ClassType> {
    return andThen(this.classLookup(), (lookup) => this.session.relations.classTypeIn(lookup, this.resource));
  }

  override basis(): Awaitable<Basis> {
    return andThen(this.classLookup(), (ofClass) =>
      andThen(this.albLookup(), (alb) => [
        ofClass.status === 'found' ? ofClass.gatewayClass : ofClass.status,
        alb.status === 'found' ? alb.alb : alb.status,
      ]),
    );
  }

  /** Looks up now all that is computed from elsewhere, so that the view stays as it was when it was sent. */
  override settle(): Awaitable<unknown> {
    // The addresses need the ALB: nothing is later for being asked after it.
    return andThen(this.albLookup(), () => this.addresses());
  }

  albLookup(): Awaitable<AlbLookup> {
    this.#alb ??= this.session.relations.albOfGateway(this.resource, this.classLookup());
    return this.#alb;
  }

  private classLookup(): Awaitable<ClassLookup> {
    this.#class ??= this.session.relations.classOfGateway(this.resource);
    return this.#class;
  }

  private addressesFrom(lookup: AlbLookup): Address[] {
    switch (lookup.status) {
      case 'found':
        return albAddresses(lookup.alb);
      case 'denied':
        return this.statusAddresses();
      case 'none':
        return [];
      default:
        return lookup satisfies never;
    }
  }
}
