import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LoadedServer } from './loaded-server.ts';
import { fill, firstLine, kubeconfigOf, pathOf, typescript } from './storm.ts';
import { watchServer } from './watch-server.ts';

export interface Dearest {
  readonly answers: number;
  /** Not answered with data. */
  readonly failed: number;
  readonly bytes: number;
  readonly healthz: { readonly looks: number; readonly p99Ms: number; readonly slowestMs: number };
  readonly memoryBeforeMib: number;
  readonly memoryMostMib: number;
}

const rows = `gateways(first: 1000, filter: { search: "e" }, orderBy: { field: CREATED_AT, direction: DESC }) {
  totalCount nodes { namespace name createdAt gatewayClass { name type } addresses { value type sources }
    listeners { name port protocol hostname attachedRoutes urls } conditions { type status reason message } alb { name state } } }`;
/** Three whole pages, each filtered by a look at every row; nothing of it is kept. */
const query = `{ a: ${rows} b: ${rows} c: ${rows} }`;
const connections = 8;

/** The dearest query from several connections, each asking again when it has its answer. */
export async function askTheDearest({ gateways, seconds }: { gateways: number; seconds: number }): Promise<Dearest> {
  const cluster = spawn(process.execPath, [...typescript, pathOf('storm-cluster.ts')], {
    env: { STORM_CLUSTER: JSON.stringify({ gateways }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-dearest-'));
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    await writeFile(kubeconfig, kubeconfigOf(await firstLine(cluster)));
    const server = await LoadedServer.start({ KUBECONFIG: kubeconfig, SANDBOX_TOKENS: '', MAX_KEPT_BYTES: '0' });
    try {
      await fill(server.url);
      return await ask(server, seconds);
    } finally {
      await server.stop();
    }
  } finally {
    cluster.kill('SIGTERM');
    await rm(folder, { recursive: true });
  }
}

async function ask(server: LoadedServer, seconds: number): Promise<Dearest> {
  const memoryBeforeMib = await server.memoryMib();
  const stop = watchServer(server, { lookMs: 50, memoryMs: 100 });
  const untilMs = performance.now() + seconds * 1_000;
  let [answers, failed, bytes] = [0, 0, 0];
  const work = async () => {
    while (performance.now() < untilMs) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer anybody' },
        body: JSON.stringify({ query }),
      });
      const text = await response.text();
      answers += 1;
      bytes = text.length;
      if (!text.startsWith('{"data":{"a":{"totalCount":')) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const { looks, slowestMs, p99Ms, memory } = await stop();
  return {
    answers,
    failed,
    bytes,
    healthz: { looks, p99Ms, slowestMs },
    memoryBeforeMib,
    memoryMostMib: Math.max(...memory),
  };
}
