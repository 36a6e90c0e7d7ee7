import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { defaultTokens } from '../../src/sandbox/users.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { OtlpReceiver, type ReceivedSpan } from '../harness/otlp-receiver.js';
import { albOf, gatewayOf } from './backup.js';
import { createClasses, paths, writeAlbStatus } from './platform.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const callersSpan = 'b7ad6b7169203331';

async function post(server: AlbGraphql, query: string, traceparent?: string): Promise<void> {
  const headers = { 'content-type': 'application/json', ...(traceparent && { traceparent }) };
  await (await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).json();
}

async function overSocket(server: AlbGraphql, query: string, traceparent: string): Promise<void> {
  const url = `${server.url.replace('http', 'ws')}/graphql`;
  const client = createClient({ url, webSocketImpl: WebSocket });
  for await (const _ of client.iterate({ query, extensions: { traceparent } }));
  await client.dispose();
}

const create = (name: string) => `mutation Make { createGateway(input: { namespace: "a1", name: "${name}", listeners: [
  { name: "http", port: 80, protocol: "HTTP" }] }) { alb { name } } }`;

describe('traces', () => {
  let opened: OpenedSandbox;
  let receiver: OtlpReceiver;
  /** The traceparent that the cluster was sent, by method and path. */
  const sent = new Map<string, unknown>();

  beforeAll(async () => {
    opened = await openSandbox({
      intercept({ method, url, headers }) {
        sent.set(`${method} ${url.split('?')[0]}`, headers['traceparent']);
        return undefined;
      },
    });
    for (const name of ['a1', 'cpaas-system']) await createNamespace(opened.api, name);
    await createClasses(opened.api);
    receiver = await OtlpReceiver.start();
    const environment = { KUBECONFIG: await opened.kubeconfig(), OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    const server = await AlbGraphql.start(environment);
    await post(server, create('traced'), `00-${traceId}-${callersSpan}-01`);
    await post(server, 'mutation { deleteGateway(input: { namespace: "a1", name: "none" }) { gateway { name } } }');
    await post(server, '{ gateways { totalCount } }', `00-${traceId.replace('0', 'f')}-${callersSpan}-00`);
    await overSocket(server, '{ albs { totalCount } }', `00-${traceId}-${callersSpan}-01`);
    const events = server.subscribe(`subscription Live { gatewayEvents(namespace: "a1", name: "traced") {
      type gateway { labels addresses { value } } } }`);
    await events.until(({ gatewayEvents }) => gatewayEvents.type === 'SYNCED');
    await opened.api.patch(
      paths.gateway('a1', 'traced'),
      { metadata: { labels: { seen: 'yes' } } },
      'application/merge-patch+json',
    );
    await events.until(({ gatewayEvents }) => gatewayEvents.gateway.labels.seen === 'yes');
    const { body } = await opened.api.get(paths.gateway('a1', 'traced'));
    await writeAlbStatus(opened.api, 'a1', body.metadata.labels['alb.cpaas.io/alb-ref'], 'Running', {
      ipv4: ['203.0.113.7'],
    });
    await events.until(({ gatewayEvents }) => gatewayEvents.gateway.addresses.length === 1);
    await events.stop();
    // Stopping hands over what is left.
    await server.stop();
  });

  afterAll(async () => {
    await receiver.close();
    await opened.close();
  });

  it('go to the collector, in the name of this server', () => {
    expect([...receiver.paths]).toEqual(['/v1/traces']);
    expect(receiver.resources[0]).toMatchObject({
      'service.name': 'alb-graphql',
      'service.version': expect.any(String),
    });
  });

  it("go on with the caller's: operation, resolver, and each request to the cluster", () => {
    const [operation] = receiver.named('mutation createGateway') as [ReceivedSpan];
    expect(operation).toMatchObject({
      traceId,
      parentSpanId: callersSpan,
      kind: 2,
      failed: false,
      attributes: { 'graphql.operation.name': 'Make', 'alb_graphql.clusters': 'sandbox' },
    });
    const children = receiver.childrenOf(operation);
    expect(children.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['resolve createGateway', 'create ALB2', 'create Gateway']),
    );
    for (const { startMs } of children) expect(startMs).toBeGreaterThanOrEqual(operation.startMs);
    expect(children.find(({ name }) => name === 'create Gateway')).toMatchObject({
      traceId,
      kind: 3,
      attributes: { 'k8s.cluster.name': 'sandbox', 'http.request.method': 'POST', 'http.response.status_code': 201 },
    });
  });

  it('are passed on to the cluster', () => {
    const written = receiver.named('create Gateway').map(({ spanId }) => `00-${traceId}-${spanId}-01`);
    expect(written).toContain(sent.get(`POST ${paths.gateway('a1')}`));
  });

  it("go on with the caller's over WebSocket too", () => {
    expect(receiver.named('query albs')).toMatchObject([{ traceId, parentSpanId: callersSpan }]);
  });

  it('show what failed', () => {
    const [operation] = receiver.named('mutation deleteGateway') as [ReceivedSpan];
    expect(operation).toMatchObject({
      failed: true,
      parentSpanId: undefined,
      attributes: { 'error.type': 'NOT_FOUND' },
    });
    const failed = receiver.childrenOf(operation).filter((span) => span.failed);
    expect(failed.map(({ name }) => name)).toEqual(expect.arrayContaining(['resolve deleteGateway', 'get Gateway']));
  });

  it('are not kept where the caller keeps theirs not', () => {
    expect(receiver.spans.filter((span) => span.traceId === traceId.replace('0', 'f'))).toEqual([]);
  });

  it.each(['Gateway', 'ALB2'])('lead from a watch event of a %s to the listener', (kind) => {
    const watched = receiver.named('watch event').filter(({ attributes }) => attributes['alb_graphql.kind'] === kind);
    const told = watched.flatMap((event) => receiver.childrenOf(event).map((child) => ({ event, child })));
    expect(told.map(({ child }) => child.name)).toContain('listener gatewayEvents');
    for (const { event, child } of told) {
      expect(child.traceId).toBe(event.traceId);
      expect(child.attributes['alb_graphql.request_id']).toEqual(expect.any(String));
    }
  });

  it('have no attribute and no name that docs/operations/monitoring.md does not tell of', () => {
    const page = readFileSync(new URL('../../docs/operations/monitoring.md', import.meta.url), 'utf8');
    const attributes = [...new Set(receiver.spans.flatMap((span) => Object.keys(span.attributes)))];
    expect(attributes.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    const forms =
      /^(query|mutation|subscription|resolve|subscribe|listener) \w+$|^watch event$|^\w+ [A-Z]\w+$|^discovery \w+$/;
    expect(receiver.spans.map(({ name }) => name).filter((name) => !forms.test(name))).toEqual([]);
  });
});

it('spans that the collector does not take are said to be lost, and nothing else is', async () => {
  const receiver = await OtlpReceiver.start();
  receiver.status = 400;
  const lines: string[] = [];
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, LOG_LEVEL: 'warn' };
  const server = await AlbGraphql.start(environment, undefined, (line) => lines.push(line));
  expect(await server.ask('{ gateways { totalCount } }')).not.toHaveProperty('errors');
  await server.stop();
  await receiver.close();
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ msg: 'spans lost', level: 40, spans: expect.any(Number) }),
  ]);
});

it('without a collector nothing is traced, and no traceparent is sent on', async () => {
  const seen: unknown[] = [];
  const opened = await openSandbox({
    intercept({ headers }) {
      seen.push(headers['traceparent']);
      return undefined;
    },
  });
  const server = await AlbGraphql.start({ KUBECONFIG: await opened.kubeconfig() });
  await post(server, '{ gateways { totalCount } }', `00-${traceId}-${callersSpan}-01`);
  await server.stop();
  await opened.close();
  expect(new Set(seen)).toEqual(new Set([undefined]));
});

describe.each(['shared', 'passthrough'] as const)('who may not read ALBs, in %s mode', (mode) => {
  const gatewaysAlone = {
    verbs: ['get', 'list', 'watch'],
    groups: ['gateway.networking.k8s.io'],
    resources: ['gateways', 'gatewayclasses'],
  };
  const tokens = [...defaultTokens.slice(0, 1), { token: 't', username: 'u', groups: [], rules: [gatewaysAlone] }];

  /** All that the caller is told until SYNCED, with the errors. */
  async function toldBy(environment: Record<string, string>): Promise<unknown[]> {
    const server = await AlbGraphql.start(environment);
    const url = `${server.url.replace('http', 'ws')}/graphql`;
    const client = createClient({ url, webSocketImpl: WebSocket, connectionParams: { authorization: 'Bearer t' } });
    const told: any[] = [];
    const query = 'subscription { gatewayEvents { type gateway { name alb { name } } } }';
    for await (const result of client.iterate({ query })) {
      told.push(result);
      if ((result.data as any)?.gatewayEvents?.type === 'SYNCED') break;
    }
    await client.dispose();
    await server.stop();
    return told;
  }

  it('is told the same with traces as without', async () => {
    const opened = await openSandbox({ tokens });
    for (const name of ['a1', 'cpaas-system']) await createNamespace(opened.api, name);
    await createClasses(opened.api);
    await opened.api.post(paths.alb('a1'), albOf('a1', 'edge-11111', 'edge'));
    await opened.api.post(paths.gateway('a1'), gatewayOf('a1', 'edge', 'edge-11111'));
    const receiver = await OtlpReceiver.start();
    const environment = { KUBECONFIG: await opened.kubeconfig('admin-token'), AUTH_MODE: mode };
    const plain = await toldBy(environment);
    const traced = await toldBy({ ...environment, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    await receiver.close();
    await opened.close();
    expect(plain).toMatchObject([
      {
        data: { gatewayEvents: { type: 'ADDED', gateway: { name: 'edge', alb: null } } },
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      },
      { data: { gatewayEvents: { type: 'SYNCED', gateway: null } } },
    ]);
    expect(traced).toEqual(plain);
  });
});
