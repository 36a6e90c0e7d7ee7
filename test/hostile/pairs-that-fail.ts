import type { KubeApi } from '../harness/kube-api.js';

/** Two ALBs of a tenant whose gateways are said to be in a namespace that the tenant may not look into. */
export async function addPairsThatFail(api: KubeApi): Promise<void> {
  for (const [name, gateway] of [
    ['a', 'g/other-1'],
    ['b', 'g/other-2'],
  ] as const) {
    await api.post('/apis/crd.alauda.io/v2beta1/namespaces/a1/alaudaloadbalancer2', {
      apiVersion: 'crd.alauda.io/v2beta1',
      kind: 'ALB2',
      metadata: { name, namespace: 'a1' },
      spec: { type: 'nginx', config: { gateway: { mode: 'standalone', name: gateway }, replicas: 1 } },
    });
  }
}
