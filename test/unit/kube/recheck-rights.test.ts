import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { sleep } from '../../../src/clock.js';
import { AlbError, type ErrorCode } from '../../../src/errors.js';
import { recheckRights } from '../../../src/kube/recheck-rights.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';

async function heapBytes(): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

function setUp(answers: (AlbError | 'kept')[], isCutOff = () => false) {
  const clock = new FakeClock();
  const startMs = clock.now();
  const looks: number[] = [];
  const lost: AlbError[] = [];
  const checked = {
    isCutOff,
    look: async () => {
      looks.push((clock.now() - startMs) / 1000);
      const answer = answers.shift() ?? 'kept';
      if (answer instanceof AlbError) throw answer;
    },
    onLost: (error: AlbError) => void lost.push(error),
  };
  const stop = recheckRights(checked, {
    clock,
    everyMs: 30_000,
    tokenEndsMs: undefined,
    pause: (delayMs, signal) => sleep(clock, delayMs, signal).then(() => true),
  });
  /** Lets second after second pass, with what each look leads to. */
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      clock.advance(1000);
      await until(() => clock.pending > 0 || lost.length > 0);
    }
  };
  return { clock, looks, lost, pass, stop };
}

const answered = (code: ErrorCode, status: number) =>
  new AlbError(code, 'no', { kubernetes: { code: status, reason: '' } });

describe('rights behind a stream', () => {
  it('are looked at in their time, until it ends', async () => {
    const { clock, looks, pass, stop } = setUp([]);
    await pass(65);
    expect(looks).toEqual([30, 60]);
    stop();
    await until(() => clock.pending === 0);
  });

  it('are kept while what the stream shows is cut off too', async () => {
    const away = [new AlbError('CLUSTER_UNAVAILABLE', 'away'), answered('CLUSTER_UNAVAILABLE', 503)];
    const { looks, lost, pass, stop } = setUp(away, () => true);
    await pass(125);
    expect([looks, lost]).toEqual([[30, 60, 90, 120], []]);
    stop();
  });

  it('hold nothing of earlier looks, however long the cluster is away', async () => {
    const clock = new FakeClock();
    let looks = 0;
    const checked = {
      isCutOff: () => true,
      async look() {
        looks += 1;
        throw new AlbError('CLUSTER_UNAVAILABLE', 'away');
      },
      onLost: () => undefined,
    };
    const heapAfter: number[] = [];
    const pause = async () => {
      if (looks % 10_000 === 0) heapAfter.push(await heapBytes());
      return heapAfter.length < 2 || new Promise<boolean>(() => undefined);
    };
    const stop = recheckRights(checked, { clock, everyMs: 30_000, tokenEndsMs: undefined, pause });
    clock.advance(30_000);
    await until(() => heapAfter.length === 2);
    const [atFirst = 0, later = 0] = heapAfter;
    // A look that waited for the next one would hold some two thousand.
    expect((later - atFirst) / 10_000).toBeLessThan(200);
    stop();
  });

  it('are lost when nobody vouches for them within 35 s', async () => {
    const { looks, lost, pass } = setUp(Array(10).fill(answered('CLUSTER_UNAVAILABLE', 500)));
    await pass(40);
    expect(looks).toEqual([30, 31, 32, 33, 34]);
    expect(lost).toMatchObject([{ code: 'CLUSTER_UNAVAILABLE' }]);
  });

  it('are lost with a token that is refused twice', async () => {
    const { looks, lost, pass } = setUp([
      answered('UNAUTHENTICATED', 401),
      'kept',
      answered('UNAUTHENTICATED', 401),
      answered('UNAUTHENTICATED', 401),
    ]);
    await pass(70);
    expect([looks, lost.map(({ code }) => code)]).toEqual([[30, 31, 61, 62], ['UNAUTHENTICATED']]);
  });
});
