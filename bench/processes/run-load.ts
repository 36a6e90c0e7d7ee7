import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly bytesPerAnswer: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answers: number;
  readonly failed: number;
  /** Cores that the load generator itself used. */
  readonly cpu: number;
}

/** Sends the requests in turn over kept-alive connections for some seconds. Throws where one was not answered with 2xx. */
export async function runLoad(options: {
  url: string;
  requests: readonly LoadRequest[];
  connections: number;
  seconds: number;
}): Promise<LoadResult> {
  const args = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
  const { stdout } = await run(process.execPath, [...args, `${root}bench/processes/load.ts`], {
    env: { PATH: process.env['PATH'] ?? '', LOAD: JSON.stringify(options), NODE_NO_WARNINGS: '1' },
    maxBuffer: 64 << 20,
  });
  const result = JSON.parse(stdout) as LoadResult;
  if (result.failed > 0 || result.answers === 0) {
    throw new Error(`${options.url}: ${result.failed} requests failed, ${result.answers} were answered`);
  }
  return result;
}
