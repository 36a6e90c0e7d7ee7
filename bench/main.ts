/** `npm run bench`: measures, prints the table, and writes it to docs/performance.md. See docs/performance.md for what is what. */
import { writeFile } from 'node:fs/promises';
import { Bench, efforts } from './bench.js';
import type { Figure } from './figure.js';
import { growthPlot, type Series } from './growth-plot.js';
import { type Options, readOptions } from './options.js';
import { Platform } from './platform.js';
import { all, filtered, pageOf20 } from './queries.js';
import { fallenBehind, recordedRatios, recordFigures, table } from './report.js';
import { changing } from './rows/changing.js';
import { create } from './rows/create.js';
import { listeners } from './rows/listeners.js';
import { unchanged } from './rows/loaded.js';
import { memory } from './rows/memory.js';
import { passthrough } from './rows/passthrough.js';
import { peer } from './rows/peer.js';
import { single } from './rows/single.js';
import { start } from './rows/start.js';

/** In CI: below this share of what was recorded, something was lost. */
const tolerated = 0.6;
const work = { all: 'all gateways of a thousand', page: 'page of 20', filter: 'filter by address, order and page' };

/** As it goes: a whole run takes minutes. */
const tell = (figures: readonly Figure[]) => {
  for (const { work: what, reached, unit, ours, baseline } of figures) {
    say(`${what}: ${reached.toFixed(2)} ${unit} (${ours}; ${baseline})`);
  }
};
const say = (what: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${what}`);

async function growthAt(platform: Platform, size: number): Promise<Record<keyof typeof work, number>> {
  await platform.growTo(size);
  say(`growth at ${size}`);
  const bench = await Bench.open(platform, { ...efforts.quick, cycles: 100 });
  try {
    const busy = async (id: string, question: typeof all) =>
      (await changing(bench, { id: `growth-${id}`, work: id, question, target: 0 })).busyMs;
    return { all: await busy('all', all), page: await busy('page', pageOf20), filter: await busy('filter', filtered) };
  } finally {
    await bench.close();
  }
}

/** The rows over a thousand objects. */
async function rowsAt(bench: Bench, quick: boolean): Promise<Figure[]> {
  const figures: Figure[] = [];
  const run = async (row: Promise<readonly Figure[]>) => {
    const measured = await row;
    tell(measured);
    figures.push(...measured);
  };
  const restTarget = { restTarget: 20 };
  const table = changing(bench, { id: 'all', work: work.all, question: all, target: 0.3, ...restTarget });
  await run(table.then((it) => it.figures));
  await run(unchanged(bench, { id: 'all', work: work.all, question: all, target: 0.6 }));
  const page = changing(bench, { id: 'page', work: work.page, question: pageOf20, target: 0.35 });
  await run(page.then((it) => it.figures));
  await run(unchanged(bench, { id: 'page', work: work.page, question: pageOf20, target: 0.5 }));
  await run(single(bench));
  await run(listeners(bench, 500));
  if (quick) return figures;
  await run(listeners(bench, 5000));
  await run(create(bench));
  await run(passthrough(bench));
  await run(peer(bench));
  return figures;
}

async function measure(platform: Platform, { quick, peer: other, sizes }: Options): Promise<Figure[]> {
  const [small, middle, large] = sizes;
  const growth = new Map<number, Record<keyof typeof work, number>>();
  if (!quick) growth.set(small, await growthAt(platform, small));
  await platform.growTo(middle);
  say(`filled to ${middle}`);
  const bench = await Bench.open(platform, quick ? efforts.quick : efforts.full, other);
  const figures = await rowsAt(bench, quick).finally(() => bench.close());
  if (quick) return figures;
  for (const size of [middle, large]) growth.set(size, await growthAt(platform, size));
  const series = (Object.keys(work) as (keyof typeof work)[]).map(
    (name): Series => ({
      name: work[name],
      points: [...growth].map(([size, busy]) => ({ size, ms: busy[name] })),
    }),
  );
  await writeFile(new URL('../docs/images/growth.svg', import.meta.url), growthPlot(series));
  const busyOf = (size: number) => growth.get(size)?.filter ?? Number.NaN;
  figures.push({
    id: 'filter-growth',
    work: `${work.filter}, in ${large.toLocaleString('en')}`,
    unit: `× the same in ${middle.toLocaleString('en')}`,
    sense: 'at most',
    target: 2,
    reached: busyOf(large) / busyOf(middle),
    ours: `${busyOf(large).toFixed(3)} ms busy`,
    baseline: `${busyOf(middle).toFixed(3)} ms busy`,
  });
  for (const row of [memory, start]) {
    const measured = await row(platform);
    tell(measured);
    figures.push(...measured);
  }
  return figures;
}

const options = await readOptions(process.argv.slice(2));
const startedMs = performance.now();
const platform = await Platform.start();
const figures = await measure(platform, options).finally(() => platform.stop());
console.log(table(figures));
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(figures, null, 2)}\n`);
if (options.quick) {
  const lost = fallenBehind(figures, await recordedRatios(), tolerated);
  for (const line of lost) console.error(`below ${tolerated} of what docs/performance.md records: ${line}`);
  process.exit(lost.length === 0 ? 0 : 1);
}
await recordFigures(figures, (performance.now() - startedMs) / 1000);
process.exit(0);
