import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { get as getByTls, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Config, WebSettings } from '../config.js';
import { exitCodes } from './exit-codes.js';

/** How long a server that is well may take to say so. */
const patienceMs = 4000;

/**
 * Asks the server that runs on these settings, on this machine, whether it is alive, or (`ready`) able to serve: for
 * images, which have no shell and no curl. Answers the exit code, and prints why it is not 0.
 */
export async function health(
  { host, port, web: { tls } }: Pick<Config, 'host' | 'port'> & { web: Pick<WebSettings, 'tls'> },
  ready: boolean,
  print: (line: string) => void,
): Promise<number> {
  const url = `${tls === undefined ? 'http' : 'https'}://${addressOf(host)}:${port}${ready ? '/readyz' : '/healthz'}`;
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const request =
      tls === undefined ? get(url, { signal }) : getByTls(url, { signal, ...trustIn(await readFile(tls.certFile)) });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    const body = await text(answer);
    if (answer.statusCode === 200) return exitCodes.done;
    print(`${url} answered ${answer.statusCode}: ${body}`);
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

/** Its very certificate and no other, whoever signed it, and though it names no loopback address. */
function trustIn(certificate: Buffer): RequestOptions {
  return { ca: certificate, allowPartialTrustChain: true, checkServerIdentity: () => undefined };
}
