import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { WebSocket } from 'ws';
import { encodeNodeId } from '../../src/gateway/node-id.js';
import type { SandboxRule } from '../../src/sandbox/users.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { Ear } from '../harness/ear.js';
import type { KubeApi } from '../harness/kube-api.js';
import { paths } from '../operations/platform.js';

/** A cluster with users admin, alice, bob, carol, dave and viewer, each with the token `{name}-token`. */
export interface LeakyCluster {
  readonly api: KubeApi;
  setRules(user: string, rules: readonly SandboxRule[]): Promise<void>;
}

/** Two clusters, their kubeconfig (contexts one and two, the server's own token one that reads everything). */
export interface LeakyPlatform {
  readonly one: LeakyCluster;
  readonly two: LeakyCluster;
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

type KindName = 'Gateway' | 'ALB2' | 'GatewayClass' | 'Event';

/** Something stored, and the word that is in it and nowhere else. */
interface Secret {
  readonly cluster: 'one' | 'two';
  readonly kind: KindName;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly marker: string;
}

const read = ['get', 'list', 'watch'];
const write = [...read, 'create', 'update', 'patch', 'delete'];
const gatewayGroup = 'gateway.networking.k8s.io';
const groups = { Gateway: gatewayGroup, ALB2: 'crd.alauda.io', GatewayClass: gatewayGroup, Event: '' };
const plurals = { Gateway: 'gateways', ALB2: 'alaudaloadbalancer2', GatewayClass: 'gatewayclasses', Event: 'events' };
const allow = (kind: KindName, more: Partial<SandboxRule> = {}): SandboxRule => ({
  verbs: read,
  groups: [groups[kind]],
  resources: [plurals[kind]],
  ...more,
});

/** Everybody's rights, cluster by cluster: different enough that each pair of objects tells some two callers apart. */
const rights: Record<string, { one: SandboxRule[]; two: SandboxRule[] }> = {
  viewer: { one: [allow('Gateway'), allow('ALB2'), allow('GatewayClass'), allow('Event')], two: [] },
  alice: {
    one: [
      allow('Gateway', { verbs: write, namespaces: ['a1'] }),
      allow('ALB2', { verbs: write, namespaces: ['a1'] }),
      allow('Event', { namespaces: ['a1'] }),
      allow('GatewayClass'),
    ],
    two: [allow('ALB2', { namespaces: ['a2'] })],
  },
  bob: {
    one: [allow('Gateway', { verbs: write }), allow('GatewayClass')],
    two: [allow('Gateway'), allow('ALB2'), allow('GatewayClass')],
  },
  carol: {
    one: [
      allow('Gateway', { verbs: ['get'], namespaces: ['a1'], resourceNames: ['same'] }),
      allow('ALB2', { verbs: ['get'], namespaces: ['a2'], resourceNames: ['other'] }),
    ],
    two: [],
  },
  dave: { one: [allow('ALB2', { namespaces: ['a1'] })], two: [allow('Gateway', { namespaces: ['a1'] })] },
};
const callers = Object.keys(rights);
const tokenOf = (name: string) => `${name}-token`;

function mayGet(caller: string, { cluster, kind, namespace, name }: Secret): boolean {
  return (rights[caller]?.[cluster] ?? []).some(
    ({ groups: given, resources, namespaces, resourceNames }) =>
      given.includes(groups[kind]) &&
      resources.includes(plurals[kind]) &&
      (namespaces === undefined || (namespace !== undefined && namespaces.includes(namespace))) &&
      (resourceNames === undefined || resourceNames.includes(name)),
  );
}

const secrets: Secret[] = (['one', 'two'] as const).flatMap((cluster) =>
  (
    [
      ['GatewayClass', undefined, 'same'],
      ['ALB2', 'a1', 'same'],
      ['Gateway', 'a1', 'same'],
      ['ALB2', 'a1', 'other'],
      ['Gateway', 'a1', 'other'],
      ['ALB2', 'a2', 'same'],
      ['Gateway', 'a2', 'same'],
      ['ALB2', 'a2', 'other'],
      ['Gateway', 'a2', 'other'],
      ['Gateway', 'a1', 'by-class'],
      ['ALB2', 'cpaas-system', 'same'],
      ['Event', 'a1', 'same'],
      ['Event', 'a2', 'same'],
    ] as [KindName, string | undefined, string][]
  ).map(([kind, namespace, name]) => {
    const word = `${cluster}/${kind}/${namespace ?? ''}/${name}`;
    return {
      cluster,
      kind,
      namespace,
      name,
      marker: `x${createHash('sha256').update(word).digest('hex').slice(0, 20)}x`,
    };
  }),
);
const secretAt = (cluster: string, kind: string, namespace: string | undefined, name: string) =>
  secrets.find(
    (one) => one.cluster === cluster && one.kind === kind && one.namespace === namespace && one.name === name,
  ) as Secret;

const common = 'name uid labels annotations createdAt manifest(format: JSON)';
const kubernetesEvents = 'events { reason message regarding }';
const albFields = `${common} namespace addresses { value } manualAddresses loadBalancer { message hostnames ipv4 }
  lbSvcAnnotations gatewayName reason version state orphaned ${kubernetesEvents}`;
const gatewayFields = `${common} namespace gatewayClassName addresses { value sources } statusAddresses { value }
  listeners { name hostname urls conditions { message } } conditions { reason message }
  provisioning { phase percent steps { name state message } } ${kubernetesEvents}`;
const classFields = `${common} description conditions { message } addresses { value }`;
/** Every way from one object to another. */
const fragments = `
  fragment gatewayParts on Gateway { ${gatewayFields} }
  fragment albParts on Alb { ${albFields} }
  fragment classParts on GatewayClass { ${classFields} }
  fragment wholeGateway on Gateway { ...gatewayParts alb { ...albParts } gatewayClass { ...classParts alb { ...albParts } } }
  fragment wholeAlb on Alb { ...albParts gateways { ...gatewayParts gatewayClass { ...classParts } } }
  fragment wholeClass on GatewayClass { ...classParts alb { ...albParts } gateways(first: 100) { totalCount nodes { ...gatewayParts } } }`;
const wholeOf = { Gateway: '...wholeGateway', ALB2: '...wholeAlb', GatewayClass: '...wholeClass' };
const eachFragment = fragments.split(/(?=\bfragment )/).filter((text) => text.startsWith('fragment'));
const partsOf = (text: string) =>
  eachFragment.filter((fragment) => text.includes(`...${/fragment (\w+)/.exec(fragment)?.[1]}`));

/** With the fragments that it uses, and no others. */
function withFragments(operation: string): string {
  const used = new Set(partsOf(operation));
  for (const fragment of used) for (const part of partsOf(fragment)) used.add(part);
  return [operation, ...used].join(' ');
}

const cut = (text: string) => text.slice(0, 300);

/** An answer, with its errors in the order of their paths: they come in that of their being met. */
function inOrder(text: string): unknown {
  const { errors = [], ...rest } = JSON.parse(text);
  return { ...rest, errors: errors.sort((a: any, b: any) => String(a.path).localeCompare(String(b.path))) };
}

/** What nobody may learn, whatever they ask and however: registered as tests. */
export function describeLeaks(title: string, open: () => Promise<LeakyPlatform>, timeoutMs = 60_000): void {
  describe.each(['shared', 'passthrough'] as const)(`${title}, in %s mode`, (mode) => {
    let platform: LeakyPlatform;
    let server: AlbGraphql;
    const ears: Ear[] = [];
    const ear = (caller: string, agent?: Agent) => {
      const made = new Ear(server.url, tokenOf(caller), withFragments, agent);
      ears.push(made);
      return made;
    };

    beforeAll(async () => {
      platform = await open();
      server = await AlbGraphql.start({
        KUBECONFIG: platform.kubeconfig,
        AUTH_MODE: mode,
        RECHECK_MS: '1000',
        ACCESS_ALLOW_MS: '500',
        ACCESS_DENY_MS: '500',
        MAX_COMPLEXITY: '0',
        MAX_ALIASES: '0',
        MAX_ROOT_FIELDS: '0',
        MAX_TOKENS: '0',
      });
    }, timeoutMs);

    afterAll(async () => {
      await Promise.all(ears.map((one) => one.close()));
      await server?.stop();
      await platform?.stop();
    });

    /** Of all that a caller heard, nothing is of an object that they may not get. */
    const expectSilence = (caller: string, heard: string) => {
      const told = secrets.filter((secret) => heard.includes(secret.marker) && !mayGet(caller, secret));
      expect(told.map((secret) => [caller, secret])).toEqual([]);
    };

    /** Everything there is to ask, of one caller. Nothing of it may fail for a reason of this server's own. */
    const askEverything = async (by: Ear) => {
      const queries = ['one', 'two'].flatMap((cluster) => {
        const at = `cluster: "${cluster}"`;
        const lists = [undefined, 'a1', 'a2', 'cpaas-system'].flatMap((namespace) => {
          const scope = `${at}, first: 100${namespace ? `, namespace: "${namespace}"` : ''}`;
          return [
            `gateways(${scope}) { totalCount partial nodes { ...wholeGateway } }`,
            `albs(${scope}) { totalCount partial nodes { ...wholeAlb } }`,
          ];
        });
        const objects = secrets.flatMap(({ cluster: where, kind, namespace, name }) => {
          if (where !== cluster || kind === 'Event') return [];
          const place = `${at}, name: "${name}"${namespace ? `, namespace: "${namespace}"` : ''}`;
          const id = encodeNodeId({ kind: kind === 'ALB2' ? 'Alb' : kind, cluster, namespace, name });
          const field = { Gateway: 'gateway', ALB2: 'alb', GatewayClass: 'gatewayClass' }[kind];
          return [
            `${field}(${place}) { ${wholeOf[kind]} }`,
            `node(id: "${id}") { id ... on Gateway { ...wholeGateway } ... on Alb { ...wholeAlb } }`,
          ];
        });
        const rest = [
          `gatewayClasses(${at}) { ...wholeClass }`,
          `viewer(${at}) { username groups }`,
          `namespaces(${at})`,
        ];
        return [lists, objects, rest].map(
          (fields) => `{ ${fields.map((field, index) => `f${index}: ${field}`).join(' ')} }`,
        );
      });
      queries.push(
        '{ clusters { name reachable gateways(first: 100) { totalCount nodes { ...wholeGateway } } gatewayClasses { ...wholeClass } } }',
      );
      const answers: string[] = [];
      for (const query of queries) answers.push(await by.ask(query));
      for (const cluster of ['one', 'two']) {
        for (const namespace of ['a1', 'a2']) {
          const input = { cluster, namespace, name: 'same', dryRun: true };
          const listeners = [{ name: 'http', port: 81, protocol: 'HTTP' }];
          const mutations = [
            ['DeleteOrphanedAlb', 'alb { ...albParts }', input],
            ['CreateGateway', 'gateway { ...gatewayParts } alb { ...albParts }', { ...input, listeners }],
            ['UpdateGateway', 'gateway { ...gatewayParts } alb { ...albParts }', { ...input, listeners }],
            ['UpdateGateway', 'gateway { name }', { ...input, listeners, generation: 99, albGeneration: 99 }],
            ['DeleteGateway', 'gateway { ...gatewayParts } albs { ...albParts }', input],
          ] as const;
          for (const [name, selection, given] of mutations) {
            const field = name.charAt(0).toLowerCase() + name.slice(1);
            const mutation = `mutation ($input: ${name}Input!) { ${field}(input: $input) { ${selection} } }`;
            answers.push(await by.ask(mutation, { input: given }));
          }
        }
      }
      const faults =
        /INTERNAL_SERVER_ERROR|GRAPHQL_VALIDATION_FAILED|GRAPHQL_PARSE_FAILED|BAD_USER_INPUT|QUERY_TOO_COMPLEX|TOO_MANY/;
      expect(answers.filter((answer) => faults.test(answer)).map(cut)).toEqual([]);
    };

    it('fifty callers of mixed rights at once, while nothing is in memory yet', async () => {
      const all = Array.from({ length: 50 }, (_, at) => ({ caller: callers[at % callers.length] as string }));
      const heard = await Promise.all(
        all.map(async ({ caller }) => {
          const by = ear(caller);
          await by.ask(`{
            gateways(cluster: "one", first: 100) { totalCount nodes { ...gatewayParts alb { name } } }
            albs(cluster: "one", first: 100) { totalCount nodes { ...albParts } }
            gateway(cluster: "one", namespace: "a1", name: "same") { ...gatewayParts alb { ...albParts } }
            alb(cluster: "two", namespace: "a1", name: "same") { ...albParts }
          }`);
          return { caller, text: by.heard };
        }),
      );
      for (const { caller, text } of heard) expectSilence(caller, text);
      // Those who may get it did: the words are in what can be heard.
      const gateway = secretAt('one', 'Gateway', 'a1', 'same');
      for (const { caller, text } of heard)
        expect([caller, text.includes(gateway.marker)]).toEqual([caller, mayGet(caller, gateway)]);
    });

    it.each(callers)(
      '%s, whatever is asked: the same name in two kinds, two namespaces and two clusters',
      async (caller) => {
        const by = ear(caller);
        await askEverything(by);
        expectSilence(caller, by.heard);
        const missed = secrets.filter((secret) => mayGet(caller, secret) && !by.heard.includes(secret.marker));
        expect(missed).toEqual([]);
      },
    );

    it.each(callers)('%s, by filters: what cannot be got is as what is not there', async (caller) => {
      const by = ear(caller);
      for (const secret of secrets.filter((one) => !mayGet(caller, one))) {
        const ask = (word: string) =>
          by.ask(
            `query ($cluster: String!, $host: String!, $word: String!, $label: String!) {
              byAddress: gateways(cluster: $cluster, filter: { address: $host }) { totalCount nodes { name } }
              bySearch: gateways(cluster: $cluster, filter: { search: $word }) { totalCount nodes { name } }
              byLabel: gateways(cluster: $cluster, filter: { labelSelector: $label }) { totalCount nodes { name } }
              byHost: gateways(cluster: $cluster, filter: { hostname: $host }) { totalCount nodes { name } }
              albsByAddress: albs(cluster: $cluster, filter: { address: $host }) { totalCount nodes { name } }
              albsBySearch: albs(cluster: $cluster, filter: { search: $word }) { totalCount nodes { name } }
            }`,
            { cluster: secret.cluster, host: `${word}.example.com`, word, label: `marker=${word}` },
          );
        const [asked, absent] = [inOrder(await ask(secret.marker)), inOrder(await ask('x00000000000000000000x'))];
        expect([secret, asked]).toEqual([secret, absent]);
      }
    });

    it.each(callers)('%s, on streams of every kind and scope', async (caller) => {
      const by = ear(caller);
      const streams = ['one', 'two'].flatMap((cluster) =>
        [undefined, 'a1', 'a2'].flatMap((namespace) => {
          const scope = `cluster: "${cluster}"${namespace ? `, namespace: "${namespace}"` : ''}`;
          return [
            `gatewayEvents(${scope}) { type gateway { ...wholeGateway } }`,
            `albEvents(${scope}) { type alb { ...wholeAlb } }`,
            ...(namespace === undefined
              ? [`gatewayClassEvents(${scope}) { type gatewayClass { ...wholeClass } }`]
              : []),
          ];
        }),
      );
      await Promise.all(
        streams.map(async (stream) => {
          const events = by.subscribe(`subscription { ${stream} }`);
          // An event may carry errors at paths of what is refused; it is the bytes that count here.
          await events.untilSynced();
          await events.stop();
        }),
      );
      expectSilence(caller, by.heard);
    });

    it('a yes for one kind, just given, is none for another of its group', async () => {
      const by = ear('alice');
      expect(await by.ask('{ gatewayClasses(cluster: "one") { ...classParts } }')).toContain(
        secretAt('one', 'GatewayClass', undefined, 'same').marker,
      );
      await by.ask('{ gateways(cluster: "one", first: 100) { nodes { ...gatewayParts } } }');
      expectSilence('alice', by.heard);
    });

    it('one connection of HTTP, on which tokens take turns', async () => {
      const agent = new Agent({ connections: 1, pipelining: 1 });
      const [viewer, bob] = [ear('viewer', agent), ear('bob', agent)];
      const query = `{ gateways(cluster: "one", first: 100) { nodes { ...wholeGateway } } }`;
      for (let turn = 0; turn < 5; turn += 1) {
        await viewer.ask(query);
        await bob.ask(query);
      }
      expectSilence('bob', bob.heard);
      expectSilence('viewer', viewer.heard);
      expect(viewer.heard).toContain(secretAt('one', 'ALB2', 'a1', 'same').marker);
    });

    it('one WebSocket, whose upgrade bears one token and whose connectionParams another: the latter counts', async () => {
      const by = ear('dave');
      const events = by.subscribe(
        `subscription { gatewayEvents(cluster: "two", namespace: "a1") { type gateway { ...wholeGateway } } }`,
        tokenOf('bob'),
      );
      await events.untilSynced();
      await events.stop();
      expectSilence('dave', by.heard);
      expect(by.heard).toContain(secretAt('two', 'Gateway', 'a1', 'same').marker);
    });

    it('one WebSocket on which another token is sent later: it is closed, and nothing was told', async () => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      const heard: string[] = [];
      socket.on('message', (data) => heard.push(String(data)));
      const init = (caller: string) =>
        socket.send(
          JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${tokenOf(caller)}` } }),
        );
      await new Promise((resolve) => socket.once('open', resolve));
      init('carol');
      init('viewer');
      const query = `{ gateways(cluster: "one", first: 100) { nodes { ...wholeGateway } } }`;
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: withFragments(query) } }));
      const code = await new Promise((resolve) => socket.once('close', resolve));
      expect(code).toBe(4429);
      expectSilence('carol', heard.join('\n'));
    });

    it('a gateway whose ALB is hidden: what happens to the ALB is no event, no other phase, no other answer', async () => {
      const by = ear('bob');
      const events = by.subscribe(
        `subscription { gatewayEvents(cluster: "one", namespace: "a2", initial: false) { type gateway { ${gatewayFields} alb { name } } } }`,
      );
      await events.untilSynced();
      const phases = ['PENDING', 'PROGRESSING', 'READY', 'FAILED', 'DELETING'].map(
        (phase) => `${phase}: gateways(cluster: "one", filter: { phase: [${phase}] }) { totalCount nodes { name } }`,
      );
      const before = await by.ask(`{ ${phases.join(' ')} }`);
      const { api } = platform.one;
      const hidden = `xhidden${mode}x`;
      await patch(api, paths.alb('a2', 'same'), {
        spec: { address: `${hidden}.example.com` },
        metadata: { labels: { marker: hidden } },
      });
      const { body: alb } = await api.get(paths.alb('a2', 'same'));
      await api.put(`${paths.alb('a2', 'same')}/status`, {
        ...alb,
        status: { state: 'Warning', reason: hidden, detail: {} },
      });
      expect(await by.ask(`{ ${phases.join(' ')} }`)).toBe(before);
      // The change that can be seen is the next thing heard.
      await patch(api, paths.gateway('a2', 'same'), { metadata: { labels: { seen: mode } } });
      const next = await events.next();
      expect(next).toContain('"type":"MODIFIED"');
      expect(next).toContain(`"seen":"${mode}"`);
      await events.stop();
      expect(by.heard).not.toContain(hidden);
      expectSilence('bob', by.heard);
    });

    it('rights that end in the middle of a stream: what happens after that is never heard', async () => {
      const by = ear('viewer');
      const events = by.subscribe(
        `subscription { gatewayEvents(cluster: "one", namespace: "a1", initial: false) { type gateway { ...wholeGateway } } }`,
      );
      await events.untilSynced();
      await platform.one.setRules('viewer', []);
      let last = await events.next();
      while (last?.includes('"type":')) last = await events.next();
      expect(last).toContain('"FORBIDDEN"');
      const hidden = `xafter${mode}x`;
      await patch(platform.one.api, paths.gateway('a1', 'same'), { metadata: { annotations: { hidden } } });
      await by.ask(`{ gateways(cluster: "one", first: 100) { nodes { ...wholeGateway } } }`);
      await by.ask(`{ gateway(cluster: "one", namespace: "a1", name: "same") { ...wholeGateway } }`);
      // Somebody who still may has heard of it by now.
      const other = ear('bob');
      expect(await other.ask(`{ gateway(cluster: "one", namespace: "a1", name: "same") { annotations } }`)).toContain(
        hidden,
      );
      expect(by.heard).not.toContain(hidden);
      await platform.one.setRules('viewer', (rights['viewer'] as { one: SandboxRule[] }).one);
    });
  });
}

/** Puts everything there: objects of the same names, each full of its own word. */
export async function fillSecrets(clusters: { one: LeakyCluster; two: LeakyCluster }): Promise<void> {
  for (const [key, { api, setRules }] of Object.entries(clusters)) {
    for (const namespace of ['a1', 'a2', 'cpaas-system']) await createNamespace(api, namespace);
    for (const caller of callers) await setRules(caller, rights[caller]?.[key as 'one' | 'two'] ?? []);
  }
  for (const secret of secrets) await create(clusters[secret.cluster].api, secret);
}

async function create(api: KubeApi, { kind, namespace = '', name, marker }: Secret): Promise<void> {
  const metadata = { name, labels: { marker }, annotations: { marker } };
  const conditions = [
    { type: 'Accepted', status: 'True', reason: marker, message: marker, lastTransitionTime: '2026-01-01T00:00:00Z' },
  ];
  switch (kind) {
    case 'GatewayClass': {
      const labels = { marker, 'gatewayclass.cpaas.io/deploy': 'cpaas.io', 'gatewayclass.cpaas.io/type': 'shared' };
      const parametersRef = { group: 'crd.alauda.io', kind: 'ALB2', name: 'same', namespace: 'cpaas-system' };
      await done(
        api.post(paths.classes, {
          apiVersion: `${gatewayGroup}/v1`,
          kind,
          metadata: { ...metadata, labels },
          spec: { controllerName: 'example.com/controller', description: marker, parametersRef },
        }),
      );
      return;
    }
    case 'ALB2':
      await done(
        api.post(paths.alb(namespace), {
          apiVersion: 'crd.alauda.io/v2beta1',
          kind,
          metadata,
          spec: {
            type: 'nginx',
            address: `${marker}.example.com`,
            config: { gateway: { mode: 'standalone', name }, vip: { enableLbSvc: true, lbSvcAnnotations: { marker } } },
          },
        }),
      );
      await writeStatus(api, paths.alb(namespace, name), {
        state: 'Running',
        reason: marker,
        detail: {
          address: { ipv4: [], ipv6: [], host: [`lb.${marker}.example.com`], msg: marker, ok: true },
          deploy: { state: 'Running', reason: marker, probeTimeStr: '2026-01-01T00:00:00Z' },
          version: { version: marker, imagePatch: 'not patch' },
        },
      });
      return;
    case 'Gateway': {
      const byClass = name === 'by-class';
      await done(
        api.post(paths.gateway(namespace), {
          apiVersion: `${gatewayGroup}/v1`,
          kind,
          metadata: { ...metadata, labels: { marker, ...(!byClass && { 'alb.cpaas.io/alb-ref': name }) } },
          spec: {
            gatewayClassName: byClass ? 'same' : 'exclusive-gateway',
            listeners: [{ name: 'http', port: 80, protocol: 'HTTP', hostname: `${marker}.example.com` }],
          },
        }),
      );
      await writeStatus(api, paths.gateway(namespace, name), { conditions });
      return;
    }
    case 'Event': {
      const { uid } = (await api.get(paths.gateway(namespace, name))).body.metadata;
      await done(
        api.post(`/api/v1/namespaces/${namespace}/events`, {
          apiVersion: 'v1',
          kind,
          metadata: { name: `${name}.1` },
          involvedObject: { kind: 'Gateway', namespace, name, uid, apiVersion: `${gatewayGroup}/v1` },
          reason: 'Seen',
          message: marker,
          type: 'Normal',
        }),
      );
      return;
    }
    default:
      kind satisfies never;
  }
}

async function writeStatus(api: KubeApi, path: string, status: object): Promise<void> {
  const { body } = await api.get(path);
  await done(api.put(`${path}/status`, { ...body, status }));
}

const patch = (api: KubeApi, path: string, body: object) => done(api.patch(path, body, 'application/merge-patch+json'));

async function done(answering: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answering;
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
}
