import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { atTime, sleep } from '../../src/clock.js';
import { AlbError } from '../../src/errors.js';
import { Admission } from '../../src/http/admission.js';
import { spread } from '../../src/http/spread.js';
import { ChangingFile } from '../../src/kube/changing-file.js';
import type { Identity } from '../../src/kube/identity.js';
import { gatewayKind } from '../../src/kube/kinds.js';
import { recheckRights } from '../../src/kube/recheck-rights.js';
import { RestClient } from '../../src/kube/rest.js';
import { Reviews } from '../../src/kube/reviews.js';
import { Watchdog } from '../../src/kube/watchdog.js';
import { FakeClock } from '../harness/fake-clock.js';
import { until } from '../harness/until.js';
import { sendJson, startApi } from './kube/fake-api.js';

const hourMs = 3_600_000;

/** What somebody does to the machine's clock, while time goes on as ever. */
const settings = [
  ['back', -hourMs],
  ['forward', hourMs],
] as const;

describe.each(settings)('the clock is set %s by an hour, and', (_, byMs) => {
  it('a dead watch is noticed at its time, and no sooner', () => {
    const clock = new FakeClock();
    let silent = false;
    const watchdog = new Watchdog(clock, 58_000, () => {
      silent = true;
    });
    clock.advance(20_000);
    watchdog.feed();
    clock.set(byMs);
    clock.advance(57_999);
    expect(silent).toBe(false);
    clock.advance(1);
    expect(silent).toBe(true);
  });

  it('a renewed token is read a quarter of a second later', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-clock-'));
    const path = join(folder, 'token');
    await writeFile(path, 'old');
    const clock = new FakeClock();
    const file = new ChangingFile(path, clock);
    expect(await file.read()).toBe('old');
    clock.set(byMs);
    await writeFile(path, 'renewed');
    clock.advance(249);
    expect(await file.read()).toBe('old');
    clock.advance(1);
    expect(await file.read()).toBe('renewed');
    await rm(folder, { recursive: true });
  });

  it('a stream whose rights cannot be looked at has its four seconds', async () => {
    const clock = new FakeClock();
    const lost: AlbError[] = [];
    let looks = 0;
    const checked = {
      isCutOff: () => false,
      look: async () => {
        looks += 1;
        throw new AlbError('CLUSTER_UNAVAILABLE', 'away');
      },
      onLost: (error: AlbError) => void lost.push(error),
    };
    recheckRights(checked, {
      clock,
      everyMs: 30_000,
      tokenEndsMs: undefined,
      pause: (delayMs, signal) => sleep(clock, delayMs, signal).then(() => true),
    });
    clock.advance(10_000);
    clock.set(byMs);
    for (let second = 10; second < 33; second += 1) {
      clock.advance(1000);
      await until(() => clock.pending > 0);
    }
    expect([looks, lost]).toEqual([4, []]);
    clock.advance(1000);
    await until(() => lost.length > 0);
    expect(looks).toBe(5);
  });

  it('a caller may ask as often as before', () => {
    const clock = new FakeClock();
    const none = Number.POSITIVE_INFINITY;
    const admission = new Admission({
      clock,
      limits: {
        maxOperations: none,
        maxOperationsPerCaller: none,
        maxOperationsPerSecond: none,
        maxOperationsPerSecondPerCaller: 1,
        maxSubscriptions: none,
        maxSubscriptionsPerCaller: none,
        maxSubscriptionBytes: none,
        maxSubscriptionBytesPerCaller: none,
        maxSocketsPerCaller: none,
      },
      metrics: { countRefusal: () => undefined },
    });
    const ask = () => admission.operation('caller').kind;
    expect(ask()).toBe('entered');
    clock.set(byMs);
    expect(ask()).toBe('refused');
    clock.advance(1000);
    expect(ask()).toBe('entered');
  });

  it('streams are cut evenly over the time of a drain', async () => {
    const clock = new FakeClock();
    const beganMs = clock.elapsed();
    const cutAtMs: number[] = [];
    const cut = () => void cutAtMs.push(clock.elapsed() - beganMs);
    const all = spread(clock, 1000, [cut, cut, cut, cut]);
    clock.set(byMs);
    for (const count of [1, 2, 3]) {
      await until(() => cutAtMs.length >= count && (clock.pending === 1 || cutAtMs.length === 4));
      clock.advance(250);
    }
    await all;
    expect(cutAtMs).toEqual([0, 250, 500, 750]);
  });
});

describe('a verdict on a caller whose token ends in five seconds', () => {
  const question = { verb: 'get', kind: gatewayKind, namespace: 'a', name: 'x' } as const;

  async function withVerdict(use: (world: { clock: FakeClock; asked: () => Promise<number> }) => Promise<void>) {
    const api = await startApi((_, response) => sendJson(response, 201, { status: { allowed: true } }));
    const clock = new FakeClock();
    const rest = new RestClient({ config: { name: 'c1', url: api.url }, clock });
    const reviews = new Reviews({ rest, clock });
    const caller: Identity = { type: 'caller', token: 't', key: 't', expiresAtMs: clock.now() + 5_000 };
    try {
      await reviews.can(question, caller);
      await use({
        clock,
        async asked() {
          await reviews.can(question, caller);
          return api.requests.length;
        },
      });
    } finally {
      await rest.close();
      await api.close();
    }
  }

  it('is believed no longer when the clock is set back', () =>
    withVerdict(async ({ clock, asked }) => {
      clock.set(-hourMs);
      clock.advance(4_999);
      expect(await asked()).toBe(1);
      clock.advance(1);
      expect(await asked()).toBe(2);
    }));

  it('is asked for again at once when the clock is set past that end', () =>
    withVerdict(async ({ clock, asked }) => {
      clock.set(hourMs);
      expect(await asked()).toBe(2);
    }));
});

describe('what is to be done at a time, such as a token’s end in ten minutes, when the clock is set', () => {
  function open() {
    const clock = new FakeClock();
    let calls = 0;
    let timers = 0;
    const counting = {
      now: () => clock.now(),
      elapsed: () => clock.elapsed(),
      schedule(delayMs: number, task: () => void) {
        timers += 1;
        return clock.schedule(delayMs, task);
      },
    };
    atTime(counting, clock.now() + 600_000, () => {
      calls += 1;
    });
    return { clock, calls: () => calls, timers: () => timers };
  }

  it('past it: is done within a minute', () => {
    const { clock, calls } = open();
    clock.set(hourMs);
    clock.advance(60_000);
    expect(calls()).toBe(1);
  });

  it('back: is done when the clock says so, and cuts nothing short; a timer a minute is all it takes', () => {
    const { clock, calls, timers } = open();
    clock.set(-hourMs);
    clock.advance(600_000 + hourMs - 1);
    expect(calls()).toBe(0);
    clock.advance(1);
    expect(calls()).toBe(1);
    expect(timers()).toBe(70);
  });
});
