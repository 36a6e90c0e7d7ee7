import type { Bench } from '../bench.js';
import { type Figure, milliseconds } from '../figure.js';
import { callerToken } from '../platform.js';
import { MeasuredProcess } from '../processes/measured-process.js';
import { changes } from '../queries.js';
import { median, quantile } from '../statistics.js';

interface Received {
  /** When each listener received it, in ms of the clock that all processes share. */
  readonly at: readonly number[];
  readonly sample: string;
}

const rounds = 15;
const maxHeapKilobytes = 25;

/** One change, told to every listener: from its write until the last has it. (d) sends the same bytes from a bare ws server. */
export async function listeners({ server, baseline, platform }: Bench, count: number): Promise<Figure[]> {
  const heapBefore = await server.heap();
  const ours = await openListeners(`${server.url.replace('http', 'ws')}/graphql`, count, changes);
  const heapOfOne = ((await server.heap()) - heapBefore) / count / 1000;
  const bare = await openListeners(baseline.url.replace('http', 'ws'), count);
  const last = { ours: [] as number[], bare: [] as number[] };
  const all: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const text = `told ${round} of ${Math.random()}`;
    const told = ours.ask<Received>('', { expect: text });
    const writtenMs = nowMs();
    await platform.touchGateway(round + 1, text);
    const { at, sample } = await told;
    const broadcast = bare.ask<Received>('', { expect: text });
    const sentMs = nowMs();
    await baseline.ask('', { broadcast: sample });
    const { at: atBare } = await broadcast;
    // The first warms up.
    if (round < 0) continue;
    last.ours.push(Math.max(...at) - writtenMs);
    last.bare.push(Math.max(...atBare) - sentMs);
    for (const ms of at) all.push(ms - writtenMs);
  }
  await Promise.all([ours.stop(), bare.stop()]);
  const { peakBytes } = await server.usage();
  const work = `one change to ${count.toLocaleString('en')} graphql-ws listeners`;
  return [
    {
      id: `listeners-${count}`,
      work,
      unit: '× (d)',
      sense: 'at most',
      // Of a few, the write itself is most of the time.
      target: count < 5000 ? Number.POSITIVE_INFINITY : 1.5,
      reached: median(last.ours) / median(last.bare),
      ours: `${milliseconds(median(last.ours))} from its PATCH to the last; p99 ${milliseconds(quantile(all, 0.99))}`,
      baseline: `${milliseconds(median(last.bare))} to the last`,
      peakBytes,
    },
    {
      id: `listener-heap-${count}`,
      work: `heap of one of ${count.toLocaleString('en')} listeners`,
      unit: 'KB',
      sense: 'at most',
      target: maxHeapKilobytes,
      reached: heapOfOne,
      ours: `${heapOfOne.toFixed(1)} KB`,
      baseline: '',
    },
  ];
}

async function openListeners(url: string, count: number, query?: string): Promise<MeasuredProcess> {
  const settings = { url, count, query, token: callerToken };
  return MeasuredProcess.helper('listeners.ts', { LISTENERS: JSON.stringify(settings) });
}

const nowMs = () => Number(process.hrtime.bigint()) / 1e6;
