import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { createNamespace } from '../harness/control-plane-setup.js';
import {
  createClasses,
  type Dialect,
  type Platform,
  pathsOf,
  usualDialect,
  writeAlbStatus,
  writeGatewayStatus,
} from './platform.js';

/** The two documents of the design page that createGateway stands for, as they stand there. */
const [pageAlb, pageGateway] = parseAllDocuments(`
apiVersion: crd.alauda.io/v2beta1
kind: ALB2
metadata:
  name: g1-12334
  namespace: a1
spec:
  config:
    enableAlb: false
    resources:
      limits:
        cpu: 200m
        memory: 256Mi
      requests:
        cpu: 200m
        memory: 256Mi
    vip:
        enableLbSvc: true
        lbSvcAnnotations:
           a: b
    gateway:
        mode: standalone
        name: g1
  type: nginx
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: Gateway
metadata:
    name: g1
    namespace: a1
    labels:
      alb.cpaas.io/alb-ref: g1-12334
spec:
    gatewayClassName:  exclusive-gateway
    listeners:
    - name: http
      port: 8234
      protocol: HTTP
      hostname: a.com
      allowedRoutes:
        namespaces:
          from: All
`).map((document) => document.toJS());

const create = `mutation ($input: CreateGatewayInput!) {
  createGateway(input: $input) { written gateway { id name uid resourceVersion generation } alb { name uid generation } }
}`;
const update = `mutation ($input: UpdateGatewayInput!) {
  updateGateway(input: $input) { written gateway { generation listeners { name port hostname } labels } alb { generation manualAddresses } }
}`;
const remove = `mutation ($input: DeleteGatewayInput!) {
  deleteGateway(input: $input) { gateway { name } albs { name } }
}`;
const http = { name: 'http', port: 8234, protocol: 'HTTP', hostname: 'a.com', allowedRoutes: { from: 'ALL' } };

/** Every job of the design page, on whatever cluster the platform stands on. */
export function describeOperations(title: string, open: () => Promise<Platform>, startTimeoutMs: number): void {
  describe(title, () => {
    let platform: Platform;
    let dialect: Dialect;
    let paths: ReturnType<typeof pathsOf>;
    const ask = (query: string, variables?: Record<string, unknown>) => platform.server.ask(query, variables);
    const get = (query: string, variables?: Record<string, unknown>) => platform.server.get(query, variables);

    beforeAll(async () => {
      platform = await open();
      dialect = { ...usualDialect, ...platform.dialect };
      paths = pathsOf(dialect.gatewayApi);
      for (const namespace of ['cpaas-system', 'a1', 'a2']) await createNamespace(platform.api, namespace);
      await createClasses(platform.api, dialect);
      // Everything above is in the caches once the class made last is seen.
      const events = platform.server.subscribe(
        'subscription { albEvents(namespace: "cpaas-system") { type alb { addresses { value } } } }',
      );
      await events.until(({ albEvents }) => albEvents.alb?.addresses.length === 4);
      await events.stop();
      const classes = platform.server.subscribe(
        'subscription { gatewayClassEvents(name: "other") { gatewayClass { name } } }',
      );
      await classes.until(({ gatewayClassEvents }) => gatewayClassEvents.gatewayClass?.name === 'other');
      await classes.stop();
    }, startTimeoutMs);

    afterAll(async () => {
      await platform?.stop();
    });

    it('lists the standalone classes by their labels', async () => {
      const { gatewayClasses } = await get(
        '{ gatewayClasses(type: STANDALONE) { name type alb { name } addresses { value } } }',
      );
      expect(gatewayClasses).toEqual([{ name: 'exclusive-gateway', type: 'STANDALONE', alb: null, addresses: [] }]);
    });

    it("shows a shared class with its ALB's addresses, manual ones first", async () => {
      const { gatewayClass } = await get(
        '{ gatewayClass(name: "global-alb2") { type alb { name state } addresses { value type sources } } }',
      );
      expect(gatewayClass).toEqual({
        type: 'SHARED',
        alb: { name: 'global-alb2', state: 'RUNNING' },
        addresses: [
          { value: '127.0.0.1', type: 'IPV4', sources: ['MANUAL'] },
          { value: '127.0.0.2', type: 'IPV4', sources: ['MANUAL'] },
          { value: '128.0.0.1', type: 'IPV4', sources: ['LB_SERVICE'] },
          { value: 'fe80::6442:d6ae:ffd8:6f07', type: 'IPV6', sources: ['LB_SERVICE'] },
        ],
      });
    });

    it('creates the two documents of the design page', async () => {
      const input = { namespace: 'a1', name: 'g1', listeners: [http], alb: { lbSvcAnnotations: { a: 'b' } } };
      const { createGateway } = await get(create, { input });
      expect(createGateway.written).toEqual(['ALB', 'GATEWAY']);
      expect(createGateway.alb.name).toMatch(/^g1-[a-z0-9]{5}$/);

      // The back end drops the page's spelling of this one field, and reads neither.
      const { enableAlb, ...config } = pageAlb.spec.config;
      const { name } = createGateway.alb;
      const { body: alb } = await platform.api.get(paths.alb('a1', name));
      expect({ ...alb, metadata: { name, namespace: alb.metadata.namespace } }).toEqual({
        ...pageAlb,
        metadata: { ...pageAlb.metadata, name },
        spec: { ...pageAlb.spec, config: { ...config, enableALb: enableAlb } },
      });
      expect(alb.metadata.labels).toBeUndefined();
      expect(Object.keys(alb.metadata.annotations)).toEqual([`alb-graphql.${dialect.labelDomain}/claim`]);

      // The newest version that is served.
      const { body: gateway } = await platform.api.get(paths.gateway('a1', 'g1'));
      const { labels, annotations } = gateway.metadata;
      expect({ kind: gateway.kind, labels, annotations, spec: gateway.spec }).toEqual({
        kind: pageGateway.kind,
        labels: { [`alb.${dialect.labelDomain}/alb-ref`]: name },
        annotations: undefined,
        spec: pageGateway.spec,
      });
      const v1beta1 = pathsOf('v1beta1').gateway('a1', 'g1');
      expect((await platform.api.get(v1beta1)).body.apiVersion).toBe(pageGateway.apiVersion);
    });

    it('streams a gateway from creation to READY, percent rising', async () => {
      const events = platform.server.subscribe(`subscription {
        gatewayEvents(namespace: "a1", name: "rising") {
          type resourceVersion gateway { name addresses { value sources } provisioning { phase percent } }
        }
      }`);
      expect((await events.next()).gatewayEvents).toMatchObject({ type: 'SYNCED', gateway: null });
      const input = { namespace: 'a1', name: 'rising', listeners: [http], alb: { addresses: ['10.0.0.8'] } };
      const { createGateway } = await get(create, { input });
      const alb = createGateway.alb.name;
      const next = async (phase: string, percent: number) => {
        const seen = await events.until((event) => event.gatewayEvents.gateway.provisioning.percent === percent);
        expect(seen.at(-1).gatewayEvents.gateway.provisioning).toEqual({ phase, percent });
        return seen;
      };
      expect((await next('PROGRESSING', 20))[0].gatewayEvents.type).toBe('ADDED');
      await writeAlbStatus(platform.api, 'a1', alb, 'Progressing');
      await writeGatewayStatus(platform.api, 'a1', 'rising', 'pending', dialect);
      await writeAlbStatus(platform.api, 'a1', alb, 'Pending');
      await next('PROGRESSING', 40);
      await writeGatewayStatus(platform.api, 'a1', 'rising', 'unassigned', dialect);
      await next('PROGRESSING', 60);
      await writeAlbStatus(platform.api, 'a1', alb, 'Running', { ipv4: ['203.0.113.7'] });
      await next('PROGRESSING', 80);
      await writeGatewayStatus(platform.api, 'a1', 'rising', 'ready', dialect);
      const ready = await next('READY', 100);
      expect(ready.at(-1).gatewayEvents.gateway.addresses).toEqual([
        { value: '10.0.0.8', sources: ['MANUAL'] },
        { value: '203.0.113.7', sources: ['LB_SERVICE'] },
      ]);

      // The back end writes the same status again with other times: nobody selected those, so the next event is the DELETED.
      await writeGatewayStatus(platform.api, 'a1', 'rising', 'ready', { ...dialect, at: '2026-02-02T00:00:00Z' });
      await get(remove, { input: { namespace: 'a1', name: 'rising' } });
      const last = await events.next();
      expect(last.gatewayEvents).toMatchObject({
        type: 'DELETED',
        gateway: { name: 'rising', provisioning: { phase: 'READY' } },
      });
      await events.stop();
    });

    it('reads its own writes', async () => {
      await get(create, {
        input: {
          namespace: 'a1',
          name: 'own',
          listeners: [http],
          alb: { addresses: ['::1', '0:0::1', 'LB.example.com'] },
        },
      });
      const { gateway } = await get(
        '{ gateway(namespace: "a1", name: "own") { alb { gatewayName orphaned } addresses { value } listeners { urls } } }',
      );
      expect(gateway).toEqual({
        alb: { gatewayName: 'own', orphaned: false },
        addresses: [{ value: '::1' }, { value: 'LB.example.com' }],
        listeners: [{ urls: ['http://a.com:8234'] }],
      });
    });

    it('writes only the Gateway when listeners change, and carries over what it does not know', async () => {
      const { createGateway } = await get(create, { input: { namespace: 'a1', name: 'split', listeners: [http] } });
      const listeners = [{ name: 'http', port: 9000, protocol: 'HTTP' }];
      const { updateGateway } = await get(update, { input: { namespace: 'a1', name: 'split', listeners } });
      expect(updateGateway).toMatchObject({
        written: ['GATEWAY'],
        gateway: { generation: 2, listeners: [{ name: 'http', port: 9000, hostname: 'a.com' }] },
        alb: { generation: createGateway.alb.generation },
      });
    });

    it('writes only the ALB when its settings change, unknown fields kept', async () => {
      const { createGateway } = await get(create, { input: { namespace: 'a1', name: 'settings', listeners: [http] } });
      const path = paths.alb('a1', createGateway.alb.name);
      await platform.api.patch(
        path,
        { spec: { config: { brandNew: { deep: [1, { x: true }] }, replicas: 5 } } },
        'application/merge-patch+json',
      );
      const before = (await platform.api.get(path)).body;
      const input = {
        namespace: 'a1',
        name: 'settings',
        alb: { resources: { limits: { cpu: '1' } }, addresses: ['10.1.1.1'] },
      };
      const { updateGateway } = await get(update, { input });
      expect(updateGateway).toMatchObject({
        written: ['ALB'],
        gateway: { generation: 1 },
        alb: { manualAddresses: ['10.1.1.1'] },
      });
      const after = (await platform.api.get(path)).body;
      const { config } = before.spec;
      const limits = { ...config.resources.limits, cpu: '1' };
      expect(after.spec).toEqual({
        ...before.spec,
        address: '10.1.1.1',
        config: { ...config, resources: { ...config.resources, limits } },
      });
    });

    it('writes nothing when nothing changes', async () => {
      const input = { namespace: 'a1', name: 'g1', listeners: [http], alb: { lbSvcAnnotations: { a: 'b' } } };
      const { updateGateway } = await get(update, { input });
      expect(updateGateway.written).toEqual([]);
    });

    it('answers CONFLICT with what is current, and writes nothing', async () => {
      const { gateway } = await get('{ gateway(namespace: "a1", name: "g1") { generation resourceVersion } }');
      const input = { namespace: 'a1', name: 'g1', generation: gateway.generation + 7, labels: { never: 'written' } };
      const { errors } = await ask(update, { input });
      expect(errors?.[0].extensions).toMatchObject({
        code: 'CONFLICT',
        current: [{ object: 'GATEWAY', generation: gateway.generation, resourceVersion: gateway.resourceVersion }],
      });
    });

    it('keeps alb-ref through new labels, and refuses to redirect it', async () => {
      const kept = await get(update, { input: { namespace: 'a1', name: 'g1', labels: { team: 'x' } } });
      expect(kept.updateGateway.gateway.labels).toMatchObject({
        team: 'x',
        [`alb.${dialect.labelDomain}/alb-ref`]: expect.any(String),
      });
      const { errors } = await ask(update, {
        input: { namespace: 'a1', name: 'g1', labels: { [`alb.${dialect.labelDomain}/alb-ref`]: 'stolen' } },
      });
      expect(errors?.[0].extensions).toMatchObject({
        code: 'INVALID_INPUT',
        path: ['input', 'labels', `alb.${dialect.labelDomain}/alb-ref`],
      });
    });

    it('takes the ALB away again when the cluster refuses the Gateway', async () => {
      const kinds = Array.from({ length: 9 }, (_, at) => ({ kind: `Route${at}` }));
      const input = {
        namespace: 'a1',
        name: 'refused',
        listeners: [{ ...http, allowedRoutes: { from: 'ALL', kinds } }],
      };
      const { data, errors } = await ask(create, { input });
      expect(data).toBeNull();
      expect(errors?.[0].extensions).toMatchObject({
        code: 'INVALID_INPUT',
        kubernetes: { code: 422, reason: 'Invalid' },
      });
      const { body } = await platform.api.get(paths.alb('a1'));
      expect(body.items.filter((alb: any) => alb.spec.config.gateway?.name === 'refused')).toEqual([]);
    });

    it('asks about both objects and stores neither in a dry run', async () => {
      const { createGateway } = await get(create, {
        input: { namespace: 'a1', name: 'dry', listeners: [http], dryRun: true },
      });
      expect(createGateway.written).toEqual(['ALB', 'GATEWAY']);
      expect((await platform.api.get(paths.gateway('a1', 'dry'))).status).toBe(404);
      expect((await platform.api.get(paths.alb('a1', createGateway.alb.name))).status).toBe(404);
    });

    it('creates the Gateway alone for a shared class, with the addresses of its ALB', async () => {
      const input = {
        namespace: 'a2',
        name: 'on-shared',
        gatewayClassName: 'global-alb2',
        listeners: [{ ...http, hostname: null }],
      };
      const { createGateway } = await get(create, { input });
      expect(createGateway).toMatchObject({ written: ['GATEWAY'], alb: null });
      const { gateway } = await get(
        '{ gateway(namespace: "a2", name: "on-shared") { alb { name } listeners { urls } } }',
      );
      expect(gateway.alb.name).toBe('global-alb2');
      expect(gateway.listeners[0].urls).toEqual([
        'http://127.0.0.1:8234',
        'http://127.0.0.2:8234',
        'http://128.0.0.1:8234',
        'http://[fe80::6442:d6ae:ffd8:6f07]:8234',
      ]);
      const { errors } = await ask(create, { input: { ...input, name: 'with-alb', alb: { replicas: 2 } } });
      expect(errors?.[0].extensions).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'alb'] });
    });

    it('refuses a name that is taken, and a namespace that is not there', async () => {
      const taken = await ask(create, { input: { namespace: 'a1', name: 'g1', listeners: [http] } });
      expect(taken.errors?.[0].extensions.code).toBe('ALREADY_EXISTS');
      const nowhere = await ask(create, { input: { namespace: 'nowhere', name: 'g1', listeners: [http] } });
      expect(nowhere.errors?.[0].extensions).toMatchObject({
        code: 'NOT_FOUND',
        path: ['input', 'namespace'],
        kubernetes: { code: 404 },
      });
    });

    it('reports every fault of an input at once, each with its path', async () => {
      const listeners = [
        { name: 'a', port: 0, protocol: 'HTTP' },
        { name: 'a', port: 70_000, protocol: 'HTTP', hostname: 'No_Host' },
      ];
      const alb = { addresses: ['300.1.1.1'], resources: { limits: { cpu: 'lots' } } };
      const { errors } = await ask(create, { input: { namespace: 'A1', name: 'Bad_', listeners, alb } });
      expect(errors?.map(({ extensions }) => [extensions.code, extensions.path.slice(1).join('.')])).toEqual([
        ['INVALID_INPUT', 'namespace'],
        ['INVALID_INPUT', 'name'],
        ['INVALID_INPUT', 'listeners.0.port'],
        ['INVALID_INPUT', 'listeners.1.port'],
        ['INVALID_INPUT', 'listeners.1.hostname'],
        ['INVALID_INPUT', 'listeners.1.name'],
        ['INVALID_INPUT', 'alb.addresses.0'],
        ['INVALID_INPUT', 'alb.resources.limits.cpu'],
      ]);
    });

    it.each([
      ['first: -1', ['first']],
      ['first: 1001', ['first']],
      ['after: "nonsense"', ['after']],
      ['filter: { labelSelector: "a in" }', ['filter', 'labelSelector']],
      ['namespace: "No_Name"', ['namespace']],
    ])('refuses gateways(%s)', async (args, path) => {
      const { data, errors } = await ask(`{ gateways(${args}) { totalCount } }`);
      expect(data).toEqual({ gateways: null });
      expect(errors?.[0].extensions).toMatchObject({ code: 'INVALID_INPUT', path });
    });

    it('knows no cluster but those configured', async () => {
      const { errors } = await ask('{ gateways(cluster: "nope") { totalCount } }');
      expect(errors?.[0].extensions.code).toBe('CLUSTER_UNKNOWN');
    });

    it('filters, orders and pages over the whole set', async () => {
      const page = async (args: string) =>
        (await get(`{ gateways(${args}) { totalCount pageInfo { hasNextPage endCursor } nodes { name } } }`)).gateways;
      const first = await page('namespace: "a1", first: 2, orderBy: { field: NAME, direction: DESC }');
      expect(first.nodes.map(({ name }: { name: string }) => name)).toEqual(['split', 'settings']);
      const second = await page(
        `namespace: "a1", first: 2, orderBy: { field: NAME, direction: DESC }, after: "${first.pageInfo.endCursor}"`,
      );
      expect(second.nodes.map(({ name }: { name: string }) => name)).toEqual(['own', 'g1']);
      expect(second.pageInfo.hasNextPage).toBe(false);
      const byAddress = await page('filter: { address: "0:0:0:0:0:0:0:1" }');
      expect(byAddress.nodes).toEqual([{ name: 'own' }]);
      const other = await ask(
        `{ gateways(orderBy: { field: CREATED_AT, direction: ASC }, after: "${first.pageInfo.endCursor}") { totalCount } }`,
      );
      expect(other.errors?.[0].extensions.path).toEqual(['after']);
      expect((await page('namespace: "not-there"')).totalCount).toBe(0);
    });

    it('finds an object again by its id', async () => {
      const { gateway } = await get('{ gateway(namespace: "a1", name: "g1") { id alb { id } gatewayClass { id } } }');
      const { nodes } = await get('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
        ids: [gateway.id, gateway.alb.id, gateway.gatewayClass.id],
      });
      expect(nodes).toEqual([
        { __typename: 'Gateway', id: gateway.id },
        { __typename: 'Alb', id: gateway.alb.id },
        { __typename: 'GatewayClass', id: gateway.gatewayClass.id },
      ]);
    });

    it('answers null for one that is not there', async () => {
      const data = await get(
        '{ gateway(namespace: "a1", name: "none") { id } alb(namespace: "a1", name: "none") { id } gatewayClass(name: "none") { id } }',
      );
      expect(data).toEqual({ gateway: null, alb: null, gatewayClass: null });
    });

    it('finds orphans and deletes them, and no ALB that is used', async () => {
      const orphan = {
        apiVersion: 'crd.alauda.io/v2beta1',
        kind: 'ALB2',
        metadata: { name: 'left-behind' },
        spec: { type: 'nginx', config: { gateway: { mode: 'standalone', name: 'gone' } } },
      };
      await platform.api.post(paths.alb('a2'), orphan);
      const events = platform.server.subscribe(
        'subscription { albEvents(namespace: "a2", filter: { orphaned: true }) { type alb { name } } }',
      );
      await events.until(({ albEvents }) => albEvents.alb?.name === 'left-behind');
      await events.stop();
      const { albs } = await get(
        '{ albs(namespace: "a2", filter: { orphaned: true }) { nodes { name orphaned gateways { name } } } }',
      );
      expect(albs.nodes).toEqual([{ name: 'left-behind', orphaned: true, gateways: [] }]);
      const { gateway } = await get('{ gateway(namespace: "a1", name: "g1") { alb { name } } }');
      const clear = 'mutation ($input: DeleteOrphanedAlbInput!) { deleteOrphanedAlb(input: $input) { alb { name } } }';
      const refused = await ask(clear, { input: { namespace: 'a1', name: gateway.alb.name } });
      expect(refused.errors?.[0].extensions.code).toBe('CONFLICT');
      await get(clear, { input: { namespace: 'a2', name: 'left-behind' } });
      expect((await platform.api.get(paths.alb('a2', 'left-behind'))).status).toBe(404);
    });

    it('deletes the Gateway alone, and tells which ALBs the back end removes', async () => {
      const { gateway } = await get('{ gateway(namespace: "a1", name: "split") { alb { name } } }');
      const wrong = await ask(remove, {
        input: { namespace: 'a1', name: 'split', uid: '00000000-0000-4000-8000-000000000000' },
      });
      expect(wrong.errors?.[0].extensions.code).toBe('CONFLICT');
      const { deleteGateway } = await get(remove, { input: { namespace: 'a1', name: 'split' } });
      expect(deleteGateway).toEqual({ gateway: { name: 'split' }, albs: [{ name: gateway.alb.name }] });
      expect((await platform.api.get(paths.alb('a1', gateway.alb.name))).status).toBe(200);
      const again = await ask(remove, { input: { namespace: 'a1', name: 'split' } });
      expect(again.errors?.[0].extensions.code).toBe('NOT_FOUND');
    });

    it('says who the caller is, what they may do, and how the cluster is', async () => {
      const data = await get(`{
        viewer { username can(verb: "create", resource: GATEWAY, namespace: "a1") }
        clusters { name reachable kubernetesVersion gatewayApiVersion default gateways(first: 1) { totalCount } }
        namespaces
      }`);
      expect(data.viewer).toEqual({ username: expect.any(String), can: true });
      expect(data.clusters).toHaveLength(1);
      expect(data.clusters[0]).toMatchObject({ reachable: true, gatewayApiVersion: dialect.gatewayApi, default: true });
      expect(data.namespaces).toEqual(expect.arrayContaining(['a1', 'a2', 'cpaas-system']));
    });

    it('writes a manifest that makes the object again', async () => {
      const { gateway } = await get('{ gateway(namespace: "a1", name: "g1") { manifest(format: JSON) } }');
      const manifest = JSON.parse(gateway.manifest);
      expect(Object.keys(manifest)).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
      expect(Object.keys(manifest.metadata)).toEqual(['name', 'namespace', 'labels']);
    });
  });
}
