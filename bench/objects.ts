/** The objects of the bench: believable in size and shape, and the same for every run. */

export const namespaceCount = 20;
/** A manual address that the first sixty ALBs have, whatever the size of the set. */
export const sharedAddress = '203.0.113.7';
const sharedBy = 60;
const at = '2025-06-01T08:00:00Z';

export const namespaceOf = (index: number) => `team-${String(index % namespaceCount).padStart(2, '0')}`;
export const nameOf = (index: number) => `gateway-${String(index).padStart(5, '0')}`;
export const isOfPlatform = (name: string) => /^gateway-\d{5}/.test(name);
export const albNameOf = (index: number) => `${nameOf(index)}-lb5k2`;

export const gatewayClasses = [
  gatewayClass('exclusive-gateway', 'standalone'),
  gatewayClass('shared-gateway', 'shared'),
];

function gatewayClass(name: string, type: string) {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: {
      name,
      labels: { 'gatewayclass.cpaas.io/deploy': 'cpaas.io', 'gatewayclass.cpaas.io/type': type },
    },
    spec: { controllerName: 'alb2.gateway.cpaas.io/controller', description: `The ${type} class of the platform` },
  };
}

export function gatewayManifest(index: number) {
  const host = `${nameOf(index)}.apps.example.com`;
  const from = { allowedRoutes: { namespaces: { from: 'All' } } };
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {
      name: nameOf(index),
      namespace: namespaceOf(index),
      labels: {
        'alb.cpaas.io/alb-ref': albNameOf(index),
        team: `team-${index % 7}`,
        tier: index % 2 ? 'edge' : 'inner',
      },
      annotations: { 'cpaas.io/creator': 'admin@cpaas.io', 'cpaas.io/display-name': `Gateway ${index}` },
    },
    spec: {
      gatewayClassName: 'exclusive-gateway',
      listeners: [
        { name: 'http', port: 80, protocol: 'HTTP', hostname: host, ...from },
        {
          name: 'https',
          port: 443,
          protocol: 'HTTPS',
          hostname: host,
          tls: { mode: 'Terminate', certificateRefs: [{ name: `${nameOf(index)}-tls` }] },
          ...from,
        },
        { name: 'tcp', port: 8000 + (index % 1000), protocol: 'TCP', ...from },
      ],
    },
  };
}

export function gatewayStatus(index: number, message = 'The gateway is accepted') {
  const conditions = (types: string[]) =>
    types.map((type) => ({
      type,
      status: 'True',
      reason: type,
      message,
      observedGeneration: 1,
      lastTransitionTime: at,
    }));
  return {
    addresses: [{ type: 'IPAddress', value: loadBalancerIp(index) }],
    conditions: conditions(['Accepted', 'Programmed']),
    listeners: gatewayManifest(index).spec.listeners.map(({ name, protocol }) => ({
      name,
      attachedRoutes: index % 5,
      supportedKinds: [{ group: 'gateway.networking.k8s.io', kind: protocol === 'TCP' ? 'TCPRoute' : 'HTTPRoute' }],
      conditions: conditions(['Accepted', 'Programmed', 'ResolvedRefs']),
    })),
  };
}

export function albManifest(index: number) {
  const amounts = { cpu: '200m', memory: '256Mi' };
  const manual = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
  return {
    apiVersion: 'crd.alauda.io/v2beta1',
    kind: 'ALB2',
    metadata: {
      name: albNameOf(index),
      namespace: namespaceOf(index),
      annotations: { 'cpaas.io/creator': 'admin@cpaas.io' },
    },
    spec: {
      type: 'nginx',
      address: index < sharedBy ? `${manual}, ${sharedAddress}` : manual,
      config: {
        enableALb: false,
        replicas: 3,
        networkMode: 'container',
        gateway: { mode: 'standalone', name: nameOf(index) },
        resources: { limits: amounts, requests: amounts },
        vip: { enableLbSvc: true, lbSvcAnnotations: { 'metallb.universe.tf/address-pool': 'pool-a' } },
      },
    },
  };
}

export function albStatus(index: number, reason = 'workload ready') {
  return {
    state: 'Running',
    reason,
    probeTime: 1748764800,
    probeTimeStr: at,
    detail: {
      address: {
        ipv4: [loadBalancerIp(index)],
        ipv6: [`2001:db8::${index.toString(16)}`],
        host: [],
        msg: '',
        ok: true,
      },
      deploy: { state: 'Running', reason: 'workload ready', probeTimeStr: at },
      version: { version: 'v3.14.1', imagePatch: 'not patch' },
      alb: {},
    },
  };
}

const loadBalancerIp = (index: number) => `172.${16 + ((index >> 16) & 15)}.${(index >> 8) & 255}.${index & 255}`;
