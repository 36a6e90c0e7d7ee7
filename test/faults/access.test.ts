import { afterAll, describe, expect, it } from '@jest/globals';
import { EventMirror } from './event-mirror.js';
import { FaultyCluster, type FaultyClusterOptions, failure } from './faulty-cluster.js';
import { changePairs, fillPairs, lasting } from './gateway-pairs.js';
import { expectLife, expectRecovery, RecoveryReport } from './recovery.js';

interface Fault {
  readonly name: string;
  readonly modes?: readonly FaultyClusterOptions['mode'][];
  readonly tls?: boolean;
  readonly settings?: Record<string, string>;
  /** Default 2,000 ms. */
  readonly withinMs?: number;
  /** Before the listener comes. */
  prepare?(cluster: FaultyCluster): Promise<void>;
  /** Brings the fault about, makes the changes while it lasts, and resolves when it is over. */
  run(cluster: FaultyCluster, change: () => Promise<void>): Promise<void>;
}

const faults: Fault[] = [
  {
    name: 'a watch is cut in the middle of a line',
    async run({ proxy }, change) {
      const cut = proxy.cutAfter(60);
      await change();
      await cut;
    },
  },
  {
    name: 'the network stands still for a while, and goes on',
    async run({ proxy }, change) {
      proxy.hold();
      await change();
      await lasting(500);
      proxy.pass();
    },
  },
  {
    // The fault ends, for what can be done about it, when the silence has lasted as long as the setting says.
    name: 'connections are black-holed, and nobody is told (WATCH_IDLE_TIMEOUT_MS 7,000)',
    settings: { WATCH_IDLE_TIMEOUT_MS: '7000' },
    withinMs: 9_000,
    async run({ proxy }, change) {
      proxy.lose();
      await change();
      proxy.pass();
    },
  },
  {
    name: 'the API server is away for a moment',
    async run({ proxy }, change) {
      await proxy.down();
      await change();
      await proxy.up();
    },
  },
  {
    name: 'the API server is away for six seconds',
    async run({ proxy }, change) {
      await proxy.down();
      await change();
      await lasting(6_000);
      await proxy.up();
    },
  },
  {
    name: "the cluster's certificate changes, and a moment later the file of its authorities",
    tls: true,
    async run(cluster, change) {
      cluster.tls?.use('after');
      cluster.proxy.cut();
      await change();
      await lasting(2_000);
      await cluster.writeAuthorities('after');
    },
  },
  {
    name: "the server's token is renewed before the old one ends",
    modes: ['shared'],
    async run(cluster, change) {
      await cluster.writeToken('server-token-renewed');
      await lasting(1_000);
      cluster.inject(({ token }) => (token === 'server-token' ? failure(401) : undefined));
      cluster.proxy.cut();
      await change();
    },
  },
];

describe.each(['shared', 'passthrough'] as const)('a stream in %s mode lives through it when', (mode) => {
  const report = new RecoveryReport(`Recovery in ${mode} mode`);
  afterAll(() => report.print());

  const rows = faults.filter(({ modes }) => modes?.includes(mode) ?? true);
  it.concurrent.each(rows.map((fault) => [fault.name, fault] as const))('%s', async (name, fault) => {
    const { tls = false, settings = {}, withinMs = 2_000 } = fault;
    await FaultyCluster.with({ mode, tls, settings }, async (cluster) => {
      await fillPairs(cluster.api, 'a1');
      await fault.prepare?.(cluster);
      const mirror = await EventMirror.follow(cluster.server, 'a1');
      await expectLife(mirror, cluster.api);
      await fault.run(cluster, () => changePairs(cluster.api, 'a1'));
      const endedMs = performance.now();
      report.add(name, await expectRecovery(mirror, cluster.api, { endedMs, withinMs }));
      for (const count of Object.values(cluster.listsSince(endedMs))) expect(count).toBeLessThanOrEqual(1);
    });
  });
});
