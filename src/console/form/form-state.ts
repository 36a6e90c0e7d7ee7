import type { GatewayForFormQuery, RouteNamespaces, TlsMode } from '../gql/graphql.js';

export interface Pair {
  readonly key: string;
  readonly value: string;
  /** It was there when the form was opened, and the server lets nobody change it or take it away. */
  readonly fixed?: true;
}

export interface SecretRef {
  readonly namespace: string;
  readonly name: string;
  readonly group: string;
  readonly kind: string;
}

/** Texts as they stand in the fields; an empty one says nothing. */
export interface ListenerState {
  readonly name: string;
  readonly port: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly tlsMode: TlsMode | '';
  /** `[namespace/]name`, comma separated. */
  readonly certificates: string;
  readonly from: RouteNamespaces | '';
  /** A LabelSelector as JSON. */
  readonly selector: string;
  /** References as they were read: group and kind have no field, and must come back. */
  readonly knownRefs: readonly SecretRef[];
}

export interface Amounts {
  readonly cpu: string;
  readonly memory: string;
}

export interface AlbForm {
  readonly addresses: readonly string[];
  readonly annotations: readonly Pair[];
  readonly replicas: string;
  readonly limits: Amounts;
  readonly requests: Amounts;
}

export interface FormState {
  readonly namespace: string;
  readonly name: string;
  /** Empty: the platform's standalone class. */
  readonly className: string;
  readonly labels: readonly Pair[];
  readonly annotations: readonly Pair[];
  readonly listeners: readonly ListenerState[];
  /** Undefined where the gateway has no ALB of its own. */
  readonly alb: AlbForm | undefined;
}

/** A gateway as it was when the form was opened, with the generations that a save must find unchanged. */
export interface Opened {
  readonly cluster: string;
  readonly generation: number | null | undefined;
  readonly albGeneration: number | null | undefined;
  readonly form: FormState;
}

const noAmounts: Amounts = { cpu: '', memory: '' };

export const newListener: ListenerState = {
  name: 'http',
  port: '80',
  protocol: 'HTTP',
  hostname: '',
  tlsMode: '',
  certificates: '',
  from: 'SAME',
  selector: '',
  knownRefs: [],
};

export const newAlb: AlbForm = {
  addresses: [],
  annotations: [],
  replicas: '',
  limits: noAmounts,
  requests: noAmounts,
};

export const newForm: FormState = {
  namespace: '',
  name: '',
  className: '',
  labels: [],
  annotations: [],
  listeners: [newListener],
  alb: newAlb,
};

type Gateway = NonNullable<GatewayForFormQuery['gateway']>;

export function openedFrom(gateway: Gateway): Opened {
  const { cluster, generation, namespace, name, gatewayClassName, labels, annotations, listeners, alb } = gateway;
  const own = alb?.gatewayMode === 'STANDALONE' ? alb : undefined;
  return {
    cluster,
    generation,
    albGeneration: own?.generation,
    form: {
      namespace,
      name,
      className: gatewayClassName,
      labels: pairsFrom(labels, isFixed),
      annotations: pairsFrom(annotations, isFixed),
      listeners: listeners.map(listenerFrom),
      alb: own && albFrom(own),
    },
  };
}

function listenerFrom({
  name,
  port,
  protocol,
  hostname,
  tls,
  allowedRoutes,
}: Gateway['listeners'][number]): ListenerState {
  const refs = tls?.certificateRefs ?? [];
  return {
    name,
    port: String(port),
    protocol,
    hostname: hostname ?? '',
    tlsMode: tls?.mode ?? '',
    certificates: refs.map((ref) => `${ref.namespace}/${ref.name}`).join(', '),
    from: allowedRoutes.from,
    selector: allowedRoutes.selector == null ? '' : JSON.stringify(allowedRoutes.selector),
    knownRefs: refs,
  };
}

function albFrom({ manualAddresses, lbSvcAnnotations, replicas, resources }: NonNullable<Gateway['alb']>): AlbForm {
  const amounts = ({ cpu, memory }: (typeof resources)['limits']) => ({ cpu: cpu ?? '', memory: memory ?? '' });
  return {
    addresses: manualAddresses,
    annotations: pairsFrom(lbSvcAnnotations),
    replicas: replicas == null ? '' : String(replicas),
    limits: amounts(resources.limits),
    requests: amounts(resources.requests),
  };
}

/** What ties a gateway to its load balancer, under whatever domain the platform has its labels. */
function isFixed(key: string): boolean {
  return /^(alb\.[^/]+\/alb-ref$|gatewayclass\.[^/]+\/)/.test(key);
}

function pairsFrom(map: Readonly<Record<string, string>>, isFixed = (_key: string) => false): readonly Pair[] {
  return Object.entries(map).map(([key, value]) => ({ key, value, ...(isFixed(key) && { fixed: true }) }));
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
