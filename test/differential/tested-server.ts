import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import type { Mode } from './meant-differences.js';
import type { Printed } from './question.js';

const main = new URL('../../dist/main.js', import.meta.url).pathname;
const faults = /unhandled|uncaught|internal error|"level":(50|60)/i;

/** How soon a stream hears of a right that was lost. */
export const recheckMs = 1000;

export interface Answered {
  readonly text: string;
  readonly answer: { readonly data?: any; readonly errors?: any[] };
}

/** The built server as a process of its own, and what it logs that no server should. */
export class TestedServer {
  /** Lines of the log that tell of a fault of the server. */
  readonly faults: string[] = [];
  readonly #agent = new Agent({ connections: 32 });
  #stopping = false;

  private constructor(
    readonly mode: Mode,
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    child.once('exit', (code, signal) => {
      if (!this.#stopping) this.faults.push(`the process ended with ${code ?? signal}`);
    });
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      if (faults.test(line) || !line.startsWith('{')) this.faults.push(line);
    });
  }

  static async start(mode: Mode, kubeconfig: string): Promise<TestedServer> {
    const child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env['PATH'] ?? '',
        PORT: '0',
        LOG_LEVEL: 'warn',
        KUBECONFIG: kubeconfig,
        AUTH_MODE: mode,
        // Rights that change count at once, so that an answer can be told right or wrong.
        ACCESS_ALLOW_MS: '0',
        ACCESS_DENY_MS: '0',
        RECHECK_MS: String(recheckMs),
        MAX_COMPLEXITY: '10000000',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => process.removeListener('exit', kill));
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const [line] = await Promise.race([
      once(lines, 'line') as Promise<[string]>,
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${code}`))),
    ]);
    return new TestedServer(mode, child, /http:\S+/.exec(line)?.[0] ?? '');
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async ask(token: string, { query, variables }: Printed): Promise<Answered> {
    const { body } = await request(`${this.url}/graphql`, {
      method: 'POST',
      dispatcher: this.#agent,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const text = await body.text();
    return { text, answer: JSON.parse(text) };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#agent.destroy();
    if (!this.alive) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}
