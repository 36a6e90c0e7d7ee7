import { Asker } from '../asker.js';
import { type Figure, milliseconds } from '../figure.js';
import { albsPath, callerToken, classesPath, gatewaysPath, type Platform } from '../platform.js';
import { MeasuredProcess } from '../processes/measured-process.js';
import { all, type Question } from '../queries.js';
import { median } from '../statistics.js';

const rounds = 3;
const nothing: Question = { query: '{ __typename }' };

/** From nothing to the first complete answer, against an empty start and the paged lists that no server is without. */
export async function start(platform: Platform): Promise<Figure[]> {
  const settings = await platform.settings();
  const times = { ours: [] as number[], empty: [] as number[], lists: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.ours.push(await untilAnswered(settings, all, platform.size));
    times.empty.push(await untilAnswered({ ...settings, PRELOAD: '' }, nothing, undefined));
    times.lists.push(await pagedLists(platform));
  }
  const [ours, empty, lists] = [median(times.ours), median(times.empty), median(times.lists)];
  return [
    {
      id: 'start',
      work: `start to the first complete answer, ${platform.size.toLocaleString('en')} objects of each kind`,
      unit: '× lists and empty start',
      sense: 'at most',
      target: 1.2,
      reached: ours / (empty + lists),
      ours: milliseconds(ours),
      baseline: `${milliseconds(lists)} of lists, ${milliseconds(empty)} of empty start`,
    },
  ];
}

async function untilAnswered(
  settings: Record<string, string>,
  question: Question,
  size: number | undefined,
): Promise<number> {
  const before = performance.now();
  const server = await MeasuredProcess.server(settings);
  const asker = Asker.graphql(server, question, callerToken);
  const { data } = await asker.json();
  const ms = performance.now() - before;
  await asker.close();
  await server.stop();
  const { totalCount } = (data['gateways'] ?? {}) as { totalCount?: number };
  if (size !== undefined && totalCount !== size) throw new Error(`the first answer has ${totalCount} of ${size}`);
  return ms;
}

/** One kind after another in pages of 500 over one kept connection, as a script with curl would ask. */
async function pagedLists({ api }: Platform): Promise<number> {
  const before = performance.now();
  for (const path of [classesPath, gatewaysPath, albsPath]) {
    let token: string | undefined = '';
    while (token !== undefined) {
      const query: string = token === '' ? '' : `&continue=${encodeURIComponent(token)}`;
      const { body } = await api.get(`${path}?limit=500${query}`);
      token = body.metadata.continue || undefined;
    }
  }
  return performance.now() - before;
}
