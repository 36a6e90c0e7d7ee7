/**
 * `npm run load [-- SECONDS]`: twice what the server can do, for two minutes unless said otherwise. What it serves keeps its
 * latency, the rest is TOO_MANY_REQUESTS, memory stays flat, /healthz answers throughout. Prints what was seen; exits with 1
 * where one of these does not hold. Sends to 127.0.0.1 alone.
 */
import { LoadedServer } from './loaded-server.ts';
import { type Offered, offer } from './offer.ts';
import { type Watched, watchServer } from './watch-server.ts';

const seconds = Number(process.argv[2] ?? 120);
const connections = 50;
/** Of the capacity: what the server is told to take in, so that there is room to refuse the rest. */
const share = 0.5;

async function withServer<T>(settings: Record<string, string>, run: (server: LoadedServer) => Promise<T>): Promise<T> {
  const server = await LoadedServer.start(settings);
  try {
    return await run(server);
  } finally {
    await server.stop();
  }
}

/** What one process does a second where nothing is refused. */
const unlimited = { MAX_OPERATIONS_PER_SECOND: '0', MAX_OPERATIONS_PER_SECOND_PER_CALLER: '0' };
const capacity = await withServer(unlimited, async ({ url }) => {
  await offer({ url, seconds: 2, connections });
  const { statuses, seconds: took } = await offer({ url, seconds: 5, connections });
  return Math.round((statuses.get(200)?.count ?? 0) / took);
});
const limit = Math.round(capacity * share);
const limits = { MAX_OPERATIONS_PER_SECOND: String(limit), MAX_OPERATIONS_PER_SECOND_PER_CALLER: '0' };

const { usual, crowded, watched } = await withServer(limits, async (server) => {
  const { url } = server;
  await offer({ url, seconds: 2, connections, perSecond: Math.round(limit * 0.8) });
  const usual = await offer({ url, seconds: 5, connections, perSecond: Math.round(limit * 0.8) });
  const stop = watchServer(server);
  const crowded = await offer({ url, seconds, connections: connections * 2, perSecond: capacity * 2 });
  return { usual, crowded, watched: await stop() };
});

const perSecond = ({ statuses, seconds }: Offered, status: number) =>
  Math.round((statuses.get(status)?.count ?? 0) / seconds);
const latency = ({ statuses }: Offered, status: number) => {
  const { p50Ms = 0, p99Ms = 0 } = statuses.get(status) ?? {};
  return `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
};
/** Means of the first and last quarter, the first tenth apart: a heap that has just begun to work grows. */
const growth = ({ memory }: Watched) => {
  const [settled, quarter] = [memory.slice(Math.ceil(memory.length / 10)), Math.ceil(memory.length / 4)];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { first: mean(settled.slice(0, quarter)), last: mean(settled.slice(-quarter)), most: Math.max(...memory) };
};

const memory = growth(watched);
const sent = [...crowded.statuses.values()].reduce((sum, { count }) => sum + count, 0);
console.log(`capacity      ${capacity} operations/s; MAX_OPERATIONS_PER_SECOND=${limit}`);
console.log(`usual load    ${perSecond(usual, 200)}/s served, ${latency(usual, 200)}`);
console.log(
  `overload      ${Math.round(sent / crowded.seconds)}/s for ${crowded.seconds} s (${capacity * 2}/s were to be sent)`,
);
console.log(`  served      ${perSecond(crowded, 200)}/s, ${latency(crowded, 200)}`);
console.log(`  refused     ${perSecond(crowded, 429)}/s with 429, ${latency(crowded, 429)}`);
console.log(
  `  /healthz    ${watched.looks} looks, ${watched.unwell} not answered with 200, slowest ${watched.slowestMs.toFixed(0)} ms`,
);
console.log(
  `  memory      ${memory.first.toFixed(0)} MiB in the first quarter, ${memory.last.toFixed(0)} in the last, ${memory.most.toFixed(0)} at most`,
);

const served = crowded.statuses.get(200);
const usually = usual.statuses.get(200);
const checks: readonly [string, boolean][] = [
  [
    'every answer is 200 or 429, and each request has one',
    crowded.failed === 0 && [...crowded.statuses.keys()].every((status) => status === 200 || status === 429),
  ],
  ['more was sent than is served', sent / crowded.seconds > limit * 1.5],
  ['as much is served as is let in', perSecond(crowded, 200) >= limit * 0.9],
  [
    'what is served keeps its latency: p50 within 20 ms, p99 within 100 ms of the usual',
    (served?.p50Ms ?? 1e9) < (usually?.p50Ms ?? 0) + 20 && (served?.p99Ms ?? 1e9) < (usually?.p99Ms ?? 0) + 100,
  ],
  ['/healthz answers throughout', watched.looks > seconds && watched.unwell === 0],
  ['memory is flat: within a fifth', memory.last < memory.first * 1.2],
];
for (const [what, holds] of checks) console.log(`${holds ? 'ok    ' : 'FAILED'} ${what}`);
process.exitCode = checks.every(([, holds]) => holds) ? 0 : 1;
