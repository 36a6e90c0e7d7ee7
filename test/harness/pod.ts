import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = new URL('pod.sh', import.meta.url).pathname;

export interface PodOptions {
  /** The folder that is /app of the image. */
  readonly app: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Folders of this machine by where the pod finds them. */
  readonly mounts?: Readonly<Record<string, string>>;
  /** Names that resolve to 127.0.0.1. */
  readonly names?: readonly string[];
  /** Where the container may write, in memory. Default: nowhere. */
  readonly writable?: readonly string[];
  readonly user?: number;
}

/**
 * What a container runtime does for the pod, by this machine's own means: a root of nothing but Node, its libraries and
 * /app, all of it read-only, without a shell; a user without rights or capabilities. Wants root, or sudo without password.
 */
export class Pod {
  #child: ChildProcess | undefined;

  private constructor(
    private readonly options: PodOptions,
    private readonly folder: string,
    private readonly libraries: string,
  ) {}

  static async create(options: PodOptions): Promise<Pod> {
    const { stdout } = await run('ldd', [process.execPath]);
    const libraries = [...stdout.matchAll(/(\/\S+) \(/g)].map(([, path]) => path);
    return new Pod(options, await mkdtemp(join(tmpdir(), 'alb-graphql-pod-')), libraries.join(' '));
  }

  /** Starts the container; resolves with its first line, which tells that it is ready. */
  async start(command: readonly string[]): Promise<string> {
    const child = this.#spawn(command, ['ignore', 'pipe', 'inherit']);
    this.#child = child;
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const [line] = await Promise.race([
      once(lines, 'line') as Promise<[string]>,
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the container ended with ${code}`))),
    ]);
    return line;
  }

  /** Another command in the same root, as an exec probe is. */
  async exec(command: readonly string[]): Promise<{ code: number | null; output: string }> {
    const child = this.#spawn(command, ['ignore', 'pipe', 'pipe']);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (output += data));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  }

  /** SIGTERM; answers the exit code. */
  async stop(): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) return null;
    this.#child = undefined;
    if (child.exitCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    }
    await rm(this.folder, { recursive: true, force: true });
    return child.exitCode;
  }

  #spawn(command: readonly string[], stdio: ('ignore' | 'pipe' | 'inherit')[]): ChildProcess {
    const { app, mounts = {}, names = [], writable = [], environment, user = 65532 } = this.options;
    const pairs = Object.entries(mounts).map(([to, from]) => `${from}:${to}`);
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    const lists = [names, pairs, writable].map((list) => list.join(' '));
    const plan = [this.folder, process.execPath, this.libraries, app, ...lists, String(user)];
    const line = ['unshare', '--mount', '/bin/sh', script, ...plan, 'env', '-i', ...variables, ...command];
    const asRoot = process.getuid?.() === 0 ? line : ['sudo', '-n', ...line];
    return spawn(asRoot[0] as string, asRoot.slice(1), { stdio });
  }
}
