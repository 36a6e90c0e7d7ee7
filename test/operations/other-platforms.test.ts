import { afterEach, describe, expect, it } from '@jest/globals';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';

const http = { name: 'http', port: 80, protocol: 'HTTP' };
const create = `mutation ($input: CreateGatewayInput!) { createGateway(input: $input) { written alb { name } gateway { labels } } }`;

describe('platforms that are set up otherwise', () => {
  let opened: OpenedSandbox;
  let server: AlbGraphql;

  afterEach(async () => {
    await server?.stop();
    await opened?.close();
  });

  it('an old cluster serves the Gateway API as v1beta1 alone', async () => {
    opened = await openSandbox({ gatewayApiVersions: ['v1beta1'] });
    await createNamespace(opened.api, 'a1');
    server = await AlbGraphql.start({ KUBECONFIG: await opened.kubeconfig() });
    const { createGateway } = await server.get(create, { input: { namespace: 'a1', name: 'g', listeners: [http] } });
    expect(createGateway.written).toEqual(['ALB', 'GATEWAY']);
    const path = '/apis/gateway.networking.k8s.io/v1beta1/namespaces/a1/gateways/g';
    expect((await opened.api.get(path)).body.apiVersion).toBe('gateway.networking.k8s.io/v1beta1');
    const { gateway, clusters } = await server.get(
      '{ gateway(namespace: "a1", name: "g") { name manifest(format: JSON) } clusters { gatewayApiVersion } }',
    );
    expect(JSON.parse(gateway.manifest).apiVersion).toBe('gateway.networking.k8s.io/v1beta1');
    expect(clusters).toEqual([{ gatewayApiVersion: 'v1beta1' }]);
  });

  it('an operator of another label domain and another standalone class is spoken to in its names', async () => {
    opened = await openSandbox();
    await createNamespace(opened.api, 'a1');
    const environment = { LABEL_DOMAIN: 'example.org', STANDALONE_CLASS: 'own-lb' };
    server = await AlbGraphql.start({ KUBECONFIG: await opened.kubeconfig(), ...environment });
    const { createGateway } = await server.get(create, { input: { namespace: 'a1', name: 'g', listeners: [http] } });
    expect(createGateway.gateway.labels).toEqual({ 'alb.example.org/alb-ref': createGateway.alb.name });
    const { body: alb } = await opened.api.get(
      `/apis/crd.alauda.io/v2beta1/namespaces/a1/alaudaloadbalancer2/${createGateway.alb.name}`,
    );
    expect(Object.keys(alb.metadata.annotations)).toEqual(['alb-graphql.example.org/claim']);
    const { body: gateway } = await opened.api.get('/apis/gateway.networking.k8s.io/v1/namespaces/a1/gateways/g');
    expect(gateway.spec.gatewayClassName).toBe('own-lb');
  });

  it('a name of an ALB may be written with its namespace, and a label may be wrong or missing', async () => {
    opened = await openSandbox();
    await createNamespace(opened.api, 'a1');
    const { admin } = opened.sandbox;
    const alb = (name: string, gateway: string) =>
      admin.create({
        apiVersion: 'crd.alauda.io/v2beta1',
        kind: 'ALB2',
        metadata: { namespace: 'a1', name },
        spec: { type: 'nginx', config: { gateway: { mode: 'standalone', name: gateway } } },
      });
    const gateway = (name: string, labels?: Record<string, string>) =>
      admin.create({
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { namespace: 'a1', name, ...(labels && { labels }) },
        spec: { gatewayClassName: 'exclusive-gateway', listeners: [http] },
      });
    alb('long-form', 'with-namespace/a1');
    alb('of-another', 'another');
    alb('by-name', 'mislabelled');
    gateway('with-namespace');
    gateway('mislabelled', { 'alb.cpaas.io/alb-ref': 'of-another' });
    gateway('nowhere', { 'alb.cpaas.io/alb-ref': 'missing' });
    server = await AlbGraphql.start({ KUBECONFIG: await opened.kubeconfig() });
    const { gateways } = await server.get('{ gateways { nodes { name alb { name gatewayName } } } }');
    expect(gateways.nodes).toEqual([
      { name: 'mislabelled', alb: { name: 'by-name', gatewayName: 'mislabelled' } },
      { name: 'nowhere', alb: null },
      { name: 'with-namespace', alb: { name: 'long-form', gatewayName: 'with-namespace/a1' } },
    ]);
  });
});
