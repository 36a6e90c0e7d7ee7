import { describe, expect, it } from '@jest/globals';
import { sleep } from '../../../src/clock.js';
import { AlbError } from '../../../src/errors.js';
import { ExpiredError } from '../../../src/kube/expired-error.js';
import type { Pause } from '../../../src/kube/lookout.js';
import type { KubeObject } from '../../../src/kube/ports.js';
import { Reflector, type ReflectorOptions } from '../../../src/kube/reflector.js';
import type { WatchOptions } from '../../../src/kube/reflector-source.js';
import { unlessAborted } from '../../../src/kube/unless-aborted.js';
import type { WatchEvent } from '../../../src/kube/watch-event.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';

/** One upstream watch, played by the test. */
class Upstream {
  readonly #queue: (WatchEvent | Error | 'end')[] = [];
  #wake: () => void = () => undefined;

  constructor(
    readonly options: WatchOptions,
    private readonly holdsAnswer: boolean,
  ) {
    options.signal.addEventListener('abort', () => this.#wake());
  }

  get aborted(): boolean {
    return this.options.signal.aborted;
  }

  send(...steps: (WatchEvent | Error | 'end')[]): void {
    this.#queue.push(...steps);
    this.#wake();
  }

  async *events(): AsyncGenerator<WatchEvent> {
    if (!this.holdsAnswer) this.options.onBytes();
    for (;;) {
      if (this.aborted) throw new AlbError('CLUSTER_UNAVAILABLE', 'aborted');
      const step = this.#queue.shift();
      if (step === 'end') return;
      if (step instanceof Error) throw step;
      if (step !== undefined) {
        this.options.onBytes();
        yield step;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

const object = (name: string, resourceVersion: string): KubeObject => ({ metadata: { name, resourceVersion } });
const unavailable = (more = {}) => new AlbError('CLUSTER_UNAVAILABLE', 'down', more);

type List = () => { items: KubeObject[]; resourceVersion: string };

function setUp(more: Partial<ReflectorOptions> = {}, lists: List[] = []) {
  const clock = new FakeClock();
  const upstreams: Upstream[] = [];
  const seen: string[] = [];
  /** From which watch on the cluster keeps it waiting for an answer. */
  const counts = { lists: 0, holdsFrom: Number.POSITIVE_INFINITY };
  const pause: Pause = (delayMs, signal) => sleep(clock, delayMs, signal).then(() => false);
  const reflector = new Reflector({
    clock,
    random: () => 0,
    pauses: { cluster: pause, definition: pause },
    untilHung: () => new Promise(() => undefined),
    source: {
      async list(signal) {
        counts.lists += 1;
        return unlessAborted(Promise.resolve(lists.shift()?.() ?? { items: [], resourceVersion: '10' }), signal);
      },
      watch(options) {
        const upstream = new Upstream(options, counts.holdsFrom <= upstreams.length + 1);
        upstreams.push(upstream);
        return upstream.events();
      },
    },
    sink: {
      replaceAll: (objects, version) => void seen.push(`list ${objects.map((o) => o.metadata.name)} ${version}`),
      apply: (event) => void seen.push(`${event.type} ${event.object.metadata.name}`),
      observe: (version) => void seen.push(`at ${version}`),
      onAlive: () => undefined,
      onState: (state) => void seen.push(`<${state.type}>`),
    },
    ...more,
  });
  const upstream = async (number: number) => {
    await until(() => upstreams.length >= number);
    return upstreams[number - 1] as Upstream;
  };
  const inState = (type: string) => until(() => reflector.state.type === type);
  return { clock, reflector, upstreams, upstream, lists, seen, counts, inState, done: reflector.run() };
}

describe('Reflector', () => {
  it('lists, then watches from there, in order', async () => {
    const { reflector, upstream, seen, done } = setUp();
    const first = await upstream(1);
    expect(first.options).toMatchObject({ resourceVersion: '10', timeoutSeconds: 45 });
    first.send({ type: 'ADDED', object: object('x', '11') }, { type: 'BOOKMARK', resourceVersion: '15' });
    first.send({ type: 'DELETED', object: object('x', '16') });
    await until(() => seen.includes('DELETED x'));
    reflector.stop();
    await done;
    expect(seen).toEqual(['<listing>', 'list  10', '<watching>', 'ADDED x', 'at 15', 'DELETED x', '<stopped>']);
  });

  it('goes on from the last version when the cluster ends a watch in its time', async () => {
    const { clock, upstream, counts } = setUp();
    const first = await upstream(1);
    first.send({ type: 'ADDED', object: object('x', '11') }, { type: 'BOOKMARK', resourceVersion: '15' });
    clock.advance(46_000);
    first.send('end');
    expect((await upstream(2)).options.resourceVersion).toBe('15');
    expect(counts.lists).toBe(1);
  });

  it('waits before it goes on after a break, and longer when breaks follow one another', async () => {
    const { clock, upstream, upstreams, inState, counts } = setUp();
    const first = await upstream(1);
    first.send({ type: 'ADDED', object: object('x', '11') }, unavailable());
    for (const [turn, delayMs] of [800, 800, 800, 1600, 3200].entries()) {
      await inState('waiting');
      expect(clock.nextInMs).toBe(delayMs);
      clock.advance(delayMs);
      (await upstream(turn + 2)).send(unavailable());
    }
    expect(upstreams[1]?.options.resourceVersion).toBe('11');
    expect(counts.lists).toBe(1);
  });

  it('takes a break after a quarter of a second of watching for a new one', async () => {
    const { clock, upstream, inState } = setUp();
    for (let turn = 1; turn <= 6; turn += 1) {
      const current = await upstream(turn);
      clock.advance(250);
      current.send(unavailable());
      await inState('waiting');
      expect(clock.nextInMs).toBe(800);
      clock.advance(800);
    }
  });

  it('does not hurry after watches that end early again and again', async () => {
    const { clock, upstream, inState } = setUp();
    const current = await upstream(1);
    clock.advance(4999);
    current.send('end');
    await inState('waiting');
    expect(clock.nextInMs).toBe(800);
  });

  it('does not hurry after watches that end at once', async () => {
    const { clock, upstream, inState } = setUp();
    (await upstream(1)).send('end');
    await inState('waiting');
    expect(clock.nextInMs).toBe(800);
  });

  it('lists again at once on 410, and slower if that does not help', async () => {
    const { clock, upstream, lists, seen, inState } = setUp();
    const first = await upstream(1);
    lists.push(() => ({ items: [object('y', '20')], resourceVersion: '20' }));
    first.send(new ExpiredError('too old'));
    const second = await upstream(2);
    expect(second.options.resourceVersion).toBe('20');
    expect(seen).toContain('list y 20');
    second.send(new ExpiredError('too old'));
    await inState('waiting');
    expect(clock.nextInMs).toBe(800);
  });

  it('lists again when the cluster keeps refusing a version for other reasons', async () => {
    const { clock, upstream, inState, counts } = setUp();
    for (let turn = 1; turn <= 3; turn += 1) {
      (await upstream(turn)).send(unavailable({ kubernetes: { code: 504, reason: 'Timeout' } }));
      await inState('waiting');
      clock.advance(30_000);
    }
    await upstream(4);
    expect(counts.lists).toBe(2);
  });

  it('finds a dead connection within 60 s, and no quiet one', async () => {
    const { clock, upstream, inState } = setUp();
    const first = await upstream(1);
    clock.advance(50_000);
    first.options.onBytes();
    clock.advance(50_000);
    expect(first.aborted).toBe(false);
    clock.advance(8_000);
    expect(first.aborted).toBe(true);
    await inState('waiting');
    clock.advance(800);
    expect((await upstream(2)).options.resourceVersion).toBe('10');
  });

  it('tries a failed list again, as late as the cluster asks', async () => {
    const refuse = () => {
      throw new AlbError('TOO_MANY_REQUESTS', 'slow down', { retryAfterMs: 9000 });
    };
    const { clock, upstream, inState, counts } = setUp({}, [refuse]);
    await inState('waiting');
    expect(clock.nextInMs).toBe(9000);
    clock.advance(9000);
    await upstream(1);
    expect(counts.lists).toBe(2);
  });

  it('can be hurried while it waits', async () => {
    const { reflector, upstream, inState, clock } = setUp();
    (await upstream(1)).send(unavailable());
    await inState('waiting');
    reflector.nudge();
    await upstream(2);
    expect(clock.pending).toBe(1);
  });

  it.each(['UNAUTHENTICATED', 'FORBIDDEN'] as const)('ends on %s, and asks no more', async (code) => {
    const { reflector, upstream, upstreams, clock, done } = setUp();
    (await upstream(1)).send(new AlbError(code, 'no'));
    await done;
    expect(reflector.state).toMatchObject({ type: 'ended', error: { code } });
    clock.advance(600_000);
    expect([upstreams.length, clock.pending]).toEqual([1, 0]);
  });

  it('bears refusals for a while once it had a list, if told to', async () => {
    const { clock, reflector, upstream, inState, done, counts } = setUp({ refusalGraceMs: 2000 });
    for (const turn of [1, 2, 3]) {
      (await upstream(turn)).send(new AlbError('UNAUTHENTICATED', 'no'));
      await (turn < 3 ? inState('waiting') : done);
      clock.advance(1000);
    }
    expect([reflector.state.type, counts.lists]).toEqual(['ended', 1]);
  });

  it('takes a refusal right after an absence for no verdict yet', async () => {
    const { clock, reflector, upstream, inState, done } = setUp();
    (await upstream(1)).send(unavailable());
    for (const [turn, delayMs] of [800, 800, 800, 1600, 3200, 6400].entries()) {
      await inState('waiting');
      clock.advance(delayMs);
      (await upstream(turn + 2)).send(new AlbError('FORBIDDEN', 'no'));
    }
    await done;
    expect(reflector.state.type).toBe('ended');
  });

  it('takes a refusal that was long in coming for one right after the absence', async () => {
    const { clock, upstream, inState, counts } = setUp();
    counts.holdsFrom = 2;
    (await upstream(1)).send(unavailable());
    await inState('waiting');
    clock.advance(800);
    const held = await upstream(2);
    clock.advance(6000);
    held.send(new AlbError('FORBIDDEN', 'no'));
    await inState('waiting');
    clock.advance(800);
    await upstream(3);
  });

  it('asks for watches no longer than told to, and goes on at once when they end in their time', async () => {
    const { clock, upstream } = setUp({ maxWatchMs: 2000 });
    const first = await upstream(1);
    expect(first.options.timeoutSeconds).toBe(2);
    clock.advance(2000);
    first.send('end');
    await upstream(2);
  });

  it('waits out an absence as it is told to, and that of a definition too', async () => {
    let back: () => void = () => undefined;
    const waits: string[] = [];
    const pauseFor =
      (what: string): Pause =>
      (delayMs) => {
        waits.push(`${what} ${delayMs}`);
        return new Promise((resolve) => {
          back = () => resolve(true);
        });
      };
    const { upstream, inState } = setUp({
      pauses: { cluster: pauseFor('cluster'), definition: pauseFor('definition') },
    });
    const errors = [...Array(5).fill(unavailable()), new AlbError('NOT_FOUND', 'no such kind')];
    for (const [turn, error] of errors.entries()) {
      (await upstream(turn + 1)).send(error);
      await inState('waiting');
      back();
    }
    await upstream(errors.length + 1);
    expect(waits).toEqual([...Array(5).fill('cluster 800'), 'definition 800']);
  });

  it('begins a request anew that hangs while its cluster goes and comes back', async () => {
    const hanging: (() => void)[] = [];
    const { counts, reflector, seen } = setUp({ untilHung: () => new Promise((resolve) => hanging.push(resolve)) }, [
      () => new Promise(() => undefined) as never,
    ]);
    await until(() => counts.lists === 1);
    hanging[0]?.();
    await until(() => counts.lists === 2);
    await until(() => seen.includes('<watching>'));
    reflector.stop();
    expect(seen).toEqual(['<listing>', '<listing>', 'list  10', '<watching>', '<stopped>']);
  });

  it('tells nothing after stop, whatever was under way', async () => {
    const { reflector, upstream, upstreams, seen, done } = setUp();
    const first = await upstream(1);
    first.send({ type: 'ADDED', object: object('x', '11') });
    reflector.stop();
    await done;
    expect(first.aborted).toBe(true);
    expect(seen).toEqual(['<listing>', 'list  10', '<watching>', '<stopped>']);
    expect(upstreams).toHaveLength(1);
  });

  it('opens no watch when stopped during its list', async () => {
    const { reflector, upstreams, seen, done, clock } = setUp();
    reflector.stop();
    await done;
    expect(seen).toEqual(['<listing>', '<stopped>']);
    expect([upstreams.length, clock.pending]).toEqual([0, 0]);
  });

  it('opens no watch when stopped while it waits', async () => {
    const { reflector, upstream, upstreams, inState, done, clock } = setUp();
    (await upstream(1)).send(unavailable());
    await inState('waiting');
    reflector.stop();
    await done;
    expect([upstreams.length, clock.pending]).toEqual([1, 0]);
  });
});
