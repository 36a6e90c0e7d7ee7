import { afterEach, describe, expect, it } from '@jest/globals';
import { defaultTokens } from '../../src/sandbox/users.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { createClasses } from './platform.js';

const page = `{
  gateways(first: 100) { nodes { name gatewayClass { name } alb { name } addresses { value } listeners { urls } provisioning { phase } } }
}`;

/** A hundred standalone gateways in ten namespaces, each with its ALB. */
async function fill({ api, sandbox }: OpenedSandbox): Promise<void> {
  for (const namespace of ['cpaas-system', 'a1']) await createNamespace(api, namespace);
  await createClasses(api);
  for (let at = 0; at < 100; at += 1) {
    const namespace = `n${at % 10}`;
    if (at < 10) await createNamespace(api, namespace);
    const name = `g${at}`;
    sandbox.admin.create({
      apiVersion: 'crd.alauda.io/v2beta1',
      kind: 'ALB2',
      metadata: { namespace, name: `${name}-abcde` },
      spec: { type: 'nginx', address: `10.0.0.${at}`, config: { gateway: { mode: 'standalone', name } } },
    });
    sandbox.admin.create({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { namespace, name, labels: { 'alb.cpaas.io/alb-ref': `${name}-abcde` } },
      spec: { gatewayClassName: 'exclusive-gateway', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    });
  }
}

describe('what one server asks of a cluster', () => {
  let opened: OpenedSandbox;
  let server: AlbGraphql;

  afterEach(async () => {
    await server?.stop();
    await opened?.close();
  });

  it('is three requests for a page of 100 gateways with class, ALB and addresses, in passthrough mode', async () => {
    opened = await openSandbox({ tokens: defaultTokens });
    await fill(opened);
    server = await AlbGraphql.start({ KUBECONFIG: await opened.kubeconfig(), AUTH_MODE: 'passthrough' }, 'admin-token');
    await server.get('{ gateways(first: 1) { totalCount } }');
    const before = opened.sandbox.stats().requests;
    const { gateways } = await server.get(page);
    const after = opened.sandbox.stats().requests;
    expect(gateways.nodes).toHaveLength(100);
    expect(gateways.nodes[7]).toMatchObject({ alb: { name: expect.stringMatching(/^g\d+-abcde$/) } });
    const asked = Object.keys(after).filter((what) => after[what] !== before[what]);
    expect(asked.sort()).toEqual(['LIST ALB2', 'LIST Gateway', 'LIST GatewayClass']);
    const count = asked.reduce((sum, what) => sum + (after[what] ?? 0) - (before[what] ?? 0), 0);
    expect(count).toBe(3);
  });

  it('is asked side by side what a page is joined with, and only what is selected, in passthrough mode', async () => {
    const asked: string[] = [];
    let albsAsked: PromiseWithResolvers<undefined> | undefined;
    opened = await openSandbox({
      tokens: defaultTokens,
      async intercept({ url }) {
        const list = /[a-z0-9]+(?=\?|$)/.exec(url)?.[0] ?? '';
        asked.push(list);
        if (list === 'alaudaloadbalancer2') albsAsked?.resolve(undefined);
        // As long as nobody asks for ALBs there is no answer to join them with.
        return list === 'gateways' ? albsAsked?.promise : undefined;
      },
    });
    await fill(opened);
    server = await AlbGraphql.start({ KUBECONFIG: await opened.kubeconfig(), AUTH_MODE: 'passthrough' }, 'admin-token');
    asked.length = 0;
    await server.get('{ gateways { nodes { name conditions { type } } } }');
    expect(new Set(asked)).toEqual(new Set(['io', 'gateways']));
    asked.length = 0;
    await expect(server.get('{ gateways(first: -1) { nodes { alb { name } } } }')).rejects.toThrow('first is -1');
    expect(asked).toEqual([]);
    albsAsked = Promise.withResolvers<undefined>();
    const { gateways } = await server.get('{ gateways(first: 5) { edges { node { listeners { urls } } } } }');
    expect(gateways.edges[0].node.listeners[0].urls).toEqual(['http://10.0.0.0:80']);
  });

  it('is one watch for each kind, however many listen', async () => {
    opened = await openSandbox();
    await fill(opened);
    server = await AlbGraphql.start({ KUBECONFIG: await opened.kubeconfig() });
    const query =
      'subscription { gatewayEvents(namespace: "n1", initial: false) { type gateway { name addresses { value } } } }';
    const listeners = server.subscribeMany(query, 1_000);
    const synced = await Promise.all(listeners.map((listener) => listener.next()));
    expect(new Set(synced.map(({ gatewayEvents }) => gatewayEvents.type))).toEqual(new Set(['SYNCED']));
    expect(opened.sandbox.stats().watches).toMatchObject({ Gateway: 1, ALB2: 1, GatewayClass: 1 });

    const path = '/apis/crd.alauda.io/v2beta1/namespaces/n1/alaudaloadbalancer2/g1-abcde';
    await opened.api.patch(path, { spec: { address: '10.9.9.9' } }, 'application/merge-patch+json');
    const events = await Promise.all(listeners.map((listener) => listener.next()));
    expect(events.every(({ gatewayEvents }) => gatewayEvents.gateway.addresses[0].value === '10.9.9.9')).toBe(true);
    await Promise.all(listeners.map((listener) => listener.stop()));
  }, 60_000);
});
