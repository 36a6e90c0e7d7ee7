export type KindName = 'Gateway' | 'Alb' | 'GatewayClass' | 'Event' | 'Namespace';

interface RestKind {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

export const kinds: Readonly<Record<KindName, RestKind>> = {
  Gateway: { group: 'gateway.networking.k8s.io', version: 'v1', plural: 'gateways', namespaced: true },
  Alb: { group: 'crd.alauda.io', version: 'v2beta1', plural: 'alaudaloadbalancer2', namespaced: true },
  GatewayClass: { group: 'gateway.networking.k8s.io', version: 'v1', plural: 'gatewayclasses', namespaced: false },
  Event: { group: '', version: 'v1', plural: 'events', namespaced: true },
  Namespace: { group: '', version: 'v1', plural: 'namespaces', namespaced: false },
};

/** The path of one object, or (without a name) of a list. */
export function pathOf(kind: KindName, namespace?: string, name?: string): string {
  const { group, version, plural } = kinds[kind];
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespace === undefined ? '' : `/namespaces/${namespace}`;
  return `${root}${scope}/${plural}${name === undefined ? '' : `/${name}`}`;
}

/** The namespaces that hold objects. */
export const filledNamespaces = ['n1', 'n2', 'n3', 'n4'] as const;
/** One without objects beside them. */
export const existingNamespaces = [...filledNamespaces, 'empty'] as const;
/** And one that is not there. */
export const askedNamespaces = [...existingNamespaces, 'nowhere'] as const;
/** Of gateways and ALBs alike, so that the same name stands for two kinds and in four namespaces. */
export const objectNames = ['x1', 'x2', 'x3', 'x4', 'x5', 'x6'] as const;
export const classNames = ['exclusive-gateway', 'shared-1', 'shared-2', 'other'] as const;
export const absentName = 'absent';
