import { type Awaitable, andThen } from '../awaitable.js';
import { type Address, albAddresses } from './addresses.js';
import { type AlbView, albViewOf } from './alb-view.js';
import { type ClassType, classTypeOf, isAccepted } from './class-type.js';
import { type Condition, conditionsOf } from './conditions.js';
import type { Connection, PageArguments } from './connection.js';
import type { GatewayView } from './gateway-view.js';
import { listGateways } from './list-gateways.js';
import { type Basis, ObjectView } from './object-view.js';
import type { AlbLookup } from './relations.js';
import type { GatewayClassResource } from './resources.js';
import type { ClusterSession } from './session.js';

export class GatewayClassView extends ObjectView<GatewayClassResource> {
  readonly typeName = 'GatewayClass';
  #alb: Awaitable<AlbLookup> | undefined;

  /** `lookUpAlb`: for who knows the ALB behind it, or is about to. */
  constructor(
    session: ClusterSession,
    resource: GatewayClassResource,
    private readonly lookUpAlb = () => session.relations.albOfClass(resource),
  ) {
    super(session, resource);
  }

  get type(): ClassType {
    return classTypeOf(this.resource, this.session.settings);
  }

  get controllerName(): string {
    return this.resource.spec?.controllerName ?? '';
  }

  get description(): string | null {
    return this.resource.spec?.description ?? null;
  }

  get accepted(): boolean {
    return isAccepted(this.resource);
  }

  conditions(): Condition[] {
    return conditionsOf(this.resource.status?.conditions);
  }

  /** Rejects with FORBIDDEN where the caller may not read the ALB behind the class. */
  alb(): Awaitable<AlbView | null> {
    return andThen(this.albLookup(), (lookup) => albViewOf(this.session, lookup));
  }

  addresses(): Awaitable<Address[]> {
    return andThen(this.albLookup(), (lookup) => (lookup.status === 'found' ? albAddresses(lookup.alb) : []));
  }

  gateways(page: PageArguments): Awaitable<Connection<GatewayView>> {
    return listGateways(this.session, { ...page, className: this.name });
  }

  /** Looks up now what an event shows, so that the view stays as it was sent. */
  override settle(): Awaitable<unknown> {
    return this.albLookup();
  }

  override basis(): Awaitable<Basis> {
    return andThen(this.albLookup(), (alb) => [alb.status === 'found' ? alb.alb : alb.status]);
  }

  private albLookup(): Awaitable<AlbLookup> {
    this.#alb ??= this.lookUpAlb();
    return this.#alb;
  }
}
