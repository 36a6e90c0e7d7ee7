import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPair } from '../faults/gateway-pairs.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { ControlPlane } from '../harness/control-plane.js';
import { findControlPlaneBinaries } from '../harness/control-plane-binaries.js';
import { applyDefinitions, createNamespace } from '../harness/control-plane-setup.js';
import type { KubeApi } from '../harness/kube-api.js';
import { albs, classes, gateways, RbacCaller, read } from '../harness/rbac.js';
import { createClasses } from '../operations/platform.js';
import { grantedTo, nameOf, type Right, rightsIn, setRights, tokenFor } from './deploy/account.js';
import { callersDoings, cleanUp, firstUnmet, keptSets, type Need } from './deploy/needs.js';
import { type Mode, Overlay } from './deploy/overlay.js';
import { ServedPod } from './deploy/served-pod.js';

const root = new URL('../../', import.meta.url).pathname;
const pods = '/api/v1/namespaces/alb-graphql/pods';
const everything = [...read, 'create', 'update', 'delete'];

let plane: ControlPlane;
let api: KubeApi;
let kubectl: string;
let folder: string;
/** May do everything in a1, and reads all; may read. */
let editor: RbacCaller;
let viewer: RbacCaller;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alb-graphql-deploy-'));
  ({ kubectl } = await findControlPlaneBinaries());
  plane = await ControlPlane.start();
  api = await plane.api();
  await applyDefinitions(api);
  for (const name of ['a1', 'cpaas-system']) await createNamespace(api, name);
  await createClasses(api);
  await createPair(api, 'a1', 'g1');
  editor = await RbacCaller.create(api, 'editor');
  viewer = await RbacCaller.create(api, 'viewer');
  for (const caller of [editor, viewer]) {
    await caller.grant([gateways, albs, classes].map((rule) => ({ ...rule, verbs: read })));
  }
  await editor.grant(
    [gateways, albs].map((rule) => ({ ...rule, verbs: everything })),
    'a1',
  );
}, 900_000);

afterAll(async () => {
  await api?.close();
  await plane?.stop();
  await rm(folder, { recursive: true });
});

/** The overlay in the cluster, and a pod of its Deployment, as the controllers would make it. */
async function deploy(mode: Mode): Promise<{ overlay: Overlay; token: string }> {
  const overlay = await Overlay.render(kubectl, mode);
  const kubeconfig = await plane.kubeconfig();
  const said = await overlay.apply(kubectl, kubeconfig);
  expect(said).toHaveLength(overlay.objects.length);
  expect(said.every((line) => line.endsWith(' serverside-applied'))).toBe(true);
  const { status, body } = await api.post(pods, podOf(overlay, mode));
  expect([status, body.message]).toEqual([201, undefined]);
  const { name, uid } = body.metadata;
  return { overlay, token: await tokenFor(api, { name, uid }) };
}

function podOf({ podSpec }: Overlay, name: string): any {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: `alb-graphql-${name}` }, spec: podSpec };
}

const serve = (mode: Mode, overlay: Overlay, token: string) =>
  ServedPod.start({ app: root, overlay, token, plane, folder: join(folder, mode) });

describe.each(['passthrough', 'shared'] as const)('deploy/overlays/%s', (mode) => {
  let served: ServedPod;
  let rights: Right[];

  beforeAll(async () => {
    const { overlay, token } = await deploy(mode);
    rights = await grantedTo(api, token);
    served = await serve(mode, overlay, token);
  }, 120_000);

  afterAll(async () => {
    await served?.stop();
  });

  it('answers the probes of its pod', async () => {
    expect(await served.probe('readinessProbe')).toBe(true);
    expect(await served.probe('livenessProbe')).toBe(true);
    expect(await served.probe('startupProbe')).toBe(true);
  });

  it('answers a query to whom the cluster lets', async () => {
    const query = '{ gateways(namespace: "a1") { nodes { name } } }';
    expect(await served.as(editor.token).get(query)).toEqual({ gateways: { nodes: [{ name: 'g1' }] } });
    const { errors } = await served.client.ask(query);
    expect(errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  it("writes by its caller's token, and streams what was written", async () => {
    const events = served
      .as(viewer.token)
      .subscribe('subscription { gatewayEvents(namespace: "a1", name: "mine") { type } }');
    await events.until(({ gatewayEvents }) => gatewayEvents.type === 'SYNCED');
    const create = 'mutation ($input: CreateGatewayInput!) { createGateway(input: $input) { written } }';
    const input = { namespace: 'a1', name: 'mine', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] };
    const refused = await served.as(viewer.token).ask(create, { input });
    expect(refused.errors?.[0].extensions).toMatchObject({ code: 'FORBIDDEN', kubernetes: { code: 403 } });
    expect(await served.as(editor.token).get(create, { input })).toEqual({
      createGateway: { written: ['ALB', 'GATEWAY'] },
    });
    expect(await events.next()).toEqual({ gatewayEvents: { type: 'ADDED' } });
    await events.stop();
    await cleanUp(api);
  });

  it('has in the cluster what its role says, and nothing else', () => {
    const expected = {
      passthrough: [],
      shared: ['list', 'watch'].flatMap((verb) =>
        ['alaudaloadbalancer2', 'gatewayclasses', 'gateways'].map((resource) => `${verb} ${resource}`),
      ),
    };
    expect(rights.map(nameOf).sort()).toEqual(expected[mode]);
  });
});

it("in passthrough mode the account's token, where it is there all the same, opens nothing", async () => {
  const { status, body } = await api.get(`${pods}/alb-graphql-passthrough`);
  expect(status).toBe(200);
  const { name, uid } = body.metadata;
  const kubeconfig = await plane.kubeconfig({ token: await tokenFor(api, { name, uid }) });
  const server = await AlbGraphql.start({ KUBECONFIG: kubeconfig, AUTH_MODE: 'passthrough' });
  try {
    const query = '{ gateways(namespace: "a1") { totalCount } }';
    expect((await server.ask(query)).errors?.[0].extensions.code).toBe('UNAUTHENTICATED');
    expect(await server.as(viewer.token).get(query)).toEqual({ gateways: { totalCount: 1 } });
  } finally {
    await server.stop();
  }
});

describe('deploy/overlays/single-user', () => {
  it('listens on loopback alone, and acts with the rights of its account', async () => {
    const { overlay, token } = await deploy('single-user');
    expect(overlay.all('Service')).toEqual([]);
    const served = await serve('single-user', overlay, token);
    try {
      expect(await served.probe('readinessProbe')).toBe(true);
      expect(await served.probe('livenessProbe')).toBe(true);
      const needs = { ...keptSets(api), ...callersDoings(api) };
      for (const [name, need] of Object.entries(needs))
        expect([name, await need(served.client)]).toEqual([name, undefined]);
    } finally {
      await served.stop();
      await cleanUp(api);
    }
  }, 120_000);
});

it.each(['passthrough', 'shared', 'single-user'] as const)(
  'the pod of %s has the time that its drain may take',
  async (mode) => {
    const { environment, podSpec } = await Overlay.render(kubectl, mode);
    const steps = ['DRAIN_DELAY_MS', 'DRAIN_SPREAD_MS', 'DRAIN_MS'].map((name) => Number(environment[name]));
    const drainMs = steps.reduce((sum, ms) => sum + ms);
    expect(drainMs).toBeGreaterThan(0);
    expect(podSpec.terminationGracePeriodSeconds * 1000).toBeGreaterThanOrEqual(drainMs + 5000);
  },
);

describe('the namespace', () => {
  it('refuses a pod that could do more', async () => {
    const pod = podOf(await Overlay.render(kubectl, 'shared'), 'careless');
    delete pod.spec.securityContext;
    const { status, body } = await api.post(pods, pod);
    expect([status, body.message]).toEqual([403, expect.stringContaining('violates PodSecurity "restricted:latest"')]);
  });
});

const kept = {
  'list gatewayclasses': 'keeps GatewayClass',
  'watch gatewayclasses': 'keeps GatewayClass',
  'list gateways': 'keeps Gateway',
  'watch gateways': 'keeps Gateway',
  'list alaudaloadbalancer2': 'keeps ALB2',
  'watch alaudaloadbalancer2': 'keeps ALB2',
};

/** The first to fail without a right. */
const whoMisses: Partial<Record<Mode, Record<string, string>>> = {
  shared: kept,
  'single-user': {
    ...kept,
    'get gateways': 'create, update, delete',
    'create gateways': 'create, update, delete',
    'update gateways': 'create, update, delete',
    'delete gateways': 'create, update, delete',
    'get alaudaloadbalancer2': 'create, update, delete',
    'create alaudaloadbalancer2': 'create, update, delete',
    'update alaudaloadbalancer2': 'create, update, delete',
    'delete alaudaloadbalancer2': 'an orphan is cleared',
    'list namespaces': 'namespaces for forms',
    'list events': 'events of a gateway',
  },
};

/** Each right of the role taken away by itself: somebody misses it. */
describe.each([
  ['shared', () => keptSets(api)],
  ['single-user', () => ({ ...keptSets(api), ...callersDoings(api) })],
] as const)('the role of %s is the least', (mode: Mode, needsOf: () => Record<string, Need>) => {
  it('each right is one without which something is missing', async () => {
    const { overlay, token } = await deployAnew(mode);
    const all = rightsIn(overlay.one('ClusterRole').rules);
    const kubeconfig = await plane.kubeconfig({ token });
    const environment = { KUBECONFIG: kubeconfig, AUTH_MODE: mode };
    // In shared mode somebody asks who may see all of it.
    const caller = mode === 'shared' ? editor.token : undefined;
    const missed: Record<string, string | undefined> = {};
    for (const right of all) {
      const given = all.filter((one) => one !== right);
      await setRights(api, token, all, given);
      missed[nameOf(right)] = await firstUnmet(environment, caller, needsOf());
      await cleanUp(api);
    }
    await setRights(api, token, all, all);
    expect(await firstUnmet(environment, caller, needsOf())).toBeUndefined();
    expect(missed).toEqual(whoMisses[mode]);
  }, 300_000);
});

async function deployAnew(mode: Mode) {
  await api.delete(`${pods}/alb-graphql-${mode}?gracePeriodSeconds=0`);
  // Of a test before, its rights were set by somebody other than kubectl.
  await api.delete('/apis/rbac.authorization.k8s.io/v1/clusterroles/alb-graphql');
  return deploy(mode);
}
