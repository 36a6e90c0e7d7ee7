import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/clock.js';
import { SimulatedOperator } from '../../src/sandbox/operator.js';
import { fillPlatform } from '../../src/sandbox/platform.js';
import { defaultTokens } from '../../src/sandbox/users.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';

const table = '{ gateways { partial nodes { namespace name } } }';
const one = (namespace: string, name: string) =>
  `{ gateway(namespace: "${namespace}", name: "${name}") { name alb { name } } }`;

describe.each(['passthrough', 'shared'] as const)('callers in %s mode', (mode) => {
  let opened: OpenedSandbox;
  let server: AlbGraphql;
  const as = (token: string) => server.as(token);

  beforeAll(async () => {
    opened = await openSandbox({ tokens: defaultTokens });
    fillPlatform(opened.sandbox.admin, { at: '2026-01-01T00:00:00Z' });
    const operator = new SimulatedOperator(opened.sandbox.admin, {
      clock: systemClock,
      random: Math.random,
      requeueMs: 0,
    });
    operator.start();
    server = await AlbGraphql.start({ KUBECONFIG: await opened.kubeconfig('admin-token'), AUTH_MODE: mode });
  });

  afterAll(async () => {
    await server.stop();
    await opened.close();
  });

  it('need a token that the cluster knows', async () => {
    const none = await server.ask(table);
    expect(none.errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
    const unknown = await as('who-is-this').ask(table);
    expect([unknown.data, unknown.errors?.[0].extensions.code]).toEqual([{ gateways: null }, 'UNAUTHENTICATED']);
  });

  it('see everything when they may', async () => {
    const { gateways } = await as('viewer-token').get(table);
    expect([gateways.partial, gateways.nodes.length]).toEqual([false, 8]);
  });

  it('see their own namespace alone when that is all they may list', async () => {
    const { gateways } = await as('alice-token').get(
      '{ gateways(namespace: "a1") { partial nodes { namespace name addresses { value } } } }',
    );
    expect(gateways.nodes.map(({ name }: { name: string }) => name)).toEqual(['edge', 'g1']);
    const { data, errors } = await as('alice-token').ask('{ gateways(namespace: "shop") { nodes { name } } }');
    expect([data, errors?.[0].extensions.code]).toEqual([{ gateways: null }, 'FORBIDDEN']);
  });

  it('are refused one object as the cluster would refuse it', async () => {
    expect((await as('alice-token').get(one('a1', 'g1'))).gateway).toEqual({ name: 'g1', alb: { name: 'g1-12334' } });
    const { data, errors } = await as('alice-token').ask(one('shop', 'storefront'));
    expect([data, errors?.[0].extensions.code]).toEqual([{ gateway: null }, 'FORBIDDEN']);
  });

  it('who may read a Gateway and not its ALB get what the Gateway itself tells', async () => {
    opened.sandbox.setRules('bob-token', [
      {
        verbs: ['get', 'list', 'watch'],
        groups: ['gateway.networking.k8s.io'],
        resources: ['gateways', 'gatewayclasses'],
      },
    ]);
    const fields = 'addresses { value sources } listeners { urls } provisioning { phase steps { name } }';
    const bob = await as('bob-token').get(`{ gateway(namespace: "a1", name: "edge") { ${fields} } }`);
    expect(bob.gateway.addresses).toEqual([{ value: '203.0.113.3', sources: ['GATEWAY_STATUS'] }]);
    expect(bob.gateway.provisioning.steps.map(({ name }: { name: string }) => name)).toEqual([
      'GATEWAY_ACCEPTED',
      'ADDRESS_ALLOCATED',
      'PROGRAMMED',
    ]);
    const asked = await as('bob-token').ask('{ gateway(namespace: "a1", name: "edge") { name alb { name } } }');
    expect([asked.data.gateway, asked.errors?.[0].path, asked.errors?.[0].extensions.code]).toEqual([
      { name: 'edge', alb: null },
      ['gateway', 'alb'],
      'FORBIDDEN',
    ]);
    opened.sandbox.setRules('bob-token', []);
  });

  it('write with their own token, and only where they may', async () => {
    const create = 'mutation ($input: CreateGatewayInput!) { createGateway(input: $input) { written } }';
    const input = (namespace: string) => ({
      namespace,
      name: `by-${mode}`,
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }],
    });
    const refused = await as('viewer-token').ask(create, { input: input('a1') });
    expect(refused.errors?.[0].extensions).toMatchObject({
      code: 'FORBIDDEN',
      kubernetes: { code: 403, reason: 'Forbidden' },
    });
    expect((await as('alice-token').get(create, { input: input('a1') })).createGateway.written).toEqual([
      'ALB',
      'GATEWAY',
    ]);
    const elsewhere = await as('alice-token').ask(create, { input: input('a2') });
    expect(elsewhere.errors?.[0].extensions.code).toBe('FORBIDDEN');
  });

  it('are told who they are, and what they may do', async () => {
    const query =
      '{ viewer { username here: can(verb: "create", resource: GATEWAY, namespace: "a1") there: can(verb: "create", resource: GATEWAY, namespace: "a2") } }';
    expect((await as('alice-token').get(query)).viewer).toEqual({ username: 'alice', here: true, there: false });
  });

  it('hear on a stream what they may watch', async () => {
    const events = as('alice-token').subscribe(
      'subscription { gatewayEvents(namespace: "a1") { type gateway { namespace name } } }',
    );
    const seen = await events.until(({ gatewayEvents }) => gatewayEvents.type === 'SYNCED');
    await events.stop();
    expect(seen.some(({ gatewayEvents }) => gatewayEvents.gateway?.name === 'g1')).toBe(true);
    const refused = as('alice-token').subscribe('subscription { gatewayEvents(namespace: "shop") { type } }');
    await expect(refused.next()).rejects.toThrow('"code":"FORBIDDEN"');
  });
});
