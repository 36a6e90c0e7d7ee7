import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPair } from '../faults/gateway-pairs.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { ControlPlane, tokens } from '../harness/control-plane.js';
import { applyDefinitions, createNamespace, seedRbac } from '../harness/control-plane-setup.js';
import type { KubeApi } from '../harness/kube-api.js';
import { albs, classes, gateways, namespaces, RbacCaller, read } from '../harness/rbac.js';
import { createClasses, paths } from '../operations/platform.js';

const modes = ['shared', 'passthrough'] as const;
const callers: Record<string, string> = { ...tokens };
let plane: ControlPlane;
let api: KubeApi;
const servers = {} as Record<(typeof modes)[number], AlbGraphql>;

beforeAll(async () => {
  plane = await ControlPlane.start();
  api = await plane.api();
  await applyDefinitions(api);
  await seedRbac(api);
  await createNamespace(api, 'empty');
  await createClasses(api);
  for (const [namespace, name] of [
    ['a1', 'g1'],
    ['a1', 'g2'],
    ['a2', 'g1'],
  ] as const) {
    await createPair(api, namespace, name);
    await createEvent(namespace, name);
  }
  await createCallers();
  for (const mode of modes) {
    // The server's own rights are those of somebody who reads.
    const environment = { KUBECONFIG: await plane.kubeconfig({ token: tokens.viewer }), AUTH_MODE: mode };
    servers[mode] = await AlbGraphql.start(environment);
  }
}, 900_000);

afterAll(async () => {
  for (const server of Object.values(servers)) await server.stop();
  await api?.close();
  await plane?.stop();
});

async function createCallers(): Promise<void> {
  const add = async (name: string, grant: (caller: RbacCaller) => Promise<void>) => {
    const caller = await RbacCaller.create(api, name);
    await grant(caller);
    callers[name] = caller.token;
  };
  await add('reads-one', async (caller) => {
    await caller.grant(
      [
        { ...gateways, verbs: ['get'], resourceNames: ['g1'] },
        { ...albs, verbs: ['get'], resourceNames: ['g1-alb'] },
      ],
      'a1',
    );
  });
  await add('gets-only', (caller) => caller.grant([{ ...gateways, verbs: ['get'] }], 'a1'));
  await add('lists-only', (caller) => caller.grant([{ ...gateways, verbs: ['list'] }], 'a1'));
  await add('without-albs', (caller) =>
    caller.grant([
      { ...gateways, verbs: read },
      { ...classes, verbs: read },
    ]),
  );
  await add('knows-namespaces', async (caller) => {
    await caller.grant([{ ...namespaces, verbs: ['list'] }]);
    await caller.grant(
      [
        { ...gateways, verbs: read },
        { ...albs, verbs: read },
      ],
      'a2',
    );
  });
}

async function createEvent(namespace: string, name: string): Promise<void> {
  const { uid } = (await api.get(paths.gateway(namespace, name))).body.metadata;
  await api.post(`/api/v1/namespaces/${namespace}/events`, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.1` },
    involvedObject: { kind: 'Gateway', namespace, name, uid, apiVersion: 'gateway.networking.k8s.io/v1' },
    reason: `SawOf${namespace}${name}`,
    message: 'seen',
    type: 'Normal',
  });
}

/** What somebody gets to see: names, or a refusal. */
type Answer = readonly string[] | 'FORBIDDEN' | boolean;

interface Question {
  readonly name: string;
  /** Through this server. */
  ask(server: AlbGraphql): Promise<Answer>;
  /** From the API server itself, with the same token. */
  askCluster(token: string): Promise<Answer>;
}

const allNamespaces = ['a1', 'a2', 'cpaas-system', 'empty', 'nowhere'];
const objects = [
  ['a1', 'g1'],
  ['a1', 'g2'],
  ['a2', 'g1'],
  ['a1', 'absent'],
  ['nowhere', 'g1'],
] as const;
const verbs = ['get', 'list', 'watch', 'create', 'update', 'delete'];

const questions: Question[] = [
  ...allNamespaces.flatMap((namespace) => [
    question(`gateways of ${namespace}`, `{ gateways(namespace: "${namespace}", first: 1000) { nodes { name } } }`, [
      paths.gateway(namespace),
    ]),
    question(`ALBs of ${namespace}`, `{ albs(namespace: "${namespace}", first: 1000) { nodes { name } } }`, [
      paths.alb(namespace),
    ]),
    streamQuestion(`gateways of ${namespace}`, 'gatewayEvents', 'gateway', paths.gateway(namespace), namespace),
    streamQuestion(`ALBs of ${namespace}`, 'albEvents', 'alb', paths.alb(namespace), namespace),
    rightsQuestion(namespace),
    createQuestion(namespace),
  ]),
  ...objects.flatMap(([namespace, name]) => [
    question(`gateway ${namespace}/${name}`, `{ gateway(namespace: "${namespace}", name: "${name}") { name } }`, [
      paths.gateway(namespace, name),
    ]),
    question(`ALB ${namespace}/${name}-alb`, `{ alb(namespace: "${namespace}", name: "${name}-alb") { name } }`, [
      paths.alb(namespace, `${name}-alb`),
    ]),
    question(
      `events of gateway ${namespace}/${name}`,
      `{ gateway(namespace: "${namespace}", name: "${name}") { events { reason } } }`,
      [
        paths.gateway(namespace, name),
        `/api/v1/namespaces/${namespace}/events?fieldSelector=involvedObject.kind=Gateway,involvedObject.name=${name}`,
      ],
    ),
  ]),
  question('classes', '{ gatewayClasses { name } }', [paths.classes]),
  streamQuestion('classes', 'gatewayClassEvents', 'gatewayClass', paths.classes),
  question('class other', '{ gatewayClass(name: "other") { name } }', [`${paths.classes}/other`]),
  question('namespaces', '{ namespaces }', ['/api/v1/namespaces']),
];

/** The last path tells the answer, if the ones before it are allowed. */
function question(name: string, query: string, [...asked]: string[]): Question {
  return {
    name,
    async ask(server) {
      const { data, errors } = await server.ask(query);
      if (errors === undefined) return namesIn(data);
      return refusalOf(errors);
    },
    async askCluster(token) {
      let answer: Answer = [];
      for (const path of asked) {
        const { status, body } = await api.get(path, { token });
        if (status === 403) return 'FORBIDDEN';
        if (status === 404) return [];
        answer = (body.items ?? [body]).map((object: any) => object.reason ?? object.metadata.name).sort();
      }
      return answer;
    },
  };
}

/** A stream needs both rights, as kubectl get --watch does. */
function streamQuestion(name: string, field: string, member: string, path: string, namespace?: string): Question {
  const scope = namespace === undefined ? '' : `(namespace: "${namespace}")`;
  return {
    name: `stream of ${name}`,
    async ask(server) {
      const events = server.subscribe(`subscription { ${field}${scope} { type ${member} { name } } }`);
      try {
        const seen = await events.until((event) => event[field].type === 'SYNCED');
        return seen.flatMap((event) => event[field][member]?.name ?? []).sort();
      } catch (error) {
        return refusalOf(JSON.parse(error instanceof Error ? error.message : JSON.stringify(error)));
      } finally {
        await events.stop();
      }
    },
    async askCluster(token) {
      const { status, body } = await api.get(path, { token });
      const watch = await api.watch(path, '', { token });
      watch.stop();
      if (status === 403 || watch.status === 403) return 'FORBIDDEN';
      return body.items.map(({ metadata }: any) => metadata.name).sort();
    },
  };
}

/** Which verbs, as words. */
function rightsQuestion(namespace: string): Question {
  const kinds = { GATEWAY: gateways, ALB: albs, GATEWAY_CLASS: classes };
  const all = Object.entries(kinds).flatMap(([kind, resource]) => verbs.map((verb) => ({ kind, verb, resource })));
  return {
    name: `rights in ${namespace}`,
    async ask(server) {
      const fields = all.map(
        ({ kind, verb }) =>
          `${verb}_${kind}: can(verb: "${verb}", resource: ${kind}${kind === 'GATEWAY_CLASS' ? '' : `, namespace: "${namespace}"`})`,
      );
      const { viewer } = await server.get(`{ viewer { ${fields.join(' ')} } }`);
      return Object.keys(viewer).filter((word) => viewer[word]);
    },
    async askCluster(token) {
      const answers = await Promise.all(
        all.map(async ({ kind, verb, resource }) => {
          const scope = kind === 'GATEWAY_CLASS' ? {} : { namespace };
          const resourceAttributes = { verb, group: resource.apiGroups[0], resource: resource.resources[0], ...scope };
          const { body } = await api.post(
            '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
            { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } },
            { token },
          );
          return body.status.allowed;
        }),
      );
      return all.filter((_, at) => answers[at]).map(({ kind, verb }) => `${verb}_${kind}`);
    },
  };
}

/** Whether a gateway and its ALB could be made there, nothing being stored. */
function createQuestion(namespace: string): Question {
  const listener = { name: 'http', port: 80, protocol: 'HTTP' };
  return {
    name: `create in ${namespace}`,
    async ask(server) {
      const { errors } = await server.ask(
        'mutation ($input: CreateGatewayInput!) { createGateway(input: $input) { written } }',
        { input: { namespace, name: 'dry', listeners: [listener], dryRun: true } },
      );
      if (errors === undefined) return true;
      return errors[0].extensions.code === 'NOT_FOUND' ? [] : refusalOf(errors);
    },
    async askCluster(token) {
      const alb = { apiVersion: 'crd.alauda.io/v2beta1', kind: 'ALB2', metadata: { name: 'dry' }, spec: {} };
      const gateway = {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { name: 'dry' },
        spec: { gatewayClassName: 'exclusive-gateway', listeners: [listener] },
      };
      const answers = [
        await api.post(`${paths.alb(namespace)}?dryRun=All`, alb, { token }),
        await api.post(`${paths.gateway(namespace)}?dryRun=All`, gateway, { token }),
      ];
      if (answers.some(({ status }) => status === 403)) return 'FORBIDDEN';
      return answers.some(({ status }) => status === 404) ? [] : answers.every(({ status }) => status === 201);
    },
  };
}

/** Every name and reason in it. */
function namesIn(data: unknown): string[] {
  const names: string[] = [];
  JSON.stringify(data, (key, value) => {
    if (typeof value === 'string' && (key === 'name' || key === 'reason' || /^\d+$/.test(key))) names.push(value);
    return value;
  });
  return names.sort();
}

function refusalOf(errors: any[]): 'FORBIDDEN' {
  const codes = [...new Set(errors.map(({ extensions }) => extensions.code))];
  if (codes.length !== 1 || codes[0] !== 'FORBIDDEN') throw new Error(JSON.stringify(errors));
  return 'FORBIDDEN';
}

describe.each(modes)('in %s mode every namespaced question is answered as the API server itself does', (mode) => {
  it.each(questions.map((one) => [one.name, one] as const))('%s', async (name, { ask, askCluster }) => {
    const [answers, expected] = await Promise.all([
      tableOf((token) => ask(servers[mode].as(token))),
      tableOf((token) => askCluster(token)),
    ]);
    expect(answers).toEqual(expected);
    // A question that everybody is answered alike would prove little.
    if (name === 'gateways of a1') expect(new Set(Object.values(expected).map(String)).size).toBeGreaterThan(1);
  });
});

async function tableOf(ask: (token: string) => Promise<Answer>): Promise<Record<string, Answer>> {
  const rows = Object.entries(callers).map(async ([name, token]) => [name, await ask(token)] as const);
  return Object.fromEntries(await Promise.all(rows));
}

describe('the whole cluster', () => {
  const query = '{ gateways(first: 1000) { partial totalCount nodes { namespace name } } }';
  const everything = ['a1/g1', 'a1/g2', 'a2/g1'];
  const listed = async (mode: (typeof modes)[number], name: string) => {
    const { data, errors } = await servers[mode].as(callers[name] ?? '').ask(query);
    if (errors !== undefined) return `${errors[0].extensions.code}: ${errors[0].message}`;
    const { partial, totalCount, nodes } = data.gateways;
    expect(totalCount).toBe(nodes.length);
    return { partial, names: nodes.map((node: any) => `${node.namespace}/${node.name}`).sort() };
  };

  it.each([
    ['viewer', { partial: false, names: everything }],
    ['without-albs', { partial: false, names: everything }],
    ['alice', { partial: true, names: ['a1/g1', 'a1/g2'] }],
    ['lists-only', { partial: true, names: ['a1/g1', 'a1/g2'] }],
    ['knows-namespaces', { partial: true, names: ['a2/g1'] }],
    ['reads-one', { partial: true, names: [] }],
    ['bob', { partial: true, names: [] }],
  ])('in shared mode, for %s: of the namespaces that hold objects, those they may list', async (name, expected) => {
    expect(await listed('shared', name)).toEqual(expected);
  });

  it.each([
    ['viewer', { partial: false, names: everything }],
    ['without-albs', { partial: false, names: everything }],
    ['knows-namespaces', { partial: true, names: ['a2/g1'] }],
  ])(
    'in passthrough mode, for %s: whole, or of the namespaces that they may know of and list',
    async (name, expected) => {
      expect(await listed('passthrough', name)).toEqual(expected);
    },
  );

  it.each(['alice', 'lists-only', 'reads-one', 'bob'])(
    'in passthrough mode, for %s: FORBIDDEN, with advice',
    async (name) => {
      expect(await listed('passthrough', name)).toMatch(/^FORBIDDEN: .*name a namespace/);
    },
  );
});

describe.each(modes)('writes in %s mode carry the token of who asks', (mode) => {
  it('viewer, who reads everything, changes nothing', async () => {
    const viewer = servers[mode].as(tokens.viewer);
    const target = { namespace: 'a1', name: 'g1' };
    const { body: before } = await api.get(paths.gateway('a1', 'g1'));
    const refused = [
      await viewer.ask('mutation ($input: UpdateGatewayInput!) { updateGateway(input: $input) { written } }', {
        input: { ...target, listeners: [{ name: 'http', port: 81, protocol: 'HTTP' }] },
      }),
      await viewer.ask('mutation ($input: DeleteGatewayInput!) { deleteGateway(input: $input) { gateway { name } } }', {
        input: target,
      }),
    ];
    for (const { errors } of refused) {
      expect(errors?.[0].extensions).toMatchObject({ code: 'FORBIDDEN', kubernetes: { code: 403 } });
    }
    expect((await api.get(paths.gateway('a1', 'g1'))).body).toEqual(before);
  });
});
