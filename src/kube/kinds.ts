/** A kind of the Kubernetes API, with the versions this server can speak, preferred first. */
export interface Kind {
  readonly kind: string;
  readonly group: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly versions: readonly string[];
}

const gatewayApi = { group: 'gateway.networking.k8s.io', versions: ['v1', 'v1beta1'] } as const;

export const gatewayClassKind: Kind = {
  ...gatewayApi,
  kind: 'GatewayClass',
  plural: 'gatewayclasses',
  namespaced: false,
};
export const gatewayKind: Kind = { ...gatewayApi, kind: 'Gateway', plural: 'gateways', namespaced: true };
export const albKind: Kind = {
  kind: 'ALB2',
  group: 'crd.alauda.io',
  plural: 'alaudaloadbalancer2',
  namespaced: true,
  versions: ['v2beta1'],
};
export const namespaceKind: Kind = {
  kind: 'Namespace',
  group: '',
  plural: 'namespaces',
  namespaced: false,
  versions: ['v1'],
};
export const eventKind: Kind = { kind: 'Event', group: '', plural: 'events', namespaced: true, versions: ['v1'] };

/** The list kind, as Kubernetes names it: ALB2List, GatewayList. */
export function listKindOf(kind: Kind): string {
  return `${kind.kind}List`;
}

/** `crd.alauda.io/v2beta1`, or `v1` for the core group. */
export function apiVersionOf(kind: Kind, version: string): string {
  return kind.group === '' ? version : `${kind.group}/${version}`;
}

/** `/apis/{group}/{version}[/namespaces/{namespace}]/{plural}[/{name}]`; every segment is encoded. */
export function pathOf(kind: Kind, version: string, namespace?: string, name?: string): string {
  const root = kind.group === '' ? `/api/${version}` : `/apis/${kind.group}/${version}`;
  const scope = kind.namespaced && namespace !== undefined ? `/namespaces/${segment(namespace)}` : '';
  return `${root}${scope}/${kind.plural}${name === undefined ? '' : `/${segment(name)}`}`;
}

/** encodeURIComponent throws at half a character, which a name may hold that an object refers to. */
const segment = (text: string) => encodeURIComponent(String(text).toWellFormed());
