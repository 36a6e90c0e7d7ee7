import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

const main = new URL('../../dist/main.js', import.meta.url).pathname;

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What standard input holds; absent: it is closed. `open`: it stays open, with nothing in it. */
  readonly input?: string | { readonly open: true };
  /** Where standard output goes instead: an open file's number. */
  readonly stdout?: number;
}

/** How a process ended, and all that it had printed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** The built program as a process of its own, with nothing of this one's environment. */
export class Program {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcessByStdio<Writable, Readable | null, Readable>;
  readonly #printed = { out: '', err: '' };

  constructor(args: readonly string[], { env = {}, input, stdout }: ProgramOptions = {}) {
    const child = spawn(process.execPath, [main, ...args], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['pipe', stdout ?? 'pipe', 'pipe'],
    }) as ChildProcessByStdio<Writable, Readable | null, Readable>;
    this.#child = child;
    // One that reads nothing has gone before it is written to.
    child.stdin.on('error', () => undefined);
    if (typeof input !== 'object') child.stdin.end(input ?? '');
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#printed.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#printed.err += text;
    });
    this.ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...this.#printed }));
  }

  /** Waits for something on standard output or standard error; answers the match. Rejects where the process ends without it. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#printed.out) ?? pattern.exec(this.#printed.err);
      if (match !== null) return match;
      const streams = [this.#child.stderr, ...(this.#child.stdout === null ? [] : [this.#child.stdout])];
      const abort = new AbortController();
      const { signal } = abort;
      const more = await Promise.race([
        ...streams.map((stream) => once(stream, 'data', { signal })),
        this.ended,
      ]).finally(() => abort.abort());
      if (!Array.isArray(more)) throw new Error(`ended without ${pattern}: ${JSON.stringify(more)}`);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Nobody reads its standard output from here on. */
  closeOutput(): void {
    this.#child.stdout?.destroy();
  }

  /** SIGKILL, for what a failed test leaves. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }
}
