/**
 * `npm run load [-- --seconds N | --quick | --storm]`: twice what the server can do, for two minutes unless said otherwise. What it
 * serves keeps its latency, the rest is TOO_MANY_REQUESTS, memory stays flat, /healthz answers throughout, and one caller's
 * flood is not noticed by another. Before it (with --storm: that alone) all listeners of a replica come at once. Prints what was seen; exits with 1 where one of these does not hold. Sends to 127.0.0.1 alone.
 */
import { parseArgs } from 'node:util';
import { askTheDearest } from './dearest.ts';
import { LoadedServer } from './loaded-server.ts';
import { type Answers, type CallerResult, type Offered, offer } from './offer.ts';
import { runStorm } from './storm.ts';
import { type Watched, watchServer } from './watch-server.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    storm: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds ?? (values.quick ? 20 : 120));
/** A machine that does other things delays some answers by itself: then only what is far off is told. */
const slack = values.quick ? 4 : 1;
/** Of the capacity, which a busy machine reaches with less. */
const overload = values.quick ? 1.2 : 2;
/** Times the usual: at the median, and for the slowest hundredth. */
const latencyFactors = values.quick ? ([8, 36] as const) : ([2, 3] as const);
const warmUpSeconds = 3;
/** Of the capacity: what the server is told to let in, so that there is room to refuse the rest. docs/operations/scale.md */
const share = 1 / 3;

/** Prints what holds and what does not. */
function judge(checks: readonly (readonly [string, boolean])[]): boolean {
  for (const [what, holds] of checks) console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}`);
  return checks.every(([, holds]) => holds);
}

const storm = await runStorm(slack);
if (values.storm) process.exit(judge(storm) ? 0 : 1);

interface Phase {
  readonly seconds: number;
  readonly callers: readonly CallerResult[];
  readonly generatorCores: number;
  readonly serverCpuMs: number;
}

/** Nothing is kept, so that each answer costs what it costs when the store has just changed. */
async function withServer<T>(limits: Record<string, number>, run: (server: LoadedServer) => Promise<T>): Promise<T> {
  const settings = Object.entries(limits).map(([name, limit]) => [name, String(Math.round(limit))]);
  const server = await LoadedServer.start({ MAX_KEPT_BYTES: '0', ...Object.fromEntries(settings) });
  try {
    return await run(server);
  } finally {
    await server.stop();
  }
}

async function measure(server: LoadedServer, seconds: number, rates: Record<string, number>): Promise<Phase> {
  const callers = Object.entries(rates).map(([token, perSecond]) => ({ kind: 'open' as const, token, perSecond }));
  const before = await server.cpuMs();
  // The whole run's, in the measure of what is counted.
  const counted = seconds / (seconds + warmUpSeconds);
  const { callers: results, cores }: Offered = await offer({ url: server.url, seconds, warmUpSeconds, callers });
  return { seconds, callers: results, generatorCores: cores, serverCpuMs: ((await server.cpuMs()) - before) * counted };
}

const none: Answers = { count: 0, p50Ms: 0, p99Ms: 0 };
const served = (caller: CallerResult | undefined) => caller?.outcomes['200'] ?? none;
const refused = (caller: CallerResult | undefined) => caller?.outcomes['429 TOO_MANY_REQUESTS'] ?? none;
const latency = ({ p50Ms, p99Ms }: Answers) => `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
const rate = (count: number, phase: Phase) => `${Math.round(count / phase.seconds)}/s`;
const keepsUp = ({ callers, generatorCores }: Phase) =>
  generatorCores < 0.9 && callers.every(({ sent, meant }) => sent >= meant * 0.95);
const allAnswered = ({ callers }: Phase) =>
  callers.every((caller) => caller.unanswered === 0 && served(caller).count + refused(caller).count === caller.sent);
const keepsLatency = (now: Answers, usual: Answers) =>
  now.count > 0 && now.p50Ms <= usual.p50Ms * latencyFactors[0] && now.p99Ms <= usual.p99Ms * latencyFactors[1];

/** Means of the first and last quarter, the first tenth apart: a heap that has just begun to work grows. */
function growth({ memory }: Watched) {
  const [settled, quarter] = [memory.slice(Math.ceil(memory.length / 10)), Math.ceil(memory.length / 4)];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { first: mean(settled.slice(0, quarter)), last: mean(settled.slice(-quarter)), most: Math.max(...memory) };
}

/** What one process does a second where nothing is refused, each connection asking again when it has its answer. */
async function findCapacity(): Promise<number> {
  const unlimited = { MAX_OPERATIONS_PER_SECOND: 0, MAX_OPERATIONS_PER_SECOND_PER_CALLER: 0 };
  return withServer(unlimited, async ({ url }) => {
    const callers = [{ kind: 'closed' as const, token: 'admin-token', connections: 16 }];
    const { callers: results } = await offer({ url, seconds: 10, warmUpSeconds: 5, callers });
    return Math.round(served(results[0]).count / 10);
  });
}

const capacity = await findCapacity();
const limit = Math.round(capacity * share);
console.log(`capacity      ${capacity} operations/s; MAX_OPERATIONS_PER_SECOND=${limit}`);

const all = { MAX_OPERATIONS_PER_SECOND: limit, MAX_OPERATIONS_PER_SECOND_PER_CALLER: 0 };
const { usual, crowded, watched } = await withServer(all, async (server) => {
  const below = { 'admin-token': limit * 0.9 };
  await measure(server, 5, below);
  const usual = await measure(server, 10, below);
  const stop = watchServer(server);
  const crowded = await measure(server, seconds, { 'admin-token': capacity * overload });
  return { usual, crowded, watched: await stop() };
});
const [usually, now, memory] = [usual.callers[0], crowded.callers[0], growth(watched)];
const answerMs = usual.serverCpuMs / served(usually).count;
const refusalMs = (crowded.serverCpuMs - served(now).count * answerMs) / refused(now).count;
console.log(
  `usual load    ${rate(served(usually).count, usual)} served, ${latency(served(usually))}; ${refused(usually).count} refused`,
);
console.log(
  `overload      ${rate(now?.sent ?? 0, crowded)} for ${seconds} s, of ${rate(now?.meant ?? 0, crowded)} meant, by ${crowded.generatorCores.toFixed(2)} cores`,
);
console.log(`  served      ${rate(served(now).count, crowded)}, ${latency(served(now))}`);
console.log(`  refused     ${rate(refused(now).count, crowded)} with 429, ${latency(refused(now))}`);
console.log(
  `  server      ${(crowded.serverCpuMs / 1000 / seconds).toFixed(2)} cores; ${answerMs.toFixed(2)} ms for an answer, ${refusalMs.toFixed(3)} ms for a refusal`,
);
console.log(
  `  /healthz    ${watched.looks} looks, ${watched.unwell} not answered with 200, slowest ${watched.slowestMs.toFixed(0)} ms`,
);
console.log(
  `  memory      ${memory.first.toFixed(0)} MiB in the first quarter, ${memory.last.toFixed(0)} in the last, ${memory.most.toFixed(0)} at most`,
);

const each = { MAX_OPERATIONS_PER_SECOND: limit, MAX_OPERATIONS_PER_SECOND_PER_CALLER: limit / 2 };
const { alone, beside } = await withServer(each, async (server) => {
  const guest = { 'viewer-token': limit * 0.2 };
  await measure(server, 5, { ...guest, 'admin-token': limit * 0.45 });
  const alone = await measure(server, 10, { ...guest, 'admin-token': limit * 0.45 });
  const beside = await measure(server, Math.min(seconds, 30), { ...guest, 'admin-token': capacity * overload });
  return { alone, beside };
});
const [guestAlone, guestBeside, flood] = [alone.callers[0], beside.callers[0], beside.callers[1]];
console.log(`one caller    ${rate(flood?.sent ?? 0, beside)} of which ${rate(served(flood).count, beside)} served`);
console.log(`  another     ${latency(served(guestAlone))} beside a caller who keeps to the limit,`);
console.log(`              ${latency(served(guestBeside))} beside that one; ${refused(guestBeside).count} refused`);

const dearest = await askTheDearest({ gateways: 2_000, seconds: Math.min(seconds, 20) });
const grownMib = dearest.memoryMostMib - dearest.memoryBeforeMib;
console.log(
  `dearest query ${dearest.answers} answers of ${(dearest.bytes / 2 ** 20).toFixed(1)} MiB over 8 connections, ${dearest.failed} without data`,
);
console.log(
  `  /healthz    p99 ${dearest.healthz.p99Ms.toFixed(0)} ms, slowest ${dearest.healthz.slowestMs.toFixed(0)} ms; memory grew by ${grownMib.toFixed(0)} MiB`,
);

const phases = [usual, crowded, alone, beside];
const checks: readonly (readonly [string, boolean])[] = [
  ...storm,
  ['every request is answered, with 200 or 429', phases.every(allAnswered)],
  ['more is sent than is let in, and no more is served', served(now).count <= limit * seconds * 1.1],
  ['as much is served as is let in', served(now).count >= limit * seconds * 0.9],
  [
    `what is served keeps its latency: p50 within ${latencyFactors[0]} times the usual, p99 within ${latencyFactors[1]}`,
    keepsLatency(served(now), served(usually)),
  ],
  [
    `in a usual load hardly any is refused: ${slack} of 200`,
    refused(usually).count <= ((usually?.sent ?? 0) / 200) * slack,
  ],
  ['/healthz answers throughout', watched.looks > seconds * 2 && watched.unwell === 0],
  ['memory is flat: within a fifth', memory.last < memory.first * 1.2],
  ['beside the flood of one caller nobody else is refused', refused(guestBeside).count === 0],
  ['and they keep their latency', keepsLatency(served(guestBeside), served(guestAlone))],
  ['the dearest query is answered, from 8 connections at once', dearest.answers >= 8 && dearest.failed === 0],
  [
    `meanwhile /healthz answers within ${250 * slack} ms at p99 and ${slack} s at most`,
    dearest.healthz.p99Ms <= 250 * slack && dearest.healthz.slowestMs <= 1_000 * slack,
  ],
  ['and memory grows by less than 200 MiB', grownMib < 200],
];
if (!phases.every(keepsUp)) console.log('VOID   the load generator did not send what it was to send: nothing is shown');
const holds = judge(checks);
process.exitCode = phases.every(keepsUp) && holds ? 0 : 1;
