import type { Config } from '../config.js';
import { exitCodes } from './exit-codes.js';

/** How long a server that is well may take to say so. */
const patienceMs = 4000;

/**
 * Asks the server that runs on these settings, on this machine, whether it is alive, or (`ready`) able to serve: for
 * images, which have no shell and no curl. Answers the exit code, and prints why it is not 0.
 */
export async function health({ host, port }: Config, ready: boolean, print: (line: string) => void): Promise<number> {
  const url = `http://${addressOf(host)}:${port}${ready ? '/readyz' : '/healthz'}`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    if (answer.ok) return exitCodes.done;
    print(`${url} answered ${answer.status}: ${await answer.text()}`);
  } catch (error) {
    print(`${url} does not answer: ${error instanceof Error ? error.message : String(error)}`);
  }
  return exitCodes.failed;
}

/** Where a server that listens on all addresses is met from its own machine. */
function addressOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
