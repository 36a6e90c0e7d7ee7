import { Asker, type Timing } from '../asker.js';
import type { Bench } from '../bench.js';
import { type Figure, milliseconds } from '../figure.js';
import type { Question } from '../queries.js';
import { RestSet } from '../rest-set.js';
import { median } from '../statistics.js';

export interface Changing {
  readonly figures: readonly Figure[];
  /** The server's busy time for one answer. */
  readonly busyMs: number;
}

export interface ChangingOptions {
  readonly id: string;
  readonly work: string;
  readonly question: Question;
  /** Of (b): busy time of the process. */
  readonly target: number;
  /** Of (a): wall time of the requests that a front end needs. */
  readonly restTarget?: number;
}

/**
 * Each cycle changes the store and then asks everybody once, in turn: the server, (b), and now and then (a). The ratio to (b)
 * is of the time that each process was busy with its answer; the ratio to (a) of the time that a client waits.
 */
export async function changing(bench: Bench, options: ChangingOptions): Promise<Changing> {
  const { id, work, question, target, restTarget } = options;
  await bench.makeReady(id, question);
  const ours = bench.ask(question);
  const ready = new Asker(bench.baseline, `/stringify/${id}`, JSON.stringify(question));
  const rest = new RestSet(bench.platform);
  for (const asker of [ours, ready]) {
    for (let turn = 0; turn < 20; turn += 1) await asker.bytes();
    await asker.calibrate();
  }
  const timings = { ours: [] as Timing[], ready: [] as Timing[], rest: [] as number[] };
  for (let cycle = 0; cycle < bench.effort.cycles; cycle += 1) {
    await bench.changes.next();
    const steps = [
      async () => timings.ours.push(await ours.timed()),
      async () => timings.ready.push(await ready.timed()),
    ];
    for (const step of cycle % 2 === 0 ? steps : steps.reverse()) await step();
    if (restTarget !== undefined && cycle % 10 === 0) timings.rest.push(await rest.timed());
  }
  await Promise.all([ours.close(), ready.close(), rest.close()]);
  const busy = (list: Timing[]) => median(list.map(({ activeMs }) => activeMs));
  const wall = (list: Timing[]) => median(list.map(({ wallMs }) => wallMs));
  const bytes = timings.ours.at(-1)?.bytes;
  const { peakBytes } = await bench.server.usage();
  const common = { work: `${work}, store changing`, sense: 'at least', bytes, peakBytes } as const;
  const figures: Figure[] = [
    {
      ...common,
      id: `${id}-changing`,
      unit: '× (b)',
      target,
      reached: busy(timings.ready) / busy(timings.ours),
      ours: `${milliseconds(busy(timings.ours))} busy, ${milliseconds(wall(timings.ours))} wall`,
      baseline: `${milliseconds(busy(timings.ready))} busy, ${milliseconds(wall(timings.ready))} wall`,
    },
  ];
  if (restTarget !== undefined) {
    figures.push({
      ...common,
      id: `${id}-rest`,
      unit: '× (a)',
      target: restTarget,
      reached: median(timings.rest) / wall(timings.ours),
      ours: `${milliseconds(wall(timings.ours))} wall`,
      baseline: `${milliseconds(median(timings.rest))} wall`,
    });
  }
  return { figures, busyMs: busy(timings.ours) };
}
