import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { LoadedServer } from './loaded-server.ts';
import { type Watched, watchServer } from './watch-server.ts';

export interface Storm {
  readonly url: string;
  readonly listeners: number;
  readonly query: string;
  readonly token: string;
}

export interface StormResult {
  /** Listeners that were told everything. */
  readonly told: number;
  /** How many frames each of them was sent. */
  readonly frames: readonly number[];
  readonly bytes: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly failure?: string;
}

export interface Weathered extends StormResult {
  readonly watched: Watched;
  readonly memoryBeforeMib: number;
  readonly serverCpuMs: number;
}

/** What holds of it, and whether it does. */
export type Check = readonly [string, boolean];

const storm = { listeners: 500, gateways: 2_000 };

/** 500 listeners at once, who share a topic; prints what was seen. A machine that does other things is given some slack. */
export async function runStorm(slack: number): Promise<readonly Check[]> {
  const { listeners, gateways } = storm;
  const { told, frames, bytes, firstMs, lastMs, watched, memoryBeforeMib, serverCpuMs, failure } = await weatherStorm({
    ...storm,
    shared: true,
  });
  const grownMib = Math.max(...watched.memory) - memoryBeforeMib;
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  console.log(
    `storm         ${told} of ${listeners} listeners were told ${gateways} gateways each, ${Math.round(bytes / 2 ** 20)} MiB in all, the first after ${seconds(firstMs)} s, the last after ${seconds(lastMs)} s${failure === undefined ? '' : `; ${failure}`}`,
  );
  console.log(`  server      ${((serverCpuMs * 1000) / (told * (gateways + 1))).toFixed(1)} µs for each event sent`);
  console.log(
    `  /healthz    ${watched.looks} looks, ${watched.unwell} not answered with 200, p99 ${watched.p99Ms.toFixed(0)} ms, slowest ${watched.slowestMs.toFixed(0)} ms`,
  );
  console.log(`  memory      ${memoryBeforeMib.toFixed(0)} MiB before, ${grownMib.toFixed(0)} more at most`);
  return [
    [
      'in a storm of listeners each is told everything, once',
      told === listeners && frames.length === 1 && frames[0] === gateways + 1,
    ],
    [
      `meanwhile /healthz answers within ${250 * slack} ms (p99) and ${slack} s`,
      watched.unwell === 0 && watched.p99Ms <= 250 * slack && watched.slowestMs <= 1_000 * slack,
    ],
    ['and memory grows by less than 200 MiB', grownMib < 200],
  ];
}

export interface StormOptions {
  readonly listeners: number;
  readonly gateways: number;
  /** Whether they share a topic: else each is told by evaluations of its own. */
  readonly shared: boolean;
}

export const typescript = [
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
  `--import=${new URL('../../bench/resolve-typescript.mjs', import.meta.url).href}`,
];
export const pathOf = (name: string) => new URL(name, import.meta.url).pathname;

const together = `subscription { gatewayEvents { type gateway { namespace name gatewayClass { name type } addresses { value sources }
  listeners { name port protocol urls } provisioning { phase percent } } } }`;
/** Whether an ALB is an orphan is asked in each caller's own name. */
const alone = `subscription { albEvents(filter: { orphaned: false }) { type alb { namespace name state reason addresses { value } } } }`;

/** All listeners of a replica that has gone come to another at once, which has told nobody anything yet. */
export async function weatherStorm({ listeners, gateways, shared }: StormOptions): Promise<Weathered> {
  const cluster = spawn(process.execPath, [...typescript, pathOf('storm-cluster.ts')], {
    env: { STORM_CLUSTER: JSON.stringify({ gateways }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-storm-'));
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    await writeFile(kubeconfig, kubeconfigOf(await firstLine(cluster)));
    const server = await LoadedServer.start({ KUBECONFIG: kubeconfig, SANDBOX_TOKENS: '' });
    try {
      await fill(server.url);
      const memoryBeforeMib = await server.memoryMib();
      const cpuMs = await server.cpuMs();
      const stop = watchServer(server, { lookMs: 50, memoryMs: 100 });
      const token = 'anybody';
      const query = shared ? together : alone;
      const { stdout } = await promisify(execFile)(process.execPath, [...typescript, pathOf('storm-listeners.ts')], {
        env: { STORM: JSON.stringify({ url: server.url, listeners, query, token } satisfies Storm) },
      });
      const serverCpuMs = (await server.cpuMs()) - cpuMs;
      return { ...(JSON.parse(stdout) as StormResult), watched: await stop(), memoryBeforeMib, serverCpuMs };
    } finally {
      await server.stop();
    }
  } finally {
    cluster.kill('SIGTERM');
    await rm(folder, { recursive: true });
  }
}

export async function firstLine({ stdout }: ChildProcess): Promise<string> {
  const [line] = (await once(createInterface({ input: stdout as NodeJS.ReadableStream }), 'line')) as [string];
  return line;
}

/** As a replica that serves already: its sets are filled, and it has warmed up. */
export async function fill(url: string): Promise<void> {
  const query = '{ gateways(first: 1000) { totalCount nodes { name addresses { value } provisioning { phase } } } }';
  for (let round = 0; round < 20; round += 1) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer anybody' },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    if (!text.startsWith('{"data":{"gateways":{"totalCount":')) throw new Error(text);
  }
}

export function kubeconfigOf(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'storm',
    clusters: [{ name: 'storm', cluster: { server } }],
    users: [{ name: 'storm', user: {} }],
    contexts: [{ name: 'storm', context: { cluster: 'storm', user: 'storm' } }],
  });
}
