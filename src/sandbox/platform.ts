import type { SandboxAdmin } from './admin.js';
import { holdAnnotation } from './operator.js';
import { type AlbStage, type AllocatedAddresses, albStatus, gatewayStatus, noAddresses } from './operator-status.js';

export interface PlatformOptions {
  readonly labelDomain?: string;
  readonly standaloneClass?: string;
  /** RFC 3339: when everything on it was last looked at. */
  readonly at: string;
}

interface StandaloneGateway {
  namespace: string;
  name: string;
  suffix: string;
  stage: AlbStage;
  listeners: object[];
  manual?: string;
  addresses?: Partial<AllocatedAddresses>;
  annotations?: Record<string, string>;
  labels?: Record<string, string>;
}

const http = (port: number, hostname?: string) => ({
  name: `http-${port}`,
  port,
  protocol: 'HTTP',
  ...(hostname && { hostname }),
  allowedRoutes: { namespaces: { from: 'All' } },
});
const https = (port: number, hostname: string, secret: string) => ({
  ...http(port, hostname),
  name: `https-${port}`,
  protocol: 'HTTPS',
  tls: { mode: 'Terminate', certificateRefs: [{ name: secret }] },
});

const standaloneGateways: readonly StandaloneGateway[] = [
  {
    namespace: 'a1',
    name: 'g1',
    suffix: '12334',
    stage: 'running',
    listeners: [{ ...http(8234, 'a.com'), name: 'http' }],
    manual: '10.0.0.8, 10.0.0.9',
    addresses: { ipv4: ['203.0.113.2'], ipv6: ['2001:db8::2'] },
    annotations: { a: 'b' },
    labels: { team: 'a' },
  },
  {
    namespace: 'a1',
    name: 'edge',
    suffix: 'k3x9p',
    stage: 'running',
    listeners: [http(80), https(443, '*.a1.example.com', 'a1-tls')],
    addresses: { ipv4: ['203.0.113.3'] },
  },
  {
    namespace: 'a2',
    name: 'internal',
    suffix: 'q8w2e',
    stage: 'pending',
    listeners: [http(80, 'internal.a2.example.com')],
  },
  {
    namespace: 'shop',
    name: 'storefront',
    suffix: 'm4n7b',
    stage: 'running',
    listeners: [https(443, 'shop.example.com', 'shop-tls')],
    addresses: { host: ['lb-7f3.cloud.example.com'] },
    labels: { team: 'shop', tier: 'public' },
  },
  {
    namespace: 'shop',
    name: 'metrics',
    suffix: 't5r1z',
    stage: 'warning',
    listeners: [{ name: 'tcp', port: 9090, protocol: 'TCP' }],
    addresses: { ipv4: ['203.0.113.5'] },
  },
  {
    namespace: 'payments',
    name: 'api',
    suffix: 'y6u3i',
    stage: 'progressing',
    listeners: [https(8443, 'pay.example.com', 'pay-tls')],
  },
];

/** Fills a sandbox with a small believable platform: every state that a front end must show occurs in it. */
export function fillPlatform(admin: SandboxAdmin, options: PlatformOptions): void {
  const { labelDomain = 'cpaas.io', standaloneClass = 'exclusive-gateway', at } = options;
  const classLabels = (type: string) => ({
    [`gatewayclass.${labelDomain}/deploy`]: labelDomain,
    [`gatewayclass.${labelDomain}/type`]: type,
  });
  for (const name of ['default', 'cpaas-system', 'a1', 'a2', 'shop', 'payments']) {
    admin.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  const accepted = {
    conditions: [
      {
        type: 'Accepted',
        status: 'True',
        reason: 'Accepted',
        message: 'ok',
        lastTransitionTime: at,
        observedGeneration: 1,
      },
    ],
  };
  const createClass = (name: string, labels: Record<string, string>, spec: object) =>
    admin.create({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name, labels },
      spec,
      status: accepted,
    });
  createClass(standaloneClass, classLabels('standalone'), {
    controllerName: 'alb2.gateway.cpaas.io/exclusive-gateway',
    description: 'A load balancer for each gateway',
  });
  createClass('global-alb2', classLabels('shared'), {
    controllerName: 'alb2.gateway.cpaas.io/cpaas-system/global-alb2',
    parametersRef: { group: 'crd.alauda.io', kind: 'ALB2', name: 'global-alb2', namespace: 'cpaas-system' },
  });
  createClass('istio', {}, { controllerName: 'istio.io/gateway-controller' });

  const shared = { ipv4: ['128.0.0.1'], ipv6: ['fe80::6442:d6ae:ffd8:6f07'], host: [] };
  admin.create({
    apiVersion: 'crd.alauda.io/v2beta1',
    kind: 'ALB2',
    metadata: { name: 'global-alb2', namespace: 'cpaas-system', labels: classLabels('shared') },
    spec: {
      type: 'nginx',
      address: '127.0.0.1,127.0.0.2',
      config: {
        loadbalancerName: 'global-alb2',
        replicas: 1,
        networkMode: 'host',
        gateway: { mode: 'shared', name: 'global-alb2' },
        vip: { enableLbSvc: true },
      },
    },
    status: albStatus('running', shared, at),
  });
  for (const gateway of standaloneGateways) createStandalone(admin, gateway, { labelDomain, standaloneClass, at });
  createPlain(admin, {
    namespace: 'a2',
    name: 'shared-web',
    className: 'global-alb2',
    addresses: ['127.0.0.1', '128.0.0.1'],
    at,
  });
  createPlain(admin, { namespace: 'shop', name: 'mesh', className: 'istio', addresses: ['198.51.100.7'], at });
  admin.create(
    albFor(
      {
        namespace: 'a2',
        name: 'forgotten',
        suffix: 'p0o9i',
        stage: 'running',
        listeners: [],
        addresses: { ipv4: ['203.0.113.9'] },
      },
      at,
    ),
  );
}

function createStandalone(
  admin: SandboxAdmin,
  gateway: StandaloneGateway,
  { labelDomain, standaloneClass, at }: { labelDomain: string; standaloneClass: string; at: string },
): void {
  const { namespace, name, suffix, stage, listeners, manual, labels } = gateway;
  const alb = albFor(gateway, at);
  admin.create(alb);
  const created = admin.create({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { namespace, name, labels: { ...labels, [`alb.${labelDomain}/alb-ref`]: `${name}-${suffix}` } },
    spec: { gatewayClassName: standaloneClass, listeners },
  });
  const { ipv4, ipv6, host } = { ...noAddresses, ...gateway.addresses };
  const addresses = [...(manual?.split(',').map((text) => text.trim()) ?? []), ...ipv4, ...ipv6, ...host];
  admin.setStatus(created, gatewayStatus(created, stage, addresses, at));
}

function albFor(
  { namespace, name, suffix, stage, manual, addresses, annotations }: StandaloneGateway,
  at: string,
): object {
  const amounts = { cpu: '200m', memory: '256Mi' };
  return {
    apiVersion: 'crd.alauda.io/v2beta1',
    kind: 'ALB2',
    metadata: {
      namespace,
      name: `${name}-${suffix}`,
      ...(stage !== 'running' && { annotations: { [holdAnnotation]: stage } }),
      finalizers: ['alb2.finalizer', 'alb2.resources.finalizer'],
    },
    spec: {
      type: 'nginx',
      ...(manual && { address: manual }),
      config: {
        enableALb: false,
        gateway: { mode: 'standalone', name },
        resources: { limits: amounts, requests: amounts },
        vip: { enableLbSvc: true, ...(annotations && { lbSvcAnnotations: annotations }) },
      },
    },
    status: albStatus(stage, { ...noAddresses, ...addresses }, at),
  };
}

function createPlain(
  admin: SandboxAdmin,
  {
    namespace,
    name,
    className,
    addresses,
    at,
  }: { namespace: string; name: string; className: string; addresses: string[]; at: string },
): void {
  const created = admin.create({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { namespace, name },
    spec: { gatewayClassName: className, listeners: [http(80, `${name}.example.com`)] },
  });
  admin.setStatus(created, gatewayStatus(created, 'running', addresses, at));
}
