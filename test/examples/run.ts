import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export const root = new URL('../../', import.meta.url).pathname;
export const main = `${root}dist/main.js`;

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The command's output, both streams; throws with it where the exit code is not 0. */
export async function run(command: string, options: RunOptions = {}): Promise<string> {
  const child = start(command, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output}`);
  return output;
}

/** Runs a command that has no end until one of its lines matches, and ends it and all that it started; answers the line. */
export async function runUntil(line: RegExp, command: string, options: RunOptions = {}): Promise<string> {
  const child = start(command, options);
  const seen: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => seen.push(text));
  try {
    for await (const text of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      seen.push(text);
      if (line.test(text)) return text;
    }
    throw new Error(`${command} ended without a line like ${line}:\n${seen.join('\n')}`);
  } finally {
    await stop(child);
  }
}

/** In a process group of its own, so that what it starts can be ended with it. */
export function start(command: string, { cwd = root, env = {} }: RunOptions): ChildProcess {
  return spawn('bash', ['-euo', 'pipefail', '-c', command], {
    cwd,
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = once(child, 'close');
  child.stdout?.resume();
  process.kill(-child.pid, 'SIGTERM');
  await closed;
}
