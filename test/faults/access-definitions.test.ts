import { afterAll, describe, expect, it } from '@jest/globals';
import { EventMirror, linesByCluster } from './event-mirror.js';
import { FaultyCluster } from './faulty-cluster.js';
import { createPair, lasting } from './gateway-pairs.js';
import { expectRecovery, RecoveryReport } from './recovery.js';

const absent = { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found\n' };

describe.each(['shared', 'passthrough'] as const)('definitions that come later, in %s mode', (mode) => {
  const report = new RecoveryReport(`From a definition's arrival until all was told, in ${mode} mode`);
  afterAll(() => report.print());

  /** A cluster that does not serve a group, until the function given is called. */
  const without = (group: string, use: (cluster: FaultyCluster, install: () => void) => Promise<void>) =>
    FaultyCluster.with({ mode }, async (cluster) => {
      await createPair(cluster.api, 'a1', 'same');
      const install = cluster.inject(({ path }) => (path.startsWith(`/apis/${group}`) ? absent : undefined));
      await use(cluster, install);
    });

  it.concurrent('the Gateway API: NOT_FOUND before, everything within two seconds after', async () => {
    await without('gateway.networking.k8s.io', async ({ api, server }, install) => {
      const { data, errors } = await server.ask('{ gateways { totalCount } }');
      expect([data, errors?.[0].extensions.code]).toEqual([{ gateways: null }, 'NOT_FOUND']);
      const early = server.subscribe('subscription { gatewayEvents { type } }');
      await expect(early.next()).rejects.toThrow('"code":"NOT_FOUND"');

      install();
      const endedMs = performance.now();
      const mirror = await EventMirror.followAfter('NOT_FOUND', server, 'a1');
      expect((await server.get('{ gateways { totalCount } }')).gateways.totalCount).toBe(1);
      report.add('the Gateway API', await expectRecovery(mirror, api, { endedMs }));
    });
  });

  it.concurrent('ALB2: a stream of gateways begins without, and tells of the addresses when they are there', async () => {
    await without('crd.alauda.io', async (cluster, install) => {
      const { api, server, arrived } = cluster;
      const { errors } = await server.ask('{ albs { totalCount } }');
      expect(errors?.[0].extensions.code).toBe('NOT_FOUND');
      const mirror = await EventMirror.follow(server, 'a1');
      await mirror.shows((await linesByCluster(api, ['a1'])).map((line) => line.replace(/at .*$/, 'at ')));

      // Long enough for the delays between lists to have grown; nobody asks meanwhile but the stream itself.
      const { length } = arrived;
      await lasting(6_000);
      expect(arrived.slice(length).length).toBeLessThan(20);
      install();
      const endedMs = performance.now();
      report.add('ALB2', await expectRecovery(mirror, api, { endedMs }));
      for (const count of Object.values(cluster.listsSince(endedMs))) expect(count).toBeLessThanOrEqual(1);
    });
  });
});
