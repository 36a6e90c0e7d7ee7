import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventMirror, linesByCluster } from '../faults/event-mirror.js';
import { changePairs, createPair, deletePair, fillPairs, setPort } from '../faults/gateway-pairs.js';
import { expectLife, listsAsked, RecoveryReport } from '../faults/recovery.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { ControlPlane, tokens } from '../harness/control-plane.js';
import { applyDefinitions, createNamespace, seedRbac } from '../harness/control-plane-setup.js';
import { CuttingProxy } from '../harness/cutting-proxy.js';
import type { KubeApi } from '../harness/kube-api.js';
import { paths } from '../operations/platform.js';

/** A server in one mode, with a proxy of its own before the one API server. */
interface Subject {
  readonly mode: 'shared' | 'passthrough';
  readonly proxy: CuttingProxy;
  readonly server: AlbGraphql;
}

let plane: ControlPlane;
let api: KubeApi;
const report = new RecoveryReport("On a real API server, from the fault's end until all was told");

beforeAll(async () => {
  plane = await ControlPlane.start();
  api = await plane.api();
  await applyDefinitions(api);
  await seedRbac(api);
}, 900_000);

afterAll(async () => {
  await api?.close();
  await plane?.stop();
  report.print();
});

/** One in each mode, new. */
async function withSubjects(settings: Record<string, string>, use: (subjects: Subject[]) => Promise<void>) {
  const subjects: Subject[] = [];
  try {
    for (const mode of ['shared', 'passthrough'] as const) {
      const proxy = await CuttingProxy.start(plane.url);
      const environment = { KUBECONFIG: await plane.kubeconfig({ url: proxy.url }), AUTH_MODE: mode, ...settings };
      subjects.push({ mode, proxy, server: await AlbGraphql.start(environment, tokens.viewer) });
    }
    await use(subjects);
  } finally {
    for (const { server, proxy } of subjects) {
      await server.stop();
      await proxy.close();
    }
  }
}

/** Makes changes, of every sort if none are given, and remembers what stands after them. */
type Change = (changing?: () => Promise<void>) => Promise<void>;

interface Fault {
  readonly name: string;
  /** Brings it about for all proxies, makes the changes while it lasts, and resolves when it is over. */
  run(proxies: readonly CuttingProxy[], change: Change, namespace: string): Promise<void>;
}

const each = (proxies: readonly CuttingProxy[], act: (proxy: CuttingProxy) => unknown) =>
  Promise.all(proxies.map((proxy) => act(proxy)));

/** The watches hear nothing more, then the API server is killed, and it is over when it serves both kinds again. */
async function restart(proxies: readonly CuttingProxy[], change: () => Promise<void>): Promise<void> {
  await each(proxies, (proxy) => proxy.lose());
  await change();
  await plane.stopApiserver();
  await each(proxies, (proxy) => proxy.pass());
  await each(proxies, (proxy) => proxy.cut());
  await plane.startApiserver();
  const serves = async (path: string) => (await api.get(path, { token: tokens.viewer })).status === 200;
  while (!(await serves(paths.gateway('a1'))) || !(await serves(paths.alb('a1'))));
}

const faults: Fault[] = [
  {
    name: 'a watch is cut in the middle of a line',
    async run(proxies, change) {
      const cuts = each(proxies, (proxy) => proxy.cutAfter(60));
      await change();
      await cuts;
    },
  },
  {
    name: 'objects are deleted while the watch is down',
    async run(proxies, change, namespace) {
      await each(proxies, (proxy) => proxy.down());
      await change(async () => {
        for (const name of ['changed', 'moved', 'removed', 'reborn']) await deletePair(api, namespace, name);
      });
      await each(proxies, (proxy) => proxy.up());
    },
  },
  { name: 'the API server is restarted', run: restart },
  {
    name: 'etcd is compacted and the API server restarted, so that the version to resume from is gone',
    async run(proxies, change) {
      await restart(proxies, async () => {
        await change();
        await plane.compact();
      });
    },
  },
];

describe('a stream in either mode lives through it when', () => {
  const run = (name: string, namespace: string, fault: Fault) =>
    withSubjects({}, async (subjects) => {
      await createNamespace(api, namespace);
      await fillPairs(api, namespace);
      const mirrors = await Promise.all(subjects.map(({ server }) => EventMirror.follow(server, namespace)));
      for (const mirror of mirrors) await expectLife(mirror, api, namespace);
      let expected: string[] = [];
      const change = async (changing = () => changePairs(api, namespace)) => {
        await changing();
        expected = await linesByCluster(api, [namespace]);
      };
      await fault.run(
        subjects.map(({ proxy }) => proxy),
        change,
        namespace,
      );
      const endedMs = performance.now();
      const before = await Promise.all(subjects.map(({ server }) => listsAsked(server)));

      const took = await Promise.all(
        mirrors.map(async (mirror, at) => {
          await mirror.shows(expected);
          const tookMs = performance.now() - endedMs;
          report.add(`${subjects[at]?.mode}: ${name}`, tookMs);
          return tookMs;
        }),
      );
      for (const [at, mirror] of mirrors.entries()) {
        await expectLife(mirror, api, namespace);
        expect(mirror.broken).toEqual([]);
        const after = await listsAsked((subjects[at] as Subject).server);
        for (const kind of Object.keys(after)) {
          expect((after[kind] ?? 0) - (before[at]?.[kind] ?? 0)).toBeLessThanOrEqual(1);
        }
      }
      for (const tookMs of took) expect(tookMs).toBeLessThan(2_000);
    });

  it.each(faults.map((fault, at) => [fault.name, `f${at}`, fault] as const))('%s', run, 120_000);
});

describe('rights that a real API server takes away end the stream', () => {
  const binding = '/apis/rbac.authorization.k8s.io/v1/namespaces/a1/rolebindings';
  let given: any;

  beforeAll(async () => {
    await createPair(api, 'a1', 'same');
    given = (await api.get(`${binding}/alice`)).body;
  });

  const giveBack = async () => {
    const { resourceVersion: _, uid: __, ...metadata } = given.metadata;
    await api.post(binding, { ...given, metadata });
  };
  /** Follows with alice's token, takes her rights, and measures until each stream has ended. */
  const lose = async (subjects: Subject[], what: string) => {
    const mirrors = await Promise.all(subjects.map(({ server }) => EventMirror.follow(server.as(tokens.alice), 'a1')));
    for (const mirror of mirrors) await expectLife(mirror, api);
    await api.delete(`${binding}/alice`);
    const lostMs = performance.now();
    const took = await Promise.all(
      mirrors.map(async (mirror, at) => {
        expect((await mirror.end(40_000)).message).toContain('"code":"FORBIDDEN"');
        const tookMs = performance.now() - lostMs;
        report.add(`${subjects[at]?.mode}: ${what}`, tookMs);
        return tookMs;
      }),
    );
    return { mirrors, took };
  };

  it('with FORBIDDEN and for good; a new one begins when they are back', async () => {
    const settings = { RECHECK_MS: '2000', ACCESS_ALLOW_MS: '1000', ACCESS_DENY_MS: '500' };
    await withSubjects(settings, async (subjects) => {
      const { mirrors } = await lose(
        subjects,
        'from the loss of a right until the stream has ended (RECHECK_MS 2,000)',
      );
      const counts = mirrors.map(({ seen }) => seen.length);
      await setPort(api, 'a1', 'same', 9999);
      await giveBack();
      const backMs = performance.now();
      await Promise.all(
        subjects.map(async ({ mode, server }) => {
          const again = await EventMirror.followAfter('FORBIDDEN', server.as(tokens.alice), 'a1');
          const tookMs = performance.now() - backMs;
          report.add(`${mode}: from its return until a new stream is complete`, tookMs);
          expect(tookMs).toBeLessThan(2_000);
          expect(again.lines).toEqual(await linesByCluster(api, ['a1']));
        }),
      );
      expect(mirrors.map(({ seen }) => seen.length)).toEqual(counts);
    });
  }, 60_000);

  it('within 35 s, with the default settings', async () => {
    await withSubjects({}, async (subjects) => {
      const { took } = await lose(subjects, 'from the loss of a right until the stream has ended, by default');
      for (const tookMs of took) expect(tookMs).toBeLessThan(35_000);
    });
  }, 60_000);
});
