import { afterAll, describe, expect, it } from '@jest/globals';
import { EventMirror } from './event-mirror.js';
import { type Arrived, FaultyCluster, type FaultyClusterOptions, failure } from './faulty-cluster.js';
import { changePairs, deletePair, fillPairs, lasting } from './gateway-pairs.js';
import { expectLife, expectRecovery, RecoveryReport } from './recovery.js';

interface Fault {
  readonly name: string;
  readonly modes?: readonly FaultyClusterOptions['mode'][];
  readonly tls?: boolean;
  readonly certificate?: boolean;
  readonly settings?: Record<string, string>;
  /** Default 2,000 ms. */
  readonly withinMs?: number;
  /** Before the listener comes. */
  prepare?(cluster: FaultyCluster): Promise<void>;
  /** Brings the fault about, makes the changes while it lasts, and resolves when it is over. */
  run(cluster: FaultyCluster, change: () => Promise<void>): Promise<void>;
}

const watches = ({ what }: Arrived) => what.startsWith('WATCH');
const lists = ({ what }: Arrived) => what.startsWith('LIST g') || what.startsWith('LIST a');
const once = (holds: (arrived: Arrived) => boolean, kind: string) => (arrived: Arrived) =>
  holds(arrived) && arrived.what.endsWith(kind);
const kinds = ['gateways', 'alaudaloadbalancer2', 'gatewayclasses'];

/** The cluster is asked to end each watch after five seconds. */
const shortWatches = { WATCH_IDLE_TIMEOUT_MS: '6500' };

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
    name: 'the API server comes back without the history to resume from',
    async run({ proxy, opened }, change) {
      await proxy.down();
      await change();
      opened.sandbox.compact();
      await proxy.up();
    },
  },
  {
    name: 'objects are deleted while the watch is down, and their deletion is forgotten',
    async run({ proxy, api, opened }) {
      await proxy.down();
      for (const name of ['changed', 'moved', 'removed', 'reborn']) await deletePair(api, 'a1', name);
      opened.sandbox.compact();
      await proxy.up();
    },
  },
  {
    name: 'each watch is over in good order, and the next two meet 429 with Retry-After',
    settings: shortWatches,
    async run(cluster, change) {
      const { length } = cluster.arrived;
      await Promise.all(kinds.map((kind) => cluster.failNext(429, once(watches, kind), 2, { 'retry-after': '1' })));
      await change();
      // It ends when the cluster said that it would.
      await lasting(1_000);
      for (const kind of kinds) {
        const times = cluster.arrived
          .slice(length)
          .filter(once(watches, kind))
          .map(({ atMs }) => atMs);
        for (const [at, ms] of times.slice(1).entries()) expect(ms - (times[at] ?? 0)).toBeGreaterThan(990);
      }
    },
  },
  {
    name: 'each LIST meets 500',
    async run(cluster, change) {
      const over = kinds.map((kind) => cluster.failNext(500, once(lists, kind)));
      await cluster.proxy.down();
      await change();
      cluster.opened.sandbox.compact();
      await cluster.proxy.up();
      await Promise.all(over);
    },
  },
  {
    name: 'the second page of a LIST meets 500',
    async prepare({ opened }) {
      for (let at = 0; at < 1_001; at += 1) {
        opened.sandbox.admin.create({
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'Gateway',
          metadata: { namespace: 'a1', name: `many-${at}` },
          spec: { gatewayClassName: 'other', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
        });
      }
    },
    async run(cluster, change) {
      const over = cluster.failNext(500, ({ what, continued }) => what === 'LIST gateways' && continued);
      await cluster.proxy.down();
      await change();
      cluster.opened.sandbox.compact();
      await cluster.proxy.up();
      await over;
    },
  },
  {
    name: 'each watch is over in good order, and the next one meets 500',
    settings: shortWatches,
    async run(cluster, change) {
      await Promise.all(kinds.map((kind) => cluster.failNext(500, once(watches, kind))));
      await change();
    },
  },
  {
    name: 'a watch is cut, and the next one of each kind meets 500',
    async run(cluster, change) {
      const over = kinds.map((kind) => cluster.failNext(500, once(watches, kind)));
      cluster.proxy.cut();
      await change();
      await Promise.all(over);
    },
  },
  {
    name: 'each LIST meets 500, and so does the one after it',
    async run(cluster, change) {
      const over = kinds.map((kind) => cluster.failNext(500, once(lists, kind), 2));
      await cluster.proxy.down();
      await change();
      cluster.opened.sandbox.compact();
      await cluster.proxy.up();
      await Promise.all(over);
    },
  },
  {
    name: 'all connections are cut for the fifth time, each time two seconds after the last',
    async run({ proxy }, change) {
      for (let time = 1; time < 5; time += 1) {
        proxy.cut();
        await lasting(2_000);
      }
      proxy.cut();
      await change();
    },
  },
  {
    name: 'the API server is away for two seconds, and a second later again',
    async run({ proxy }, change) {
      for (const _ of [1, 2]) {
        await proxy.down();
        await lasting(2_000);
        await proxy.up();
        await lasting(1_000);
      }
      await proxy.down();
      await change();
      await lasting(2_000);
      await proxy.up();
    },
  },
  {
    name: 'what stands in front of the API server says 503 for five seconds',
    async run(cluster, change) {
      const stop = cluster.inject(() => ({ status: 503, headers: {}, body: 'upstream connect error' }));
      cluster.proxy.cut();
      await change();
      await lasting(5_000);
      stop();
    },
  },
  {
    name: "the server's token is refused for eight seconds",
    modes: ['shared'],
    async run(cluster, change) {
      await cluster.writeToken('wrong-token');
      cluster.proxy.cut();
      await change();
      await lasting(8_000);
      await cluster.writeToken('server-token');
    },
  },
  {
    name: 'the cluster accepts connections for four seconds, and never answers one',
    async run({ proxy }, change) {
      proxy.cut();
      proxy.loseNew();
      await change();
      await lasting(4_000);
      proxy.pass();
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
    name: "the server's own certificate is believed no longer, and a moment later its files are renewed",
    modes: ['shared'],
    certificate: true,
    async run(cluster, change) {
      cluster.tls?.trust('after');
      cluster.proxy.cut();
      await change();
      await lasting(4_000);
      await cluster.writeCertificate('after');
    },
  },
  {
    name: "the server's own certificate is renewed before the old one ends",
    modes: ['shared'],
    certificate: true,
    async run(cluster, change) {
      cluster.tls?.trust('before', 'after');
      await cluster.writeCertificate('after');
      await lasting(1_000);
      cluster.tls?.trust('after');
      cluster.proxy.cut();
      await change();
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

const everyMode = ['shared', 'passthrough'] as const;

// All at once: each has a cluster and a server of its own, and mostly waits.
describe('a stream lives through it when', () => {
  const report = new RecoveryReport("From the fault's end until all was told");
  afterAll(() => report.print());

  const rows = faults.flatMap((fault) => (fault.modes ?? everyMode).map((mode) => [mode, fault.name, fault] as const));
  it.concurrent.each(rows)('%s: %s', async (mode, name, fault) => {
    const { tls = false, certificate = false, settings = {}, withinMs = 2_000 } = fault;
    await FaultyCluster.with({ mode, tls: tls || certificate, certificate, settings }, async (cluster) => {
      await fillPairs(cluster.api, 'a1');
      await fault.prepare?.(cluster);
      const mirror = await EventMirror.follow(cluster.server, 'a1');
      await expectLife(mirror, cluster.api);
      await fault.run(cluster, () => changePairs(cluster.api, 'a1'));
      const endedMs = performance.now();
      report.add(`${mode}: ${name}`, await expectRecovery(mirror, cluster.api, { endedMs, withinMs }));
      for (const count of Object.values(cluster.listsSince(endedMs))) expect(count).toBeLessThanOrEqual(1);
    });
  });
});
