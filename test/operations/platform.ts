import type { AlbGraphql } from '../harness/alb-graphql.js';
import type { KubeApi } from '../harness/kube-api.js';

/** What the operations run on: a cluster, and this server in front of it. The test plays the operator. */
export interface Platform {
  readonly api: KubeApi;
  readonly server: AlbGraphql;
  /** Where it differs from most. */
  readonly dialect?: Partial<Dialect>;
  stop(): Promise<void>;
}

export interface Dialect {
  /** The newest version of the Gateway API that is served. */
  readonly gatewayApi: 'v1' | 'v1beta1';
  readonly labelDomain: string;
}

export const usualDialect: Dialect = { gatewayApi: 'v1', labelDomain: 'cpaas.io' };

export const pathsOf = (gatewayApi: Dialect['gatewayApi']) => ({
  alb: (namespace: string, name = '') =>
    `/apis/crd.alauda.io/v2beta1/namespaces/${namespace}/alaudaloadbalancer2${name && `/${name}`}`,
  gateway: (namespace: string, name = '') =>
    `/apis/gateway.networking.k8s.io/${gatewayApi}/namespaces/${namespace}/gateways${name && `/${name}`}`,
  classes: `/apis/gateway.networking.k8s.io/${gatewayApi}/gatewayclasses`,
});

export const paths = pathsOf(usualDialect.gatewayApi);

/** The classes that a platform has: its standalone one, a shared one with the page's ALB behind it, and another's. */
export async function createClasses(api: KubeApi, { gatewayApi, labelDomain } = usualDialect): Promise<void> {
  const { classes } = pathsOf(gatewayApi);
  const create = (name: string, type: string | undefined, spec: object) =>
    api.post(classes, {
      apiVersion: `gateway.networking.k8s.io/${gatewayApi}`,
      kind: 'GatewayClass',
      metadata: {
        name,
        labels:
          type === undefined
            ? {}
            : {
                [`gatewayclass.${labelDomain}/deploy`]: labelDomain,
                [`gatewayclass.${labelDomain}/type`]: type,
              },
      },
      spec: { controllerName: 'example.com/controller', ...spec },
    });
  await create('exclusive-gateway', 'standalone', {});
  const parametersRef = { group: 'crd.alauda.io', kind: 'ALB2', name: 'global-alb2', namespace: 'cpaas-system' };
  await create('global-alb2', 'shared', { parametersRef });
  await create('other', undefined, {});
  await api.post(paths.alb('cpaas-system'), {
    apiVersion: 'crd.alauda.io/v2beta1',
    kind: 'ALB2',
    metadata: { name: 'global-alb2' },
    spec: { address: '127.0.0.1,127.0.0.2', type: 'nginx', config: { loadbalancerName: 'global-alb2', replicas: 1 } },
  });
  await writeAlbStatus(api, 'cpaas-system', 'global-alb2', 'Running', {
    ipv4: ['128.0.0.1'],
    ipv6: ['fe80::6442:d6ae:ffd8:6f07'],
  });
}

export async function writeAlbStatus(
  api: KubeApi,
  namespace: string,
  name: string,
  state: 'Progressing' | 'Pending' | 'Running',
  address: { ipv4?: string[]; ipv6?: string[]; host?: string[] } = {},
): Promise<void> {
  const { body } = await api.get(paths.alb(namespace, name));
  const at = '2026-01-01T00:00:00Z';
  const status = {
    state,
    reason: state === 'Progressing' ? 'wait workload ready spec 3 status 0 0' : '',
    probeTime: 1_688_092_123,
    probeTimeStr: at,
    detail: {
      address: { ipv4: [], ipv6: [], ...address, msg: '', ok: true },
      deploy: { state: state === 'Progressing' ? 'Progressing' : 'Running', reason: '', probeTimeStr: at },
      version: { version: 'v3.14.1', imagePatch: 'not patch' },
    },
  };
  await put(api, `${paths.alb(namespace, name)}/status`, { ...body, status });
}

/** As this back end does: Unknown/Pending first, then Ready=False without Programmed, then Ready. */
export async function writeGatewayStatus(
  api: KubeApi,
  namespace: string,
  name: string,
  stage: 'pending' | 'unassigned' | 'ready',
  { at = '2026-01-01T00:00:00Z', gatewayApi = usualDialect.gatewayApi } = {},
): Promise<void> {
  const path = pathsOf(gatewayApi).gateway(namespace, name);
  const { body } = await api.get(path);
  const condition = (type: string, status: string, reason: string) => ({
    type,
    status,
    reason,
    message: '',
    observedGeneration: body.metadata.generation,
    lastTransitionTime: at,
  });
  const accepted = condition('Accepted', 'True', 'Accepted');
  const conditions = {
    pending: [condition('Accepted', 'Unknown', 'Pending')],
    unassigned: [accepted, condition('Ready', 'False', 'AddressNotAssigned')],
    ready: [accepted, condition('Ready', 'True', 'Ready')],
  }[stage];
  await put(api, `${path}/status`, { ...body, status: { conditions } });
}

async function put(api: KubeApi, path: string, body: object): Promise<void> {
  const answer = await api.put(path, body);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
}
