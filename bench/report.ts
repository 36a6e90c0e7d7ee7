import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { type Figure, isMet, megabytes } from './figure.js';

const page = new URL('../docs/performance.md', import.meta.url).pathname;
const markers = { start: '<!-- bench: table -->', end: '<!-- bench: end -->' };
const head = ['work', 'target', 'reached', 'met', 'this server', 'baseline', 'load generator', 'peak memory', 'answer'];

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { work, unit, sense, target, reached, ours, baseline, generatorCpu, peakBytes, bytes } = figure;
    const judged = Number.isFinite(target);
    return [
      work,
      judged ? `${sense === 'at least' ? '≥' : '≤'} ${target} ${unit}` : `reported, ${unit}`,
      reached.toFixed(reached < 10 ? 2 : 1),
      judged ? (isMet(figure) ? 'yes' : '**no**') : '',
      ours,
      baseline,
      generatorCpu === undefined ? '' : `${generatorCpu.toFixed(2)} cores`,
      peakBytes === undefined ? '' : megabytes(peakBytes),
      bytes === undefined ? '' : megabytes(bytes),
    ];
  });
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Puts a run's table and figures in the place of the last one's. */
export async function recordFigures(figures: readonly Figure[], seconds: number): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [before = '', rest = ''] = text.split(markers.start);
  const after = rest.split(markers.end)[1] ?? '';
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`;
  const ratios = Object.fromEntries(figures.map(({ id, reached }) => [id, Number(reached.toPrecision(3))]));
  const block = [
    markers.start,
    `On ${machine}; ${Math.round(seconds)} s in all.`,
    '',
    table(figures),
    '',
    '![Busy time of one answer by size of the set](images/growth.svg)',
    '',
    `<!-- ratios: ${JSON.stringify(ratios)} -->`,
    markers.end,
  ].join('\n');
  await writeFile(page, `${before}${block}${after}`);
}

/** What docs/performance.md says was reached, by the figures' ids. */
export async function recordedRatios(): Promise<Record<string, number>> {
  const found = /<!-- ratios: (\{.*\}) -->/.exec(await readFile(page, 'utf8'));
  return JSON.parse(found?.[1] ?? '{}');
}

/** The figures that are worse than a share of what was recorded. */
export function fallenBehind(figures: readonly Figure[], recorded: Record<string, number>, share: number): string[] {
  return figures.flatMap(({ id, sense, reached, unit }) => {
    const before = recorded[id];
    if (before === undefined) return [];
    const kept = sense === 'at least' ? reached / before : before / reached;
    return kept >= share ? [] : [`${id}: ${reached.toFixed(2)} ${unit}, recorded ${before}`];
  });
}
