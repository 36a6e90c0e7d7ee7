import { Asker } from '../asker.js';
import type { Bench } from '../bench.js';
import { type Figure, milliseconds } from '../figure.js';
import { callerToken } from '../platform.js';
import { MeasuredProcess } from '../processes/measured-process.js';
import { all } from '../queries.js';
import { RestSet } from '../rest-set.js';
import { median } from '../statistics.js';

/** No memory between the requests: the whole table in passthrough mode, against the lists that a front end would ask for. */
export async function passthrough({ platform, effort }: Bench): Promise<Figure[]> {
  const server = await MeasuredProcess.server(await platform.settings('passthrough'));
  const asker = Asker.graphql(server, all, callerToken);
  const rest = new RestSet(platform);
  const times = { ours: [] as number[], rest: [] as number[] };
  for (let round = -1; round < effort.rounds * 3; round += 1) {
    const before = performance.now();
    const { byteLength } = await asker.bytes();
    const ours = performance.now() - before;
    const listed = await rest.timed();
    // The first warms up.
    if (round < 0) continue;
    if (byteLength < 100_000) throw new Error('the answer is not the whole table');
    times.ours.push(ours);
    times.rest.push(listed);
  }
  await Promise.all([asker.close(), rest.close()]);
  const { peakBytes } = await server.usage();
  await server.stop();
  return [
    {
      id: 'passthrough',
      work: `passthrough mode, all ${platform.size.toLocaleString('en')}`,
      unit: '× (a)',
      sense: 'at least',
      target: 0.9,
      reached: median(times.rest) / median(times.ours),
      ours: milliseconds(median(times.ours)),
      baseline: milliseconds(median(times.rest)),
      peakBytes,
    },
  ];
}
