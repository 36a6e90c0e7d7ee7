import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

const main = new URL('../../dist/main.js', import.meta.url).pathname;

/**
 * Node lets a heap grow for as long as there is room: with little of it, memory that is never given back shows. Room for young
 * objects is as large from the start as it gets; else it grows at a full collection, which may be a minute in coming.
 */
const heap = ['--max-old-space-size=256', '--min-semi-space-size=64'];

/** The built server on its sandbox with users, as a process of its own. */
export class LoadedServer {
  /** Lines of its log: it is told to write errors alone. */
  readonly faults: string[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => this.faults.push(line));
  }

  static async start(settings: Record<string, string>, options: readonly string[] = heap): Promise<LoadedServer> {
    const child = spawn(process.execPath, [...options, main], {
      env: { PORT: '0', LOG_LEVEL: 'error', SANDBOX_TOKENS: '1', AUTH_MODE: 'shared', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => process.removeListener('exit', kill));
    const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')) as [string];
    return new LoadedServer(child, /http:\S+/.exec(line)?.[0] ?? '');
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What of its memory is resident, in MiB. */
  async memoryMib(): Promise<number> {
    const status = await readFile(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  /** Processor time since its start, of all its threads. Linux counts it in hundredths of a second. */
  async cpuMs(): Promise<number> {
    const stat = await readFile(`/proc/${this.child.pid}/stat`, 'utf8');
    const [user, system] = stat.slice(stat.lastIndexOf(')')).split(' ').slice(12, 14).map(Number);
    return ((user ?? 0) + (system ?? 0)) * 10;
  }

  async stop(): Promise<void> {
    if (!this.alive) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}
