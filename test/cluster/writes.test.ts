import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, type Dispatcher, request } from 'undici';
import { stringify } from 'yaml';
import { systemClock } from '../../src/clock.js';
import {
  albNames,
  albsFor,
  allDone,
  type Snapshot,
  untruths,
  type WriteCase,
  type WriteStage,
  writeCases,
} from '../faults/writes-cases.js';
import { ControlPlane, tokens } from '../harness/control-plane.js';
import { applyDefinitions, createNamespace } from '../harness/control-plane-setup.js';
import { DirectEngine, type Outcome } from '../harness/direct-engine.js';
import { type Fault, FaultyApi, statusAnswer, type Upstream } from '../harness/faulty-api.js';
import type { KubeApi } from '../harness/kube-api.js';
import { ServedProcess } from '../harness/served-process.js';
import { mutations } from '../harness/write-world.js';
import { createClasses, paths } from '../operations/platform.js';

let plane: ControlPlane;
let api: KubeApi;
let proxy: FaultyApi;
let engine: DirectEngine;
let agent: Agent;
let folder: string;

/** What the API server itself refuses, in which namespace: the policy's expressions. */
const policies: Readonly<Record<string, string[]>> = {
  'no-gateway': ["is('gateways', 'CREATE')"],
  'no-gateway-after-all': ["is('gateways', 'CREATE') && !dry"],
  'no-alb-after-all': ["is('alaudaloadbalancer2', 'CREATE') && !dry"],
  'no-way-back': ["is('gateways', 'CREATE') && !dry", "is('alaudaloadbalancer2', 'DELETE')"],
  'no-new-listeners': ["is('gateways', 'UPDATE') && !dry"],
  'no-new-listeners-no-way-back': [
    "is('gateways', 'UPDATE') && !dry",
    "is('alaudaloadbalancer2', 'UPDATE') && has(oldObject.spec.address)",
  ],
  'no-gateway-goes': ["is('gateways', 'DELETE')"],
  'no-alb-goes': ["is('alaudaloadbalancer2', 'DELETE')"],
};

beforeAll(async () => {
  plane = await ControlPlane.start();
  api = await plane.api();
  await applyDefinitions(api);
  await createNamespace(api, 'cpaas-system');
  await createClasses(api);
  await installPolicies();
  agent = new Agent({ connect: { ca: await plane.caPem() } });
  proxy = await FaultyApi.start(forward);
  engine = new DirectEngine({ url: proxy.url, clock: systemClock, token: tokens.admin, writeTimeoutMs: 1_000 });
  folder = await mkdtemp(join(tmpdir(), 'alb-graphql-test-'));
}, 900_000);

afterAll(async () => {
  await engine?.close();
  await proxy?.close();
  await agent?.destroy();
  await api?.close();
  await plane?.stop();
  if (folder) await rm(folder, { recursive: true });
});

const forward: Upstream = async ({ method, url, headers, body }) => {
  const answer = await request(`${plane.url}${url}`, {
    method: method as Dispatcher.HttpMethod,
    dispatcher: agent,
    headers: {
      accept: 'application/json',
      authorization: headers.authorization ?? '',
      ...(body !== '' && { 'content-type': headers['content-type'] ?? '' }),
    },
    body: body === '' ? null : body,
  });
  return { status: answer.statusCode, body: await answer.body.text() };
};

/** One policy for all namespaces; a namespace with the label `lifted` is free of it. */
async function installPolicies(): Promise<void> {
  const is = /is\('(\w+)', '(\w+)'\)/g;
  const expand = (expression: string) =>
    expression
      .replace(
        is,
        (_, resource, verb) => `request.resource.resource == '${resource}' && request.operation == '${verb}'`,
      )
      .replace('!dry', '!(has(request.dryRun) && request.dryRun)');
  const lifted = "has(namespaceObject.metadata.labels) && 'lifted' in namespaceObject.metadata.labels";
  const validations = Object.entries(policies).flatMap(([namespace, refused]) =>
    refused.map((expression) => ({
      expression: `${lifted} || !(request.namespace == '${namespace}' && ${expand(expression)})`,
      reason: 'Forbidden',
      message: `refused in ${namespace}`,
    })),
  );
  const group = '/apis/admissionregistration.k8s.io/v1';
  const rule = {
    apiGroups: ['gateway.networking.k8s.io', 'crd.alauda.io'],
    apiVersions: ['*'],
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    resources: ['gateways', 'alaudaloadbalancer2'],
  };
  const metadata = { name: 'writes' };
  const post = async (plural: string, kind: string, spec: object) => {
    const { status, body } = await api.post(`${group}/${plural}`, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind,
      metadata,
      spec,
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
  };
  const matchConstraints = { resourceRules: [rule] };
  await post('validatingadmissionpolicies', 'ValidatingAdmissionPolicy', { matchConstraints, validations });
  await post('validatingadmissionpolicybindings', 'ValidatingAdmissionPolicyBinding', {
    policyName: 'writes',
    validationActions: ['Deny'],
  });
  for (const namespace of Object.keys(policies)) await createNamespace(api, namespace);
  const probe = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'probe' },
    spec: { gatewayClassName: 'c', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  };
  await untilTrue(async () => (await api.post(`${paths.gateway('no-gateway')}?dryRun=All`, probe)).status === 403);
}

async function untilTrue(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function snapshot(namespace: string): Promise<Snapshot> {
  const [gateway, albs] = await Promise.all([api.get(paths.gateway(namespace, 'g1')), api.get(paths.alb(namespace))]);
  const named = albs.body.items.filter(
    (alb: any) => alb.spec.config?.gateway?.name === 'g1' && alb.metadata.deletionTimestamp === undefined,
  );
  return { gateway: gateway.status === 200 ? gateway.body : undefined, albs: named };
}

function stageIn(namespace: string): WriteStage {
  return {
    run: (mutation, input) => engine.execute(mutations[mutation], { input: { namespace, ...input } }),
    leaveAlb: (name) =>
      api.post(paths.alb(namespace), {
        apiVersion: 'crd.alauda.io/v2beta1',
        kind: 'ALB2',
        metadata: { name, annotations: { 'alb-graphql.cpaas.io/claim': '2020-01-01T00:00:00.000Z/killed' } },
        spec: { type: 'nginx', config: { gateway: { mode: 'standalone', name: 'g1' } } },
      }),
    pass: async () => {},
  };
}

/** Prepared, then done with the fault; answers what it came to, having seen that the answer is true. */
async function perform(
  write: WriteCase,
  namespace: string,
  arm: () => void | Promise<void>,
): Promise<{ outcome: Outcome; before: Snapshot }> {
  const stage = stageIn(namespace);
  proxy.arm();
  await write.prepare(stage);
  const before = await snapshot(namespace);
  await arm();
  const outcome = await stage.run(write.mutation, write.input);
  expect(untruths(write, await snapshot(namespace), before, outcome)).toEqual([]);
  return { outcome, before };
}

/** The same call, now that nothing is in its way, until it has been done. */
async function heal(write: WriteCase, namespace: string, before: Snapshot): Promise<void> {
  proxy.arm();
  await untilTrue(async () => {
    const { error } = await stageIn(namespace).run(write.mutation, write.input);
    return error === undefined || write.doneAlready.includes(error.code);
  });
  const now = await snapshot(namespace);
  expect(write.standing(now, before)).toEqual(allDone(write));
  // Nobody plays the operator here, who would remove the ALBs of a deleted gateway.
  if (write.mutation !== 'delete') expect(albNames(now)).toEqual(albsFor(now));
}

const caseOf = (title: string) => writeCases.find((write) => write.title === title) as WriteCase;

describe('admission policies of a real API server', () => {
  const denied = { code: 'FORBIDDEN' };
  it.each([
    { namespace: 'no-gateway', title: 'createGateway', error: denied },
    { namespace: 'no-gateway-after-all', title: 'createGateway', error: denied },
    { namespace: 'no-alb-after-all', title: 'createGateway', error: denied },
    {
      namespace: 'no-way-back',
      title: 'createGateway',
      error: { code: 'PARTIAL_WRITE', written: ['ALB'], undone: [], unknown: [], retryable: false },
    },
    { namespace: 'no-new-listeners', title: 'updateGateway of both', error: denied },
    {
      namespace: 'no-new-listeners-no-way-back',
      title: 'updateGateway of both',
      error: { code: 'PARTIAL_WRITE', written: ['ALB'], undone: [], unknown: [], retryable: false },
    },
    { namespace: 'no-gateway-goes', title: 'deleteGateway', error: denied },
    { namespace: 'no-alb-goes', title: 'deleteOrphanedAlb', error: denied },
  ])(
    '$namespace: $title tells the truth, and heals once it is lifted',
    async ({ namespace, title, error }) => {
      const write = caseOf(title);
      const { outcome, before } = await perform(write, namespace, () => {});
      expect(outcome.error).toMatchObject({ ...error, kubernetes: { code: 403, reason: 'Forbidden' } });
      if (namespace === 'no-gateway') expect(proxy.requests).not.toContain('create ALB2');
      await api.patch(
        `/api/v1/namespaces/${namespace}`,
        { metadata: { labels: { lifted: '' } } },
        'application/merge-patch+json',
      );
      await heal(write, namespace, before);
    },
    60_000,
  );
});

describe('quotas of a real API server', () => {
  it.each(['gateways.gateway.networking.k8s.io', 'alaudaloadbalancer2.crd.alauda.io'])(
    'no more %s: refused before anything is written',
    async (resource) => {
      const namespace = `quota-${resource.split('.')[0]}`;
      await createNamespace(api, namespace);
      const amounts = { [`count/${resource}`]: '0' };
      const quotas = `/api/v1/namespaces/${namespace}/resourcequotas`;
      const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none' }, spec: { hard: amounts } };
      const { body } = await api.post(quotas, quota);
      // The part of the quota controller, which is not here.
      await api.put(`${quotas}/none/status`, { ...body, status: { hard: amounts, used: amounts } });
      const write = caseOf('createGateway');
      let outcome: Outcome | undefined;
      await untilTrue(async () => {
        const input = { ...write.input, dryRun: true };
        outcome = await stageIn(namespace).run('create', input);
        return outcome.error !== undefined;
      });
      expect(outcome?.error).toMatchObject({ code: 'FORBIDDEN' });
      const { before } = await perform(write, namespace, () => {});
      expect(proxy.requests).not.toContain('create ALB2');
      await api.delete(`${quotas}/none`);
      await heal(write, namespace, before);
    },
    60_000,
  );
});

describe('connections to a real API server that break', () => {
  const tooMany = statusAnswer(429, 'TooManyRequests', 'too many', { headers: { 'retry-after': '1' } });
  const faults: Readonly<Record<string, Fault>> = {
    'cut before': { type: 'cut-before' },
    'cut after': { type: 'cut-after' },
    'no answer in time': { type: 'hang-after' },
    '429': { type: 'answer', answer: tooMany },
  };
  const moments = [
    { title: 'createGateway', at: 'create ALB2' },
    { title: 'createGateway', at: 'create Gateway' },
    { title: 'updateGateway of both', at: 'update ALB2' },
    { title: 'updateGateway of both', at: 'update Gateway g1' },
    { title: 'deleteGateway', at: 'delete Gateway g1' },
    { title: 'deleteOrphanedAlb', at: 'delete ALB2' },
  ];
  const table = moments.flatMap((moment) => Object.keys(faults).map((name) => ({ ...moment, name })));

  it.each(table)('$title, $name "$at": the answer is true, and the same call heals', async ({ title, at, name }) => {
    const write = caseOf(title);
    const namespace = `${title}-${at}-${name}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    await createNamespace(api, namespace);
    const fault = faults[name] as Fault;
    const { before } = await perform(write, namespace, () => proxy.arm({ at, fault, onward: false }));
    expect(proxy.met).toBe(true);
    await heal(write, namespace, before);
  });

  it('stay broken: what is not known is said to be unknown, and the same call heals', async () => {
    const write = caseOf('createGateway');
    await createNamespace(api, 'broken');
    const { outcome, before } = await perform(write, 'broken', () =>
      proxy.arm({ at: 'create Gateway', fault: { type: 'cut-after' }, onward: true }),
    );
    expect(outcome.error).toMatchObject({
      code: 'PARTIAL_WRITE',
      written: ['ALB'],
      unknown: ['GATEWAY'],
      retryable: true,
    });
    await heal(write, 'broken', before);
  }, 60_000);
});

describe('a server that is killed before a real API server', () => {
  beforeAll(async () => {
    await promisify(execFile)('npm', ['run', 'build', '--silent']);
  }, 120_000);

  it.each([
    { title: 'createGateway', at: 'create ALB2', when: 'after' },
    { title: 'createGateway', at: 'create Gateway', when: 'before' },
    { title: 'createGateway', at: 'create Gateway', when: 'after' },
    { title: 'createGateway that adopts', at: 'update ALB2', when: 'before' },
    { title: 'createGateway that adopts', at: 'update ALB2', when: 'after' },
    { title: 'createGateway that adopts', at: 'create Gateway', when: 'after' },
    { title: 'updateGateway of both', at: 'update ALB2', when: 'after' },
    { title: 'deleteGateway', at: 'delete Gateway g1', when: 'before' },
    { title: 'deleteOrphanedAlb', at: 'delete ALB2', when: 'after' },
  ] as const)(
    '$title, killed $when "$at": the same call by the next one heals',
    async ({ title, at, when }) => {
      const write = caseOf(title);
      const namespace = `killed-${title}-${at}-${when}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
      await createNamespace(api, namespace);
      const kubeconfig = join(folder, 'kubeconfig');
      const named = (members: object) => [{ name: 'test', ...members }];
      const config = {
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'test',
        clusters: named({ cluster: { server: proxy.url } }),
        users: named({ user: {} }),
        contexts: named({ context: { cluster: 'test', user: 'test' } }),
      };
      await writeFile(kubeconfig, stringify(config));
      const child = await ServedProcess.start({ KUBECONFIG: kubeconfig, AUTH_MODE: 'passthrough' });
      proxy.arm();
      await write.prepare(stageIn(namespace));
      const before = await snapshot(namespace);
      const killed = Promise.withResolvers<void>();
      const call = () => child.kill().then(killed.resolve, killed.reject);
      proxy.arm({ at, fault: { type: `call-${when}`, call }, onward: false });
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${tokens.admin}` };
      const input = { namespace, ...write.input };
      const body = JSON.stringify({ query: mutations[write.mutation], variables: { input } });
      const answer = fetch(`${child.url}/graphql`, { method: 'POST', headers, body });
      await expect(answer).rejects.toThrow('fetch failed');
      await killed.promise;
      expect(Object.values(write.standing(await snapshot(namespace), before))).not.toContain('neither');
      await heal(write, namespace, before);
    },
    60_000,
  );
});
