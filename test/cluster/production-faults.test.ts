import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventMirror, linesByCluster } from '../faults/event-mirror.js';
import { changePairs, createPair, fillPairs, lasting } from '../faults/gateway-pairs.js';
import { LiveClient } from '../faults/live-client.js';
import { expectLife, listsAsked, RecoveryReport } from '../faults/recovery.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { Balancer } from '../harness/balancer.js';
import { ControlPlane, tokens } from '../harness/control-plane.js';
import { applyDefinitions, createNamespace, seedRbac } from '../harness/control-plane-setup.js';
import { CuttingProxy } from '../harness/cutting-proxy.js';
import type { KubeApi } from '../harness/kube-api.js';
import { albs, classes, gateways, RbacCaller, read } from '../harness/rbac.js';
import { ServedProcess } from '../harness/served-process.js';
import { createClasses, paths } from '../operations/platform.js';

let plane: ControlPlane;
let api: KubeApi;
const report = new RecoveryReport('Faults of production, on a real API server');

beforeAll(async () => {
  plane = await ControlPlane.start();
  api = await plane.api();
  await applyDefinitions(api);
  await seedRbac(api);
  await createClasses(api);
}, 900_000);

afterAll(async () => {
  await api?.close();
  await plane?.stop();
  report.print();
});

describe('one of two replicas is killed under load', () => {
  const namespace = 'killed';
  const mutations = {
    create: 'mutation ($input: CreateGatewayInput!) { createGateway(input: $input) { written } }',
    update: 'mutation ($input: UpdateGatewayInput!) { updateGateway(input: $input) { written } }',
  };
  const listener = (port: number) => ({ name: 'http', port, protocol: 'HTTP' });

  /** Again until it is answered; a call that another answers ALREADY_EXISTS was done by the one that got no answer. */
  async function call(url: string, query: string, input: object): Promise<{ unanswered: number }> {
    for (let unanswered = 0; ; unanswered += 1) {
      try {
        const answer = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.admin}` },
          body: JSON.stringify({ query, variables: { input: { namespace, ...input } } }),
        });
        const { errors } = (await answer.json()) as { errors?: { extensions: { code: string } }[] };
        const codes = errors?.map(({ extensions }) => extensions.code) ?? [];
        if (codes.length > 0 && (unanswered === 0 || codes[0] !== 'ALREADY_EXISTS')) throw new Error(codes.join());
        return { unanswered };
      } catch (error) {
        if ((error as Error).name !== 'TypeError') throw error;
      }
    }
  }

  it('listeners come back to the other and show the store; no answered write is lost, the others heal by the same call', async () => {
    await createNamespace(api, namespace);
    const environment = { KUBECONFIG: await plane.kubeconfig(), AUTH_MODE: 'shared', PRELOAD: 'business-1' };
    const replicas = [await ServedProcess.start(environment), await ServedProcess.start(environment)] as const;
    const balancer = await Balancer.start();
    for (const { url } of replicas) balancer.add(url);
    const clients = Array.from({ length: 20 }, () => new LiveClient(balancer.url, tokens.viewer, namespace, 10));
    try {
      await Promise.all(clients.map((client) => client.until(({ synced }) => synced)));
      let answered = 0;
      let retried = 0;
      const underLoad = Promise.withResolvers<void>();
      const write = async (worker: number) => {
        for (let turn = 0; turn < 8; turn += 1) {
          const name = `g-${worker}-${turn}`;
          const made = await call(balancer.url, mutations.create, { name, listeners: [listener(80)] });
          const changed = await call(balancer.url, mutations.update, { name, listeners: [listener(8000 + turn)] });
          answered += 2;
          retried += made.unanswered + changed.unanswered;
          if (answered >= 32) underLoad.resolve();
        }
      };
      const writers = Array.from({ length: 8 }, (_, worker) => write(worker));
      await Promise.race([underLoad.promise, Promise.all(writers)]);
      const before = clients.map(({ connections }) => connections);
      await replicas[0].kill();
      const killedMs = performance.now();
      await Promise.all(writers);
      const writtenMs = performance.now();

      const expected = Array.from({ length: 8 }, (_, worker) =>
        Array.from({ length: 8 }, (_, turn) => `g-${worker}-${turn} ${8000 + turn}`),
      )
        .flat()
        .sort();
      const stored = (await api.get(paths.gateway(namespace))).body.items;
      expect(stored.map(({ metadata, spec }: any) => `${metadata.name} ${spec.listeners[0].port}`).sort()).toEqual(
        expected,
      );
      const albNames = (await api.get(paths.alb(namespace))).body.items.map(({ metadata }: any) => metadata.name);
      expect(stored.map(({ metadata }: any) => metadata.labels['alb.cpaas.io/alb-ref']).sort()).toEqual(
        albNames.sort(),
      );

      const shows = ({ synced, lines }: LiveClient) =>
        synced && lines.every((rows) => String(rows) === String(expected));
      await Promise.all(clients.map((client) => client.until(shows)));
      const moved = clients.filter(({ connections }, at) => connections > (before[at] ?? 0)).length;
      expect(moved).toBe(10);
      report.add(
        `kill -9: ${answered} writes answered, ${retried} calls without an answer made again; last write after`,
        writtenMs - killedMs,
      );
      report.add(`kill -9: all 200 listeners, 100 of them moved, show the store`, performance.now() - killedMs);
    } finally {
      await Promise.all(clients.map((client) => client.stop()));
      await balancer.close();
      await Promise.all(replicas.map((replica) => replica.kill()));
    }
  }, 120_000);
});

describe('the API server is away for a minute', () => {
  const maxStaleMs = 20_000;
  const subjects = [
    { mode: 'single-user', memoryMs: maxStaleMs },
    // From memory too, while the cluster's last yes to the caller is believed (ACCESS_ALLOW_MS).
    { mode: 'shared', memoryMs: 10_000 },
    { mode: 'passthrough', memoryMs: 0 },
  ] as const;

  it('what is known is answered as long as it may be, then CLUSTER_UNAVAILABLE; nothing is lost; the other cluster is well', async () => {
    const namespace = 'away';
    await createNamespace(api, namespace);
    await fillPairs(api, namespace);
    const other = await ControlPlane.start();
    const otherApi = await other.api();
    await applyDefinitions(otherApi);
    await seedRbac(otherApi);
    await createPair(otherApi, 'a1', 'well');
    const otherKubeconfig = await other.kubeconfig({ context: 'other' });
    const opened = await Promise.all(
      subjects.map(async (subject) => {
        const proxy = await CuttingProxy.start(plane.url);
        const kubeconfigs = [await plane.kubeconfig({ url: proxy.url }), otherKubeconfig];
        const environment = {
          KUBECONFIG: kubeconfigs.join(delimiter),
          AUTH_MODE: subject.mode,
          CACHE_MAX_STALE_MS: String(maxStaleMs),
        };
        const server = await AlbGraphql.start(environment, tokens.viewer);
        return {
          ...subject,
          proxy,
          server,
          mirror: await EventMirror.follow(server, namespace),
          outcomes: [] as string[],
        };
      }),
    );
    const code = async (server: AlbGraphql, cluster: string, within: string) => {
      const { errors } = await server.ask(`{ gateways(cluster: "${cluster}", namespace: "${within}") { totalCount } }`);
      return errors?.[0].extensions.code ?? 'OK';
    };
    try {
      for (const { mirror } of opened) await expectLife(mirror, api, namespace);
      for (const { proxy } of opened) proxy.lose();
      await changePairs(api, namespace);
      const expected = await linesByCluster(api, [namespace]);
      await plane.stopApiserver();
      const awayMs = performance.now();
      for (const { proxy } of opened) {
        proxy.pass();
        proxy.cut();
      }
      const firstRefusal = new Map<string, number>();
      let othersMs = 0;
      while (performance.now() - awayMs < 60_000) {
        await lasting(1_000);
        for (const { mode, server, outcomes } of opened) {
          const outcome = await code(server, 'business-1', namespace);
          if (outcome !== 'OK' && !firstRefusal.has(mode)) firstRefusal.set(mode, performance.now() - awayMs);
          if (outcomes.at(-1) !== outcome) outcomes.push(outcome);
          const askedMs = performance.now();
          expect(await code(server, 'other', 'a1')).toBe('OK');
          othersMs = Math.max(othersMs, performance.now() - askedMs);
          // One cluster is no reason to take a server out that serves others.
          expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
        }
      }
      for (const { mode, memoryMs, outcomes } of opened) {
        expect([mode, outcomes]).toEqual([
          mode,
          memoryMs === 0 ? ['CLUSTER_UNAVAILABLE'] : ['OK', 'CLUSTER_UNAVAILABLE'],
        ]);
        report.add(`away: ${mode} answers CLUSTER_UNAVAILABLE from then on`, firstRefusal.get(mode) ?? Number.NaN);
      }
      report.add('away: the slowest query to the other cluster meanwhile', othersMs);
      const detail: any = await (await fetch(`${opened[1]?.server.url}/readyz`)).json();
      const states = (cluster: string) =>
        new Set(
          detail.detail.caches.filter((cache: any) => cache.cluster === cluster).map((cache: any) => cache.state),
        );
      expect(states('business-1')).not.toContain('watching');
      expect(states('other')).toEqual(new Set(['watching']));

      await plane.startApiserver();
      const serves = async (path: string) => (await api.get(path, { token: tokens.viewer })).status === 200;
      while (!(await serves(paths.gateway(namespace))) || !(await serves(paths.alb(namespace))));
      const endedMs = performance.now();
      const before = await Promise.all(opened.map(({ server }) => listsAsked(server)));
      const took = await Promise.all(
        opened.map(async ({ mirror }) => {
          await mirror.shows(expected);
          return performance.now() - endedMs;
        }),
      );
      for (const [at, { mode, mirror, server }] of opened.entries()) {
        report.add(`away: ${mode}, from the return until all was told`, took[at] ?? Number.NaN);
        await expectLife(mirror, api, namespace);
        expect(mirror.broken).toEqual([]);
        expect(await code(server, 'business-1', namespace)).toBe('OK');
      }
      for (const tookMs of took) expect(tookMs).toBeLessThan(2_000);
      for (const [at, { server }] of opened.entries()) {
        const after = await listsAsked(server);
        // One more in passthrough, for the query.
        for (const kind of Object.keys(after)) {
          expect((after[kind] ?? 0) - (before[at]?.[kind] ?? 0)).toBeLessThanOrEqual(at === 2 ? 2 : 1);
        }
      }
    } finally {
      for (const { server, proxy } of opened) {
        await server.stop();
        await proxy.close();
      }
      await otherApi.close();
      await other.stop();
    }
  }, 240_000);
});

describe('tokens are renewed', () => {
  /** A token of a service account that ends with its Secret. */
  async function issue(account: string, secret: string): Promise<string> {
    const root = '/api/v1/namespaces/default';
    const { body } = await api.post(`${root}/secrets`, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: secret },
    });
    const boundObjectRef = { kind: 'Secret', apiVersion: 'v1', name: secret, uid: body.metadata.uid };
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { boundObjectRef } };
    return (await api.post(`${root}/serviceaccounts/${account}/token`, request)).body.status.token;
  }

  /** Resolves when the API server, which remembers tokens for ten seconds, knows it no more. */
  async function revoke(secret: string, token: string): Promise<void> {
    await api.delete(`/api/v1/namespaces/default/secrets/${secret}`);
    while ((await api.get(paths.gateway('a1'), { token })).status !== 401) await lasting(100);
  }

  it("the server's own: what is kept and streamed goes on; a caller's: the new one is served, the old one ends", async () => {
    const rules = [gateways, albs, classes].map((rule) => ({ ...rule, verbs: read }));
    for (const name of ['the-server', 'a-caller']) await (await RbacCaller.create(api, name)).grant(rules);
    await fillPairs(api, 'a1');
    const proxy = await CuttingProxy.start(plane.url);
    const tokenFile = join(await mkdtemp(join(tmpdir(), 'alb-graphql-tokens-')), 'token');
    const caFile = join(dirname(tokenFile), 'ca.crt');
    await writeFile(caFile, await plane.caPem());
    const first = { server: await issue('the-server', 's1'), caller: await issue('a-caller', 'c1') };
    await writeFile(tokenFile, first.server);
    const server = await AlbGraphql.start(
      {
        // The API server itself has no path for a cluster's name: here it is the last part of the address.
        CLUSTER_URL_TEMPLATE: proxy.url.replace('127.0.0.1', '127.0.0.{cluster}'),
        CLUSTER_NAMES: '1',
        CLUSTER_CA_FILE: caFile,
        CLUSTER_TOKEN_FILE: tokenFile,
        AUTH_MODE: 'shared',
        RECHECK_MS: '5000',
      },
      tokens.viewer,
    );
    try {
      const mirror = await EventMirror.follow(server, 'a1');
      const old = await EventMirror.follow(server.as(first.caller), 'a1');
      await expectLife(mirror, api);

      await writeFile(tokenFile, await issue('the-server', 's2'));
      await revoke('s1', first.server);
      const before = await listsAsked(server);
      proxy.cut();
      const cutMs = performance.now();
      await changePairs(api, 'a1');
      await mirror.shows(await linesByCluster(api, ['a1']));
      report.add(
        "tokens: the server's old one revoked and every connection cut, until all was told",
        performance.now() - cutMs,
      );
      await expectLife(mirror, api);
      expect([mirror.broken, await listsAsked(server)]).toEqual([[], before]);

      const renewed = await issue('a-caller', 'c2');
      const query = '{ gateways(namespace: "a1") { totalCount } }';
      await revoke('c1', first.caller);
      const revokedMs = performance.now();
      expect((await server.as(renewed).ask(query)).errors).toBeUndefined();
      expect((await old.end(15_000)).message).toContain('"code":"UNAUTHENTICATED"');
      report.add(
        "tokens: a caller's revoked, until its stream has ended (RECHECK_MS 5,000)",
        performance.now() - revokedMs,
      );
      for (;;) {
        const { errors } = await server.as(first.caller).ask(query);
        if (errors === undefined) await lasting(100);
        else {
          expect(errors[0].extensions.code).toBe('UNAUTHENTICATED');
          break;
        }
      }
      const refusedMs = performance.now() - revokedMs;
      report.add('tokens: until its queries are refused (ACCESS_ALLOW_MS 10,000)', refusedMs);
      expect(refusedMs).toBeLessThan(12_000);
      const again = await EventMirror.follow(server.as(renewed), 'a1');
      expect(again.lines).toEqual(mirror.lines);
    } finally {
      await server.stop();
      await proxy.close();
      await rm(dirname(tokenFile), { recursive: true });
    }
  }, 120_000);
});
