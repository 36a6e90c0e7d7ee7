import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { type Config, childEnvironment } from '../config.js';
import { exitCodes } from './exit-codes.js';
import { serve } from './serve.js';
import type { Running } from './start.js';

/** Serves the sandbox: until a signal, or for as long as a command runs, whose exit code is answered. */
export function serveSandbox(config: Config, [program, ...parameters]: readonly string[]): Promise<number> {
  return serve(config, async (running, signalled) => {
    if (program !== undefined) return runBeside(program, parameters, running, signalled);
    console.log(`kubeconfig: ${running.kubeconfig}`);
    await signalled;
    return exitCodes.done;
  });
}

/** As a shell does: 127 for a program that is not there, and 128 and its number for a signal. */
async function runBeside(
  program: string,
  parameters: readonly string[],
  { url, kubeconfig = '' }: Running,
  signalled: Promise<NodeJS.Signals>,
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
  signalled.then((signal) => signal === 'SIGTERM' && child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', ({ code, message }: NodeJS.ErrnoException) => {
      console.error(code === 'ENOENT' ? `${program} is no program that can be found; give one after --` : message);
      resolve(code === 'ENOENT' ? 127 : 126);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
}
