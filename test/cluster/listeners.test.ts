import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { ControlPlane, tokens } from '../harness/control-plane.js';
import { applyDefinitions, createNamespace } from '../harness/control-plane-setup.js';
import type { KubeApi } from '../harness/kube-api.js';

let plane: ControlPlane;
let api: KubeApi;
let server: AlbGraphql;

beforeAll(async () => {
  plane = await ControlPlane.start();
  api = await plane.api();
  await applyDefinitions(api);
  await createNamespace(api, 'a1');
  server = await AlbGraphql.start({ KUBECONFIG: await plane.kubeconfig() }, tokens.admin);
}, 900_000);

afterAll(async () => {
  await server?.stop();
  await api?.close();
  await plane?.stop();
});

/** What the API server itself counts: watches open now, by resource. */
async function watches(): Promise<Record<string, number>> {
  const { body } = await api.get('/metrics');
  const lines = String(body).match(/^apiserver_longrunning_requests\{[^}]*verb="WATCH"[^}]*\} \d+/gm) ?? [];
  return Object.fromEntries(
    lines.map((line) => [/resource="([^"]*)"/.exec(line)?.[1], Number(line.split(' ').at(-1))]),
  );
}

it('1,000 listeners are one watch for Gateways and one for ALBs, by the count of a real API server', async () => {
  const query = 'subscription { gatewayEvents(initial: false) { type gateway { name } } }';
  const listeners = server.subscribeMany(query, 1_000);
  await Promise.all(listeners.map((listener) => listener.next()));
  expect(await watches()).toMatchObject({ gateways: 1, alaudaloadbalancer2: 1, gatewayclasses: 1 });

  await api.post('/apis/gateway.networking.k8s.io/v1/namespaces/a1/gateways', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'told-to-all' },
    spec: { gatewayClassName: 'c', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  });
  const events = await Promise.all(listeners.map((listener) => listener.next()));
  expect(events.every(({ gatewayEvents }) => gatewayEvents.gateway.name === 'told-to-all')).toBe(true);
}, 120_000);
