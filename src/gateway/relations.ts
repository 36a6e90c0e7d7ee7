import { type Awaitable, andThen, mapAll, recover } from '../awaitable.js';
import type { Clock } from '../clock.js';
import { AlbError, type ErrorCode } from '../errors.js';
import { albKind, gatewayClassKind, gatewayKind } from '../kube/kinds.js';
import type { Reader } from '../kube/ports.js';
import { gatewayNameOf, isStandaloneAlb } from './alb-state.js';
import { isFreshlyClaimed } from './claim.js';
import { type ClassType, classTypeOf } from './class-type.js';
import { albsByGateway, classesByAlb, gatewaysByAlbRef, gatewaysByClass, objectKey } from './indexes.js';
import { orders } from './order.js';
import type { AlbResource, GatewayClassResource, GatewayResource } from './resources.js';
import { albRefLabel, type GatewaySettings } from './settings.js';

/** The ALB behind a Gateway or a class: there, not there, or not for this caller to read. */
export type AlbLookup =
  | { readonly status: 'found'; readonly alb: AlbResource }
  | { readonly status: 'none' }
  | { readonly status: 'denied'; readonly error: AlbError };

const refusals: ReadonlySet<ErrorCode> = new Set(['FORBIDDEN', 'NOT_FOUND']);

/** The class of a Gateway, in the same way. */
export type ClassLookup =
  | { readonly status: 'found'; readonly gatewayClass: GatewayClassResource }
  | { readonly status: 'none' }
  | { readonly status: 'denied'; readonly error: AlbError };

const none = { status: 'none' } as const;

/** The joins between the three kinds, with the rights of the caller behind the reader. */
export class Relations {
  constructor(
    readonly reader: Reader,
    readonly settings: GatewaySettings,
    private readonly clock: Clock,
  ) {}

  classOfGateway(gateway: GatewayResource): Awaitable<ClassLookup> {
    const name = gateway.spec.gatewayClassName;
    return unlessRefused<ClassLookup>(
      () =>
        andThen(this.reader.get<GatewayClassResource>(gatewayClassKind, undefined, name), (gatewayClass) =>
          gatewayClass === undefined ? none : { status: 'found', gatewayClass },
        ),
      (error) => ({ status: 'denied', error }),
    );
  }

  classTypeOfGateway(gateway: GatewayResource): Awaitable<ClassType> {
    return andThen(this.classOfGateway(gateway), (lookup) => this.classTypeIn(lookup, gateway));
  }

  /** The type of a gateway's class; by the class's name and the gateway's label where the class cannot be read. */
  classTypeIn(lookup: ClassLookup, gateway: GatewayResource): ClassType {
    if (lookup.status === 'found') return classTypeOf(lookup.gatewayClass, this.settings);
    const standalone =
      gateway.spec.gatewayClassName === this.settings.standaloneClass || this.albRef(gateway) !== undefined;
    return standalone ? 'STANDALONE' : 'OTHER';
  }

  /** STANDALONE: by label, else by the name that an ALB gives; SHARED: the class's; OTHER: none. */
  albOfGateway(
    gateway: GatewayResource,
    ofClass: Awaitable<ClassLookup> = this.classOfGateway(gateway),
  ): Awaitable<AlbLookup> {
    return andThen(ofClass, (lookup) => {
      const type = this.classTypeIn(lookup, gateway);
      switch (type) {
        case 'STANDALONE':
          return lookUp(() => this.standaloneAlb(gateway));
        case 'SHARED':
          return lookup.status === 'found' ? this.albOfClass(lookup.gatewayClass) : none;
        case 'OTHER':
          return none;
        default:
          return type satisfies never;
      }
    });
  }

  albOfClass(gatewayClass: GatewayClassResource): Awaitable<AlbLookup> {
    const ref = gatewayClass.spec?.parametersRef;
    if (classTypeOf(gatewayClass, this.settings) !== 'SHARED') return none;
    if (ref?.kind !== 'ALB2' || ref.group !== albKind.group || !ref.name || !ref.namespace) return none;
    const { namespace, name } = ref;
    return lookUp(() => this.reader.get<AlbResource>(albKind, namespace, name));
  }

  /** The Gateways that run on an ALB, by namespace and name; rejects with FORBIDDEN where the caller may not list them. */
  gatewaysOfAlb(alb: AlbResource): Awaitable<GatewayResource[]> {
    const gateways = isStandaloneAlb(alb) ? this.gatewaysOfStandaloneAlb(alb) : this.gatewaysOfSharedAlb(alb);
    // An index holds them in the order in which they came, which is another one in every process.
    return andThen(gateways, (found) => found.sort(orders.NAMESPACE.compare));
  }

  /** Standalone, not being deleted, past its create's grace time, and no Gateway of exactly that name exists. */
  isOrphaned(alb: AlbResource): Awaitable<boolean> {
    if (!isStandaloneAlb(alb) || alb.metadata.deletionTimestamp !== undefined) return false;
    if (isFreshlyClaimed(alb, this.settings, this.clock.now())) return false;
    const named = gatewayNameOf(alb);
    if (named === undefined) return true;
    const namespace = named.namespace ?? alb.metadata.namespace;
    return andThen(
      this.reader.get<GatewayResource>(gatewayKind, namespace, named.name),
      (gateway) => gateway === undefined,
    );
  }

  albRef(gateway: GatewayResource): string | undefined {
    return gateway.metadata.labels?.[albRefLabel(this.settings)] || undefined;
  }

  private standaloneAlb(gateway: GatewayResource): Awaitable<AlbResource | undefined> {
    const ref = this.albRef(gateway);
    if (ref === undefined) return this.albByGatewayName(gateway);
    return andThen(this.reader.get<AlbResource>(albKind, gateway.metadata.namespace, ref), (alb) =>
      alb !== undefined && mayServe(alb, gateway) ? alb : this.albByGatewayName(gateway),
    );
  }

  /** In the gateway's own namespace, whatever more the listing holds: an ALB elsewhere serves nothing here. */
  private albByGatewayName(gateway: GatewayResource): Awaitable<AlbResource | undefined> {
    const { namespace, name } = gateway.metadata;
    return andThen(
      this.reader.list<AlbResource>(albKind, { namespace }),
      (albs) =>
        albs
          .lookup(albsByGateway, objectKey(namespace, name))
          .filter((alb) => alb.metadata.namespace === namespace)
          .sort(byStanding)[0],
    );
  }

  private gatewaysOfStandaloneAlb(alb: AlbResource): Awaitable<GatewayResource[]> {
    const { namespace, name } = alb.metadata;
    const named = gatewayNameOf(alb);
    return andThen(this.reader.list<GatewayResource>(gatewayKind, { namespace }), (gateways) => {
      const candidates = new Set(gateways.lookup(gatewaysByAlbRef, objectKey(namespace, name)));
      const byName = named && gateways.get(named.namespace ?? namespace, named.name);
      if (byName !== undefined) candidates.add(byName);
      return this.runningOn(alb, [...candidates]);
    });
  }

  private gatewaysOfSharedAlb(alb: AlbResource): Awaitable<GatewayResource[]> {
    const { namespace, name } = alb.metadata;
    return andThen(this.reader.list<GatewayClassResource>(gatewayClassKind, {}), (classes) => {
      // A class of another type may refer to an ALB too, but puts no gateway on it.
      const mine = classes
        .lookup(classesByAlb, objectKey(namespace, name))
        .filter((gatewayClass) => classTypeOf(gatewayClass, this.settings) === 'SHARED');
      if (mine.length === 0) return [];
      return andThen(this.reader.list<GatewayResource>(gatewayKind, {}), (gateways) =>
        mine.flatMap((gatewayClass) => [...gateways.lookup(gatewaysByClass, gatewayClass.metadata.name)]),
      );
    });
  }

  private runningOn(alb: AlbResource, candidates: GatewayResource[]): Awaitable<GatewayResource[]> {
    return andThen(
      mapAll(candidates, (gateway) => this.albOfGateway(gateway)),
      (lookups) =>
        candidates.filter((_, at) => {
          const lookup = lookups[at];
          return lookup?.status === 'found' && isSame(lookup.alb, alb);
        }),
    );
  }
}

function isSame({ metadata: a }: AlbResource, { metadata: b }: AlbResource): boolean {
  return a.name === b.name && a.namespace === b.namespace;
}

/** A label may name an ALB that was made for another Gateway; such a label is wrong. */
function mayServe(alb: AlbResource, gateway: GatewayResource): boolean {
  const named = gatewayNameOf(alb);
  if (named === undefined) return true;
  const namespace = named.namespace ?? alb.metadata.namespace;
  return named.name === gateway.metadata.name && namespace === gateway.metadata.namespace;
}

/** Those that stay before those being deleted, then the oldest. */
function byStanding(a: AlbResource, b: AlbResource): number {
  const going = Number(a.metadata.deletionTimestamp !== undefined) - Number(b.metadata.deletionTimestamp !== undefined);
  if (going !== 0) return going;
  const age = (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '');
  return age !== 0 ? age : a.metadata.name.localeCompare(b.metadata.name);
}

function lookUp(read: () => Awaitable<AlbResource | undefined>): Awaitable<AlbLookup> {
  return unlessRefused<AlbLookup>(
    () => andThen(read(), (alb) => (alb === undefined ? none : { status: 'found', alb })),
    // A cluster that does not serve the kind has no such object.
    (error) => (error.code === 'NOT_FOUND' ? none : { status: 'denied', error }),
  );
}

/** Runs a read; FORBIDDEN, and NOT_FOUND of a whole kind, become a value, every other failure stays one. */
export function unlessRefused<T>(read: () => Awaitable<T>, otherwise: (error: AlbError) => T): Awaitable<T> {
  return recover(read, (thrown) => {
    if (thrown instanceof AlbError && refusals.has(thrown.code)) return otherwise(thrown);
    throw thrown;
  });
}
