import { existingNamespaces, type KindName } from './kinds.js';
import { addressesOfAlb, manualAddressesOf, spellingOf, statusAddressesOf, urlsOf } from './model-addresses.js';
import { checkPage, type PageArguments, pageOf, stateOf } from './model-lists.js';
import { type EnumValue, NodeId, type Selector } from './question.js';
import { Refused, Unmodelled } from './refused.js';
import type { RestView, Verb } from './rest-view.js';

type ClassType = 'STANDALONE' | 'SHARED' | 'OTHER';
/** `refused`: the caller may not read it. */
type Joined = { readonly raw: any } | 'none' | 'refused';

interface GatewayFilter {
  readonly labelSelector?: Selector;
  readonly classNames?: readonly string[];
  readonly classType?: EnumValue;
  readonly search?: string;
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly phase?: readonly EnumValue[];
}

interface AlbFilter {
  readonly labelSelector?: Selector;
  readonly gatewayMode?: EnumValue;
  readonly state?: readonly EnumValue[];
  readonly orphaned?: boolean;
  readonly search?: string;
  readonly address?: string;
}

/**
 * What the documents and the schema promise a caller, computed from what REST gives that caller's token. It shares no code
 * with the server. What it leaves out, such as how far a gateway has come, it says nothing of. `byList`: kinds of
 * which an object that may be listed, though not got, is found all the same.
 */
export class Model {
  constructor(
    private readonly view: RestView,
    private readonly byList: ReadonlySet<KindName> = new Set(),
  ) {}

  /** The fields of Query. */
  readonly root = {
    gateways: (args: PageArguments & { namespace?: string; filter?: GatewayFilter }) => this.#gateways(args),
    albs: (args: PageArguments & { namespace?: string; filter?: AlbFilter }) => this.#albs(args),
    gatewayClasses: ({ type, labelSelector }: { type?: EnumValue; labelSelector?: Selector }) =>
      this.#list('GatewayClass')
        .items.filter((raw) => type === undefined || classTypeOf(raw) === type.name)
        .filter((raw) => labelSelector?.matches(raw.metadata.labels ?? {}) ?? true)
        .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
        .map((raw) => this.#class(raw)),
    gateway: ({ namespace, name }: Named) => this.#shown(this.#get('Gateway', namespace, name), 'Gateway'),
    alb: ({ namespace, name }: Named) => this.#shown(this.#get('Alb', namespace, name), 'Alb'),
    gatewayClass: ({ name }: Named) => this.#shown(this.#get('GatewayClass', undefined, name), 'GatewayClass'),
    node: ({ id }: { id: NodeId }) => this.#node(id),
    nodes: ({ ids }: { ids: readonly NodeId[] }) => ids.map((id) => orRefused(() => this.#node(id))),
    namespaces: () =>
      this.#list('Namespace')
        .items.map(({ metadata }) => metadata.name)
        .sort(),
    viewer: () => ({
      username: this.view.username,
      can: ({ verb, resource, namespace }: { verb: string; resource: EnumValue; namespace?: string }) =>
        this.view.may(verb as Verb, resourceKinds[resource.name] ?? 'Gateway', namespace),
    }),
  };

  #get(kind: KindName, namespace: string | undefined, name: string): any | undefined {
    const found = this.#find(kind, namespace, name);
    if (found === 'refused') throw new Refused('FORBIDDEN');
    return found === 'none' ? undefined : found.raw;
  }

  #find(kind: KindName, namespace: string | undefined, name: string): Joined {
    const found = this.view.object(kind, namespace, name);
    if (found !== 'FORBIDDEN') return found === undefined ? 'none' : { raw: found };
    const listed = this.view.list(kind, namespace);
    if (!this.byList.has(kind) || listed === 'FORBIDDEN') return 'refused';
    const raw = listed.find(({ metadata }) => metadata.name === name);
    return raw === undefined ? 'none' : { raw };
  }

  #list(kind: KindName, namespace?: string): { items: any[]; partial: boolean } {
    const items = this.view.list(kind, namespace);
    if (items !== 'FORBIDDEN') return { items: [...items], partial: false };
    if (namespace !== undefined || kind === 'GatewayClass' || kind === 'Namespace') throw new Refused('FORBIDDEN');
    const parts = existingNamespaces.map((name) => this.view.list(kind, name));
    return { items: parts.flatMap((part) => (part === 'FORBIDDEN' ? [] : [...part])), partial: true };
  }

  #gateways(args: PageArguments & { namespace?: string; filter?: GatewayFilter }, className?: string): object {
    const { filter = {} } = args;
    checkPage(args);
    const { items, partial } = this.#list('Gateway', args.namespace);
    if (filter.phase !== undefined) {
      const rows = new Unmodelled(items.map((raw) => this.#basisOf(raw)).join());
      return { partial, totalCount: rows, nodes: rows, edges: rows, pageInfo: rows };
    }
    const kept = items
      .filter(({ spec }) => className === undefined || spec.gatewayClassName === className)
      .filter((raw) => this.#gatewayMatches(raw, filter));
    return pageOf(kept, partial, args, (raw) => this.#gateway(raw));
  }

  #gatewayMatches(raw: any, filter: GatewayFilter): boolean {
    const { labelSelector, classNames, classType, search, address, hostname, port } = filter;
    const addresses = () => this.#addressesOfGateway(raw).map(({ value }) => value);
    const hostnames: string[] = raw.spec.listeners.flatMap((listener: any) => listener.hostname ?? []);
    const serves = (own: string) =>
      own === hostname || (own.startsWith('*.') && hostname?.endsWith(own.slice(1)) === true);
    const part = search?.toLowerCase();
    return (
      (labelSelector?.matches(raw.metadata.labels ?? {}) ?? true) &&
      (classNames?.includes(raw.spec.gatewayClassName) ?? true) &&
      (port === undefined || raw.spec.listeners.some((listener: any) => listener.port === port)) &&
      (hostname === undefined || hostnames.some(serves)) &&
      (classType === undefined || this.#classTypeOfGateway(raw) === classType.name) &&
      (address === undefined || addresses().some((one) => spellingOf(one) === spellingOf(address))) &&
      (part === undefined ||
        [raw.metadata.name, ...hostnames, ...addresses()].some((text) => text.toLowerCase().includes(part)))
    );
  }

  #albs(args: PageArguments & { namespace?: string; filter?: AlbFilter }): object {
    const { labelSelector, gatewayMode, state, orphaned, search, address } = args.filter ?? {};
    checkPage(args);
    const { items, partial } = this.#list('Alb', args.namespace);
    const part = search?.toLowerCase();
    const kept = items
      .filter((raw) => labelSelector?.matches(raw.metadata.labels ?? {}) ?? true)
      .filter((raw) => gatewayMode === undefined || modeOf(raw) === gatewayMode.name)
      .filter((raw) => state?.some(({ name }) => name === stateOf(raw)) ?? true)
      .filter((raw) => {
        const addresses = addressesOfAlb(raw).map(({ value }) => value);
        return (
          (address === undefined || addresses.some((one) => spellingOf(one) === spellingOf(address))) &&
          (part === undefined || [raw.metadata.name, ...addresses].some((text) => text.toLowerCase().includes(part)))
        );
      })
      .filter((raw) => orphaned === undefined || this.#isOrphaned(raw) === orphaned);
    return pageOf(kept, partial, args, (raw) => this.#alb(raw));
  }

  #node({ place }: NodeId): object | null {
    if (place === undefined) throw new Refused('INVALID_INPUT');
    return this.#shown(this.#get(place.type, place.namespace, place.name), place.type);
  }

  #shown(raw: any | undefined, type: 'Gateway' | 'Alb' | 'GatewayClass'): object | null {
    if (raw === undefined) return null;
    return type === 'Gateway' ? this.#gateway(raw) : type === 'Alb' ? this.#alb(raw) : this.#class(raw);
  }

  #gateway(raw: any): object {
    return {
      ...metadataOf(raw, 'Gateway'),
      gatewayClassName: raw.spec.gatewayClassName,
      gatewayClass: () => this.#orRefuse(this.#classOf(raw), 'GatewayClass'),
      alb: () => this.#orRefuse(this.#albOf(raw), 'Alb'),
      addresses: () => this.#addressesOfGateway(raw),
      statusAddresses: () => statusAddressesOf(raw),
      listeners: () =>
        raw.spec.listeners.map((listener: any) => ({
          name: listener.name,
          port: listener.port,
          protocol: listener.protocol,
          hostname: listener.hostname ?? null,
          urls: () => urlsOf(listener, this.#addressesOfGateway(raw)),
        })),
      provisioning: () => new Unmodelled(this.#basisOf(raw)),
      events: () => this.#events(raw, 'Gateway'),
    };
  }

  #alb(raw: any): object {
    return {
      ...metadataOf(raw, 'Alb'),
      addresses: () => addressesOfAlb(raw),
      manualAddresses: () => manualAddressesOf(raw),
      lbSvcAnnotations: raw.spec.config?.vip?.lbSvcAnnotations ?? {},
      loadBalancerServiceEnabled: isStandalone(raw) || raw.spec.config?.vip?.enableLbSvc === true,
      gatewayMode: modeOf(raw),
      gatewayName: raw.spec.config?.gateway?.name ?? null,
      replicas: raw.spec.config?.replicas ?? null,
      state: stateOf(raw),
      reason: raw.status?.reason ?? '',
      orphaned: () => this.#isOrphaned(raw),
      gateways: () => this.#gatewaysOf(raw),
      events: () => this.#events(raw, 'ALB2'),
    };
  }

  #class(raw: any): object {
    const joined = () => this.#albOfClass(raw);
    return {
      ...metadataOf(raw, 'GatewayClass'),
      type: classTypeOf(raw),
      controllerName: raw.spec.controllerName,
      description: raw.spec.description ?? null,
      alb: () => this.#orRefuse(joined(), 'Alb'),
      addresses: () => {
        const alb = joined();
        return typeof alb === 'string' ? [] : addressesOfAlb(alb.raw);
      },
      gateways: (page: PageArguments) => this.#gateways(page, raw.metadata.name),
    };
  }

  #orRefuse(joined: Joined, type: 'Alb' | 'GatewayClass'): object | null {
    if (joined === 'refused') throw new Refused('FORBIDDEN');
    return joined === 'none' ? null : this.#shown(joined.raw, type);
  }

  #classOf(gateway: any): Joined {
    return this.#find('GatewayClass', undefined, gateway.spec.gatewayClassName);
  }

  /** Of a class that cannot be read: by its name, or by the label that standalone gateways have. */
  #classTypeOfGateway(gateway: any): ClassType {
    const joined = this.#classOf(gateway);
    if (typeof joined !== 'string') return classTypeOf(joined.raw);
    return gateway.spec.gatewayClassName === 'exclusive-gateway' || albRefOf(gateway) !== undefined
      ? 'STANDALONE'
      : 'OTHER';
  }

  #albOf(gateway: any): Joined {
    const type = this.#classTypeOfGateway(gateway);
    if (type === 'OTHER') return 'none';
    const ofClass = this.#classOf(gateway);
    if (type === 'SHARED') return typeof ofClass === 'string' ? 'none' : this.#albOfClass(ofClass.raw);
    const { namespace, name } = gateway.metadata;
    const ref = albRefOf(gateway);
    const labelled = ref === undefined ? 'none' : this.#find('Alb', namespace, ref);
    if (labelled === 'refused') return 'refused';
    // A label may name an ALB that says itself that it is another gateway's.
    if (labelled !== 'none' && (gatewayNamedBy(labelled.raw) ?? `${namespace}/${name}`) === `${namespace}/${name}`)
      return labelled;
    const listed = this.view.list('Alb', namespace);
    if (listed === 'FORBIDDEN') return 'refused';
    const [first] = listed
      .filter((alb) => isStandalone(alb) && gatewayNamedBy(alb) === `${namespace}/${name}`)
      .sort(byStanding);
    return first === undefined ? 'none' : { raw: first };
  }

  #albOfClass(raw: any): Joined {
    const ref = raw.spec.parametersRef;
    if (classTypeOf(raw) !== 'SHARED' || ref === undefined) return 'none';
    return this.#find('Alb', ref.namespace, ref.name);
  }

  /** What it is joined with. */
  #basisOf(gateway: any): string {
    return [this.#classOf(gateway), this.#albOf(gateway)]
      .map((joined) => (typeof joined === 'string' ? joined : joined.raw.metadata.uid))
      .join();
  }

  #addressesOfGateway(raw: any) {
    if (this.#classTypeOfGateway(raw) === 'OTHER') return statusAddressesOf(raw);
    const joined = this.#albOf(raw);
    if (joined === 'refused') return statusAddressesOf(raw);
    return joined === 'none' ? [] : addressesOfAlb(joined.raw);
  }

  #isOrphaned(alb: any): boolean {
    if (!isStandalone(alb) || alb.metadata.deletionTimestamp !== undefined) return false;
    const named = gatewayNamedBy(alb);
    if (named === undefined) return true;
    const [namespace = '', name = ''] = named.split('/');
    const joined = this.#find('Gateway', namespace, name);
    if (joined === 'refused') throw new Refused('FORBIDDEN');
    return joined === 'none';
  }

  /** On a standalone one those that name it, or that it names; on another those of the shared classes in front of it. */
  #gatewaysOf(alb: any): object[] {
    const { namespace, name, uid } = alb.metadata;
    const show = (gateways: readonly any[]) => gateways.map((gateway) => this.#gateway(gateway));
    if (isStandalone(alb)) {
      const near = this.#list('Gateway', namespace).items.filter(
        (gateway) =>
          albRefOf(gateway) === name ||
          gatewayNamedBy(alb) === `${gateway.metadata.namespace}/${gateway.metadata.name}`,
      );
      return show(
        near.filter((gateway) => {
          const joined = this.#albOf(gateway);
          return typeof joined !== 'string' && joined.raw.metadata.uid === uid;
        }),
      );
    }
    const mine = this.#list('GatewayClass').items.filter(({ metadata, spec: { parametersRef: ref } }) => {
      const refers = ref?.namespace === namespace && ref?.name === name;
      return refers && classTypeOf({ metadata }) === 'SHARED';
    });
    if (mine.length === 0) return [];
    const names = new Set(mine.map(({ metadata }) => metadata.name));
    return show(this.#list('Gateway').items.filter(({ spec }) => names.has(spec.gatewayClassName)));
  }

  #events({ metadata: { namespace, name, uid } }: any, kind: string): object[] {
    const events = this.view.list('Event', namespace);
    if (events === 'FORBIDDEN') throw new Refused('FORBIDDEN');
    return [...events]
      .filter(({ involvedObject: about }) => about.kind === kind && about.name === name && about.uid === uid)
      .sort((a, b) => (a.lastTimestamp < b.lastTimestamp ? 1 : -1))
      .map(({ reason, message, type, count }) => ({ reason, message, type, count, regarding: `${kind}/${name}` }));
  }
}

interface Named {
  readonly namespace: string;
  readonly name: string;
}

const resourceKinds: Readonly<Record<string, KindName>> = {
  GATEWAY: 'Gateway',
  ALB: 'Alb',
  GATEWAY_CLASS: 'GatewayClass',
};

function orRefused<T>(read: () => T): T | Refused {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown;
    throw thrown;
  }
}

function metadataOf({ metadata }: any, __typename: string): object {
  const dateOf = (text: string | undefined) => (text === undefined ? null : new Date(text).toISOString());
  return {
    __typename,
    name: metadata.name,
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    generation: metadata.generation ?? null,
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    createdAt: dateOf(metadata.creationTimestamp),
    deletingSince: dateOf(metadata.deletionTimestamp),
  };
}

function classTypeOf({ metadata: { labels = {} } }: any): ClassType {
  if (labels['gatewayclass.cpaas.io/deploy'] !== 'cpaas.io') return 'OTHER';
  const type = String(labels['gatewayclass.cpaas.io/type'] ?? '').toUpperCase();
  return type === 'STANDALONE' || type === 'SHARED' ? type : 'OTHER';
}

const albRefOf = ({ metadata }: any): string | undefined => metadata.labels?.['alb.cpaas.io/alb-ref'];
const modeOf = (alb: any): string | null => alb.spec.config?.gateway?.mode?.toUpperCase() ?? null;
const isStandalone = (alb: any): boolean => modeOf(alb) === 'STANDALONE';

/** `namespace/name` of the gateway that an ALB names, as `name` or `name/namespace`. */
function gatewayNamedBy(alb: any): string | undefined {
  const [name, namespace = alb.metadata.namespace] = String(alb.spec.config?.gateway?.name ?? '').split('/');
  return name ? `${namespace}/${name}` : undefined;
}

/** Those that stay, then the oldest, then by name. */
function byStanding({ metadata: a }: any, { metadata: b }: any): number {
  const keyOf = ({ deletionTimestamp, creationTimestamp, name }: any) =>
    `${deletionTimestamp === undefined ? 0 : 1} ${creationTimestamp} ${name}`;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
