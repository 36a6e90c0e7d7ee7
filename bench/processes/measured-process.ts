import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Usage {
  /** User and system time since the start. */
  readonly cpuMs: number;
  /** The most memory it ever held. */
  readonly peakBytes: number;
}

const root = new URL('../..', import.meta.url).pathname;
const probe = new URL('probe.mjs', import.meta.url).href;
const typescript = [
  '--experimental-transform-types',
  '--disable-warning=ExperimentalWarning',
  `--import=${new URL('../resolve-typescript.mjs', import.meta.url).href}`,
];

/** A Node process of its own that says where it listens in its first line, and can be asked what it uses. */
export class MeasuredProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** The built server. */
  static server(environment: Record<string, string>): Promise<MeasuredProcess> {
    const extra = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((option) => option !== '');
    return MeasuredProcess.#start([...extra, `${root}dist/main.js`], {
      PORT: '0',
      LOG_LEVEL: 'error',
      ...environment,
    });
  }

  /** A file of this folder. */
  static helper(file: string, environment: Record<string, string> = {}): Promise<MeasuredProcess> {
    return MeasuredProcess.#start([...typescript, `${root}bench/processes/${file}`], environment);
  }

  static async #start(args: string[], environment: Record<string, string>): Promise<MeasuredProcess> {
    const child = spawn(process.execPath, ['--expose-gc', `--import=${probe}`, ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => process.removeListener('exit', kill));
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const [line] = await Promise.race([
      once(lines, 'line') as Promise<[string]>,
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`${args.at(-1)} ended with ${code}`))),
    ]);
    return new MeasuredProcess(child, /https?:\S+/.exec(line)?.[0] ?? '');
  }

  active(): Promise<number> {
    return this.ask<number>('active');
  }

  usage(): Promise<Usage> {
    return this.ask<Usage>('usage');
  }

  /** Bytes of heap in use, after garbage collection. */
  heap(): Promise<number> {
    return this.ask<number>('heap');
  }

  handles(): Promise<number> {
    return this.ask<number>('handles');
  }

  /** Questions are asked one after another. */
  async ask<T>(question: string, details: object = {}): Promise<T> {
    const answered = once(this.child, 'message') as Promise<[{ answer: T }]>;
    this.child.send({ ask: question, ...details });
    return (await answered)[0].answer;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}
