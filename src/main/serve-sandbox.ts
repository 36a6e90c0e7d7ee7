import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { type Config, childEnvironment } from '../config.js';
import type { Terminal } from './command-line.js';
import { exitCodes } from './exit-codes.js';
import { serve } from './serve.js';
import type { Running } from './start.js';
import type { Ending } from './until-ended.js';

/** Serves the sandbox: until a signal, or for as long as a command runs, whose exit code is answered. */
export function serveSandbox(
  config: Config,
  [program, ...parameters]: readonly string[],
  terminal: Pick<Terminal, 'out' | 'err'>,
): Promise<number> {
  return serve(config, terminal, async (running, ended) => {
    if (program !== undefined) return runBeside(program, parameters, running, ended, terminal);
    terminal.out(`kubeconfig: ${running.kubeconfig}\n`);
    await ended;
    return exitCodes.done;
  });
}

/** As a shell does: 127 for a program that is not there, and 128 and its number for a signal. */
async function runBeside(
  program: string,
  parameters: readonly string[],
  { url, kubeconfig = '' }: Running,
  ended: Promise<Ending>,
  { err }: Pick<Terminal, 'err'>,
): Promise<number> {
  const child = spawn(program, parameters, {
    stdio: 'inherit',
    env: childEnvironment({
      ALB_GRAPHQL_URL: `${url}/graphql`,
      ALB_GRAPHQL_WS_URL: `${url.replace('http', 'ws')}/graphql`,
      KUBECONFIG: kubeconfig,
    }),
  });
  // A terminal sends SIGINT to the child too; SIGTERM comes to this process alone.
  void ended.then((reason) => reason !== 'SIGINT' && child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      err(`${code === 'ENOENT' ? `${program} is no program that can be found; give one after --` : message}\n`);
      resolve(code === 'ENOENT' ? 127 : 126);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}
