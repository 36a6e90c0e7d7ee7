import { afterAll, describe, expect, it } from '@jest/globals';
import type { SandboxRule } from '../../src/sandbox/users.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { EventMirror, linesByCluster } from './event-mirror.js';
import { FaultyCluster } from './faulty-cluster.js';
import { createPair, setPort } from './gateway-pairs.js';
import { expectLife, RecoveryReport } from './recovery.js';

/** Rights are looked at again every second, and nothing that the cluster said of them outlives half of one. */
const settings = { RECHECK_MS: '1000', ACCESS_ALLOW_MS: '500', ACCESS_DENY_MS: '500' };
const read = ['get', 'list', 'watch'];
const groups = ['gateway.networking.k8s.io', 'crd.alauda.io'];
const readIn = (...namespaces: string[]): SandboxRule[] => [
  { verbs: read, groups, resources: ['gateways', 'alaudaloadbalancer2'], namespaces },
  { verbs: read, groups: [''], resources: ['namespaces'] },
];

describe.each(['shared', 'passthrough'] as const)('rights in %s mode', (mode) => {
  const report = new RecoveryReport(`Rights in ${mode} mode`);
  afterAll(() => report.print());

  /** A caller, bob, of two namespaces with a gateway in each. */
  const withTwoNamespaces = (use: (cluster: FaultyCluster) => Promise<void>) =>
    FaultyCluster.with({ mode, settings }, async (cluster) => {
      await createNamespace(cluster.api, 'a2');
      for (const namespace of ['a1', 'a2']) await createPair(cluster.api, namespace, 'same');
      cluster.opened.sandbox.setRules('bob-token', readIn('a1', 'a2'));
      await use(cluster);
    });

  it.concurrent('that end end the stream, and a new one begins when they are back', async () => {
    await withTwoNamespaces(async ({ api, server, opened }) => {
      const bob = server.as('bob-token');
      const mirror = await EventMirror.follow(bob, 'a1');
      await expectLife(mirror, api);
      const lostMs = performance.now();
      opened.sandbox.setRules('bob-token', []);
      expect((await mirror.end()).message).toContain('"code":"FORBIDDEN"');
      report.add('from the loss of the last right until the stream has ended', performance.now() - lostMs);
      const { length } = mirror.seen;
      await setPort(api, 'a1', 'same', 9999);

      opened.sandbox.setRules('bob-token', readIn('a1'));
      const backMs = performance.now();
      const again = await EventMirror.followAfter('FORBIDDEN', bob, 'a1');
      report.add('from their return until a new stream is complete', performance.now() - backMs);
      expect(performance.now() - backMs).toBeLessThan(2_000);
      expect(again.lines).toEqual(await linesByCluster(api, ['a1']));
      expect(mirror.seen).toHaveLength(length);
    });
  });

  it.concurrent('that end for one namespace of two take its objects away, and the stream goes on', async () => {
    await withTwoNamespaces(async ({ api, server, opened }) => {
      const mirror = await EventMirror.follow(server.as('bob-token'));
      await mirror.shows(await linesByCluster(api, ['a1', 'a2']));
      opened.sandbox.setRules('bob-token', readIn('a1'));
      await mirror.shows(await linesByCluster(api, ['a1']));
      expect(mirror.seen.at(-1)).toBe('DELETED a2/same');

      // What happens there is hidden: the next thing heard is the change after it.
      await setPort(api, 'a2', 'same', 9999);
      await createPair(api, 'a2', 'hidden');
      await setPort(api, 'a1', 'same', 8081);
      await mirror.shows(await linesByCluster(api, ['a1']));
      expect([mirror.seen.at(-2), mirror.seen.at(-1)]).toEqual(['DELETED a2/same', 'MODIFIED a1/same']);

      opened.sandbox.setRules('bob-token', readIn('a1', 'a2'));
      await mirror.shows(await linesByCluster(api, ['a1', 'a2']));
      expect(mirror.broken).toEqual([]);

      opened.sandbox.setRules('bob-token', readIn());
      expect((await mirror.end()).message).toContain('"code":"FORBIDDEN"');
    });
  });

  it.concurrent("of one caller with a wrong token are nobody else's trouble", async () => {
    await withTwoNamespaces(async ({ api, server, arrived }) => {
      const mirror = await EventMirror.follow(server, 'a1');
      const wrong = server.as('wrong-token');
      const { data, errors } = await wrong.ask(
        '{ gateways { totalCount } gateway(namespace: "a1", name: "same") { name } }',
      );
      expect([data, errors?.map(({ extensions }) => extensions.code)]).toEqual([
        { gateways: null, gateway: null },
        ['UNAUTHENTICATED', 'UNAUTHENTICATED'],
      ]);
      const refused = wrong.subscribe('subscription { gatewayEvents { type } }');
      await expect(refused.next()).rejects.toThrow('"code":"UNAUTHENTICATED"');
      const before = arrived.filter(({ token }) => token === 'wrong-token').length;
      await expectLife(mirror, api);
      expect(
        (await server.as('bob-token').get('{ gateways(namespace: "a1") { totalCount } }')).gateways.totalCount,
      ).toBe(1);
      expect(arrived.filter(({ token }) => token === 'wrong-token')).toHaveLength(before);
      expect(mirror.broken).toEqual([]);
    });
  });
});
