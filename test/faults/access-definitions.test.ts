import { afterAll, describe, expect, it } from '@jest/globals';
import type { AlbGraphql } from '../harness/alb-graphql.js';
import { EventMirror, linesByCluster } from './event-mirror.js';
import { FaultyCluster } from './faulty-cluster.js';
import { createPair } from './gateway-pairs.js';
import { expectLife, expectRecovery, RecoveryReport } from './recovery.js';

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
      expect((await untilFound(server, '{ gateways { totalCount } }')).gateways.totalCount).toBe(1);
      const mirror = await EventMirror.follow(server, 'a1');
      report.add('the Gateway API', await expectRecovery(mirror, api, { endedMs }));
    });
  });

  it.concurrent('ALB2: a stream of gateways begins without, and tells of the addresses when they are there', async () => {
    await without('crd.alauda.io', async ({ api, server }, install) => {
      const { errors } = await server.ask('{ albs { totalCount } }');
      expect(errors?.[0].extensions.code).toBe('NOT_FOUND');
      const mirror = await EventMirror.follow(server, 'a1');
      await mirror.shows((await linesByCluster(api, ['a1'])).map((line) => line.replace(/at .*$/, 'at ')));

      install();
      const endedMs = performance.now();
      await untilFound(server, '{ albs { totalCount } }');
      report.add('ALB2', await expectRecovery(mirror, api, { endedMs }));
      await expectLife(mirror, api);
    });
  });
});

/** The data, as soon as the cluster serves what is asked for. */
async function untilFound(server: AlbGraphql, query: string): Promise<any> {
  for (;;) {
    const { data, errors } = await server.ask(query);
    if (errors === undefined) return data;
    expect(errors[0].extensions.code).toBe('NOT_FOUND');
  }
}
