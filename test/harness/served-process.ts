import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { logFile } from './record.js';

const main = new URL('../../dist/main.js', import.meta.url).pathname;

/** The built server as a process of its own, on a free port. */
export class ServedProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly line: string,
  ) {}

  /** `onLog`: is given the lines of its log, which else join those of the test. */
  static async start(environment: Record<string, string> = {}, onLog?: (line: string) => void): Promise<ServedProcess> {
    const child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env['PATH'] ?? '',
        PORT: '0',
        LOG_LEVEL: 'error',
        ...environment,
        ...(logFile && { LOG_LEVEL: 'trace' }),
      },
      stdio: ['ignore', 'pipe', onLog ? 'pipe' : logFile ? openSync(logFile, 'a') : 'inherit'],
    });
    if (onLog) createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', onLog);
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const [line] = await Promise.race([
      once(lines, 'line') as Promise<[string]>,
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${code}`))),
    ]);
    return new ServedProcess(child, /http:\S+/.exec(line)?.[0] ?? '', line);
  }

  /** SIGTERM; answers the exit code. */
  async stop(): Promise<number | null> {
    const exited = once(this.child, 'exit') as Promise<[number | null]>;
    this.child.kill('SIGTERM');
    return (await exited)[0];
  }

  /** SIGKILL: it ends without another word. Resolves when it has. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
