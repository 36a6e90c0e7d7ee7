import type { Bench } from '../bench.js';
import { type Figure, rate } from '../figure.js';
import { callerToken } from '../platform.js';
import type { MeasuredProcess } from '../processes/measured-process.js';
import { type LoadRequest, type LoadResult, runLoad } from '../processes/run-load.js';
import type { Question } from '../queries.js';
import { median } from '../statistics.js';

const connections = 10;

export interface Side {
  readonly process?: MeasuredProcess | undefined;
  readonly url: string;
  readonly requests: readonly LoadRequest[];
}

export interface Loaded {
  readonly perSecond: number;
  /** The process's own time for one answer; 0 where the process is not ours to ask. */
  readonly cpuMs: number;
  readonly generatorCpu: number;
  readonly bytes: number;
}

/** Loads both sides alternately, and takes the median of each. */
export async function loadBoth(bench: Bench, ours: Side, other: Side): Promise<{ ours: Loaded; other: Loaded }> {
  const { rounds, seconds } = bench.effort;
  const measured = { ours: [] as Loaded[], other: [] as Loaded[] };
  // The first of each warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, side] of [
      ['ours', ours],
      ['other', other],
    ] as const) {
      const before = await side.process?.usage();
      const result = await runLoad({ url: side.url, requests: side.requests, connections, seconds });
      const after = await side.process?.usage();
      if (round > 0) measured[name].push(loadedFrom(result, (after?.cpuMs ?? 0) - (before?.cpuMs ?? 0)));
    }
  }
  return { ours: medianOf(measured.ours), other: medianOf(measured.other) };
}

/** Ours, unchanged, against a Fastify route that sends the same bytes. */
export async function unchanged(
  bench: Bench,
  options: { id: string; work: string; question: Question; target: number },
): Promise<Figure[]> {
  const { id, work, question, target } = options;
  await bench.makeReady(id, question);
  const { ours, other } = await loadBoth(bench, graphqlSide(bench.server, question), {
    process: bench.baseline,
    url: bench.baseline.url,
    requests: [post(`/bytes/${id}`, question)],
  });
  const { peakBytes } = await bench.server.usage();
  return [
    {
      id: `${id}-unchanged`,
      work: `${work}, store unchanged`,
      unit: '× (c)',
      sense: 'at least',
      target,
      // The slower of two readings: where the generator cannot keep a process busy, its own CPU time tells more.
      reached: Math.min(ours.perSecond / other.perSecond, other.cpuMs / ours.cpuMs),
      ours: describe(ours),
      baseline: describe(other),
      generatorCpu: ours.generatorCpu,
      peakBytes,
      bytes: ours.bytes,
    },
  ];
}

export function graphqlSide(process: MeasuredProcess, question: Question): Side {
  return { process, url: process.url, requests: [post('/graphql', question)] };
}

export function post(path: string, question: Question): LoadRequest {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${callerToken}` };
  return { method: 'POST', path, headers, body: JSON.stringify(question) };
}

export function describe({ perSecond, cpuMs }: Loaded): string {
  return `${rate(perSecond)}${cpuMs === 0 ? '' : `, ${cpuMs.toFixed(3)} ms CPU each`}`;
}

function loadedFrom(result: LoadResult, cpuMs: number): Loaded {
  return {
    perSecond: result.perSecond,
    cpuMs: cpuMs / result.answers,
    generatorCpu: result.cpu,
    bytes: result.bytesPerAnswer,
  };
}

function medianOf(list: readonly Loaded[]): Loaded {
  const of = (key: keyof Loaded) => median(list.map((loaded) => loaded[key]));
  return { perSecond: of('perSecond'), cpuMs: of('cpuMs'), generatorCpu: of('generatorCpu'), bytes: of('bytes') };
}
