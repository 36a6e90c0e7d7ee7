import { type ChildProcess, spawn } from 'node:child_process';
import type { Clock } from '../clock.js';
import { redact } from './redact.js';

export interface PluginRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Told where there is no such command. */
  readonly installHint?: string | undefined;
  /** Masked where it repeats them. */
  readonly secrets: readonly string[];
  /** Then it is ended, with all that it began. */
  readonly limitMs: number;
  readonly clock: Clock;
  /** Ends it, too. */
  readonly signal: AbortSignal;
}

const longestOutput = 1024 * 1024;
/** Of what it says on standard error, the end: there it tells why. */
const longestSaying = 400;

/** What a credential plugin prints. Rejects with what it said where it fails, does not end, or cannot be started. */
export function runPlugin(run: PluginRun): Promise<string> {
  const { command, limitMs, clock, signal } = run;
  return new Promise((resolve, reject) => {
    let output = '';
    let saying = '';
    let over = false;
    let child: ReturnType<typeof start> | undefined;
    const finish = () => {
      over = true;
      cancel();
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (how: string, cause?: unknown) => {
      if (over) return;
      finish();
      endGroup(child);
      const said = sayable(saying, run.secrets);
      reject(new Error(`${command} ${how}${said === '' ? '' : `; it said: ${said}`}`, { cause }));
    };
    const onAbort = () => fail('was ended, since the server ends');
    // Before it is started, which may take long by itself.
    const cancel = clock.schedule(limitMs, () => fail(`did not end within ${limitMs} ms`));
    try {
      child = start(run);
    } catch (error) {
      // Such as an argument that is no text.
      return fail('could not be run', error);
    }
    signal.addEventListener('abort', onAbort);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > longestOutput) fail(`printed more than ${longestOutput} characters`);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      // Longer than what is told, since masking and cleaning make it shorter.
      saying = (saying + text).slice(-10 * longestSaying);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      const hint = error.code === 'ENOENT' && run.installHint ? `; ${sayable(run.installHint, [])}` : '';
      fail(`could not be run (${error.code ?? error.message})${hint}`, error);
    });
    child.on('close', (code, killedBy) => {
      if (over) return;
      if (code !== 0) return fail(`ended with ${code === null ? killedBy : `code ${code}`}`);
      finish();
      resolve(output);
    });
    if (signal.aborted) onAbort();
  });
}

/** As with kubectl there is nothing for it to read. In a group of its own, what it starts can be ended with it. */
function start({ command, args, env }: PluginRun) {
  return spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Ends what is left of it. What left its group is let go: nobody listens to it any more. */
function endGroup(child: ChildProcess | undefined): void {
  child?.stdout?.destroy();
  child?.stderr?.destroy();
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // All of it has ended by itself.
  }
}

/** On one line, without what would steer a terminal, or keep a secret no longer. */
function sayable(text: string, secrets: readonly string[]): string {
  const masked = secrets.reduce((saying, secret) => redact(saying, secret), text);
  const plain = masked
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+|\bbearer\s+\S+/gi, '[redacted]')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();
  return plain.length > longestSaying ? `…${plain.slice(-longestSaying)}` : plain;
}
