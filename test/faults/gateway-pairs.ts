import { setTimeout as lasts } from 'node:timers/promises';
import type { KubeApi } from '../harness/kube-api.js';
import { paths } from '../operations/platform.js';

export interface Pair {
  readonly port?: number;
  readonly address?: string;
  readonly annotations?: Record<string, string>;
}

const mergePatch = 'application/merge-patch+json';

/** A standalone gateway and its ALB, as createGateway leaves them. */
export async function createPair(api: KubeApi, namespace: string, name: string, pair: Pair = {}): Promise<void> {
  await createAlbOf(api, namespace, name, pair);
  await createGatewayOf(api, namespace, name, pair);
}

/** The ALB of the pair alone. */
export async function createAlbOf(api: KubeApi, namespace: string, name: string, pair: Pair = {}): Promise<void> {
  const { address = '10.0.0.1', annotations = {} } = pair;
  await done(
    api.post(paths.alb(namespace), {
      apiVersion: 'crd.alauda.io/v2beta1',
      kind: 'ALB2',
      metadata: { name: `${name}-alb`, annotations },
      spec: { type: 'nginx', address, config: { gateway: { mode: 'standalone', name } } },
    }),
  );
}

/** The gateway of the pair alone. */
export async function createGatewayOf(api: KubeApi, namespace: string, name: string, pair: Pair = {}): Promise<void> {
  const { port = 80, annotations = {} } = pair;
  await done(
    api.post(paths.gateway(namespace), {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name, labels: { 'alb.cpaas.io/alb-ref': `${name}-alb` }, annotations },
      spec: { gatewayClassName: 'exclusive-gateway', listeners: [{ name: 'http', port, protocol: 'HTTP' }] },
    }),
  );
}

export async function setPort(api: KubeApi, namespace: string, name: string, port: number): Promise<void> {
  const spec = { listeners: [{ name: 'http', port, protocol: 'HTTP' }] };
  await done(api.patch(paths.gateway(namespace, name), { spec }, mergePatch));
}

export async function setAddress(api: KubeApi, namespace: string, name: string, address: string): Promise<void> {
  await done(api.patch(paths.alb(namespace, `${name}-alb`), { spec: { address } }, mergePatch));
}

export async function deletePair(api: KubeApi, namespace: string, name: string): Promise<void> {
  await done(api.delete(paths.gateway(namespace, name)));
  await done(api.delete(paths.alb(namespace, `${name}-alb`)));
}

/** What stands before each fault. */
export async function fillPairs(api: KubeApi, namespace: string): Promise<void> {
  for (const name of ['same', 'changed', 'moved', 'removed', 'reborn']) await createPair(api, namespace, name);
}

/** One change of every sort: what a watch that is down must not miss. */
export async function changePairs(api: KubeApi, namespace: string): Promise<void> {
  await setPort(api, namespace, 'changed', 8080);
  await setAddress(api, namespace, 'moved', '10.0.0.2');
  await deletePair(api, namespace, 'removed');
  await deletePair(api, namespace, 'reborn');
  await createPair(api, namespace, 'reborn', { port: 81 });
  await createPair(api, namespace, 'added');
}

/** How long a fault goes on: its own length, not a wait for something to come about. */
export const lasting = (ms: number): Promise<void> => lasts(ms);

async function done(answering: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answering;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
}
