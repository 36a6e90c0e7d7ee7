import { describe, expect, it } from '@jest/globals';
import { type Identity, serverIdentity } from '../../../src/kube/identity.js';
import { Lookout, type Sight } from '../../../src/kube/lookout.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';

function setUp() {
  const clock = new FakeClock();
  const looks: Identity[] = [];
  const cluster = { sight: 'ready' as Sight, hangs: false };
  const hanging: ((sight: Sight) => void)[] = [];
  const lookout = new Lookout({
    clock,
    random: () => 0,
    look: async (identity) => {
      looks.push(identity);
      return cluster.hangs ? new Promise<Sight>((resolve) => hanging.push(resolve)) : cluster.sight;
    },
  });
  const over: string[] = [];
  const pause = (name: string, delayMs: number, signal = new AbortController().signal) =>
    lookout.pause(delayMs, serverIdentity, signal).then((back) => void over.push(`${name}${back ? ' is back' : ''}`));
  /** One second, and the look that comes with it. */
  const second = async () => {
    const before = looks.length;
    clock.advance(1000);
    await until(() => looks.length > before);
    await until(() => clock.pendingIn(1000));
  };
  return { clock, cluster, lookout, hanging, looks, over, pause, second };
}

describe('Lookout', () => {
  it('wakes all who wait when a cluster that was away is back, with one look a second for all', async () => {
    const { clock, cluster, looks, over, pause, second } = setUp();
    cluster.sight = 'silent';
    const waits = [pause('a', 30_000), pause('b', 60_000)];
    await second();
    await second();
    expect(over).toEqual([]);
    cluster.sight = 'ready';
    await second();
    clock.advance(0);
    await Promise.all(waits);
    expect([over.sort(), looks.length]).toEqual([['a is back', 'b is back'], 3]);
  });

  it('wakes who waits out a cluster that answered that it was not ready, and calls no request hung for that', async () => {
    const { clock, cluster, lookout, over, pause, second } = setUp();
    const wait = pause('a', 30_000);
    void lookout.untilHung(serverIdentity, new AbortController().signal).then(() => void over.push('hung'));
    cluster.sight = 'not ready';
    await second();
    cluster.sight = 'ready';
    await second();
    clock.advance(0);
    await wait;
    expect(over).toEqual(['a is back']);
  });

  it('does not wait for a look that hangs', async () => {
    const { clock, cluster, hanging, over, pause, second } = setUp();
    const wait = pause('a', 30_000);
    cluster.hangs = true;
    await second();
    await second();
    cluster.hangs = false;
    await second();
    clock.advance(0);
    await wait;
    for (const answer of hanging) answer('silent');
    expect(over).toEqual(['a is back']);
  });

  it('knows which requests hang: those that were sent before the cluster was found away', async () => {
    const { clock, cluster, lookout, second } = setUp();
    const hung: string[] = [];
    const send = (name: string, answered = new AbortController()) => {
      void lookout.untilHung(serverIdentity, answered.signal).then(() => void hung.push(name));
      return answered;
    };
    send('before');
    const answered = send('answered');
    cluster.sight = 'silent';
    await second();
    answered.abort();
    send('after');
    cluster.sight = 'ready';
    await second();
    clock.advance(0);
    await until(() => hung.length > 0);
    expect(hung).toEqual(['before']);
  });

  it('wakes nobody for a cluster that answers late, until it answers in time', async () => {
    const { clock, cluster, hanging, over, pause, second } = setUp();
    const wait = pause('a', 30_000);
    cluster.hangs = true;
    await second();
    await second();
    hanging[0]?.('ready');
    hanging[1]?.('ready');
    await second();
    expect(over).toEqual([]);
    cluster.hangs = false;
    await second();
    clock.advance(0);
    await wait;
    expect(over).toEqual(['a is back']);
  });

  it('wakes nobody early for a cluster that answers all along', async () => {
    const { clock, over, pause, second } = setUp();
    const wait = pause('a', 2500);
    await second();
    await second();
    expect(over).toEqual([]);
    clock.advance(500);
    await wait;
  });

  it('wakes who waits out a second absence right after the first, though not before its time', async () => {
    const { clock, cluster, over, pause, second } = setUp();
    for (const name of ['first', 'second']) {
      void pause(name, 30_000);
      cluster.sight = 'silent';
      await second();
      cluster.sight = 'ready';
      await second();
      clock.advance(0);
    }
    await until(() => over.length === 1);
    for (const _ of [3, 4]) await second();
    expect(over).toEqual(['first is back']);
    await second();
    clock.advance(0);
    await until(() => over.length === 2);
    expect(over).toEqual(['first is back', 'second is back']);
  });

  it('looks no more when nobody waits, and again for the next', async () => {
    const { clock, looks, pause, second } = setUp();
    const leaving = new AbortController();
    const left = pause('a', 30_000, leaving.signal);
    await second();
    leaving.abort();
    await left;
    clock.advance(10_000);
    await until(() => clock.pending === 0);
    expect(looks).toHaveLength(1);
    void pause('b', 30_000);
    await second();
    expect(looks).toHaveLength(2);
  });
});
