/**
 * `npm run soak`: a server for ten minutes under changes of the store, while listeners come and go. Fails where a listener's table
 * is not what the store holds in the end, or where heap or handles have grown.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { roomyLimits } from './bench.js';
import { megabytes } from './figure.js';
import { namespaceCount, namespaceOf } from './objects.js';
import { Platform } from './platform.js';
import { MeasuredProcess } from './processes/measured-process.js';
import { Churn } from './soak/churn.js';
import { Follower } from './soak/follower.js';
import { readSoakOptions } from './soak/options.js';
import { storeTable } from './soak/store-table.js';
import { median } from './statistics.js';

const { minutes, size, listeners: count } = readSoakOptions(process.argv.slice(2));

const samples = 20;
/** Between the first quarter and the last: the collector's own moods. */
const maxGrowth = 1.1;
/** How long the last changes may take to be told. */
const settleMs = 30_000;

interface Sample {
  readonly heap: number;
  readonly handles: number;
}

/** Every fourth listens to one namespace: its events are its own, those of the others are shared. */
let opened = 0;
async function open(server: MeasuredProcess): Promise<Follower> {
  opened += 1;
  const follower = new Follower(server, opened % 4 === 0 ? namespaceOf(opened % namespaceCount) : undefined);
  await follower.ready;
  return follower;
}

async function settled(platform: Platform, followers: readonly Follower[]): Promise<string[]> {
  const store = await storeTable(platform);
  for (const deadline = performance.now() + settleMs; ; await sleep(200)) {
    const differences = followers.flatMap((follower) => follower.difference(store) ?? []);
    if (differences.length === 0 || performance.now() > deadline) return differences;
  }
}

async function soak(platform: Platform, server: MeasuredProcess): Promise<string[]> {
  const before = { heap: await server.heap(), handles: await server.handles() };
  const followers = await Promise.all(Array.from({ length: count }, () => open(server)));
  const churn = new Churn(platform);
  const taken: Sample[] = [];
  let events = 0;
  for (let at = 1; at <= samples; at += 1) {
    const until = performance.now() + (minutes * 60_000) / samples;
    // The first half stays to the end; of the others one after another goes, and a new one comes.
    for (let turn = 0; performance.now() < until; turn += 1) {
      const place = Math.floor(count / 2) + (turn % Math.ceil(count / 2));
      const leaving = followers[place];
      events += leaving?.events ?? 0;
      await leaving?.leave();
      followers[place] = await open(server);
      await sleep(50);
    }
    const sample = { heap: await server.heap(), handles: await server.handles() };
    taken.push(sample);
    const told = events + followers.reduce((sum, follower) => sum + follower.events, 0);
    const minute = ((at * minutes) / samples).toFixed(1).padStart(5);
    console.log(
      `${minute} min  heap ${megabytes(sample.heap)}  handles ${sample.handles}  listeners ${followers.length} of ${opened}  writes ${churn.writes}  events ${told}`,
    );
  }
  await churn.stop();
  const faults = await settled(platform, followers);
  console.log(`${followers.length - faults.length} of ${followers.length} listeners end with what the store holds`);
  await Promise.all(followers.map((follower) => follower.leave()));
  return [...faults, ...(await grown(server, before, taken))];
}

async function grown(server: MeasuredProcess, before: Sample, taken: readonly Sample[]): Promise<string[]> {
  const quarter = Math.ceil(taken.length / 4);
  const of = (list: readonly Sample[], key: keyof Sample) => median(list.map((sample) => sample[key]));
  const [early, late] = [taken.slice(0, quarter), taken.slice(-quarter)];
  const faults: string[] = [];
  for (const key of ['heap', 'handles'] as const) {
    const ratio = of(late, key) / of(early, key);
    console.log(`${key}: last quarter ${ratio.toFixed(3)} × the first`);
    if (ratio > maxGrowth) faults.push(`${key} grew to ${ratio.toFixed(2)} of what it was`);
  }
  // Sockets close a moment after their clients have gone.
  let left = await server.handles();
  for (const deadline = performance.now() + settleMs; left > before.handles && performance.now() < deadline; ) {
    await sleep(200);
    left = await server.handles();
  }
  console.log(`handles when all had left: ${left}, before any came: ${before.handles}`);
  if (left > before.handles + count / 10) faults.push(`${left} handles are left of ${before.handles}`);
  return faults;
}

const platform = await Platform.start();
await platform.growTo(size);
const server = await MeasuredProcess.server({ ...(await platform.settings()), ...roomyLimits });
const faults = await soak(platform, server).finally(async () => {
  await server.stop();
  await platform.stop();
});
for (const fault of faults.slice(0, 20)) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);
