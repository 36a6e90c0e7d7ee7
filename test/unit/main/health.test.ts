import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { parseConfig } from '../../../src/config.js';
import { health } from '../../../src/main/health.js';

let server: Server | undefined;

afterEach(() => {
  server?.close();
  server = undefined;
});

/** One that is alive, and not ready. */
async function serve(host: string, certificate?: string): Promise<number> {
  const answer: RequestListener = (request, response) => {
    response.statusCode = request.url === '/healthz' ? 200 : 503;
    response.end(`{"ready":${response.statusCode === 200}}`);
  };
  server = certificate === undefined ? createServer(answer) : createTlsServer(pair(certificate), answer);
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const fixture = (name: string) => new URL(`../../fixtures/tls/${name}`, import.meta.url).pathname;
const pair = (name: string) => ({
  cert: readFileSync(fixture(`${name}.crt`)),
  key: readFileSync(fixture(`${name}.key`)),
});
const settingsOf = (name: string) => ({ TLS_CERT_FILE: fixture(`${name}.crt`), TLS_KEY_FILE: fixture(`${name}.key`) });

async function ask(environment: Record<string, string>, ready: boolean) {
  const parsed = parseConfig({ SANDBOX_TOKENS: '1', ...environment }, { fileExists: () => true });
  if (parsed.kind !== 'config') throw new Error(JSON.stringify(parsed));
  const printed: string[] = [];
  const code = await health(parsed.config, ready, (line) => printed.push(line));
  return { code, printed: printed.join('\n') };
}

it.each(['0.0.0.0', '127.0.0.1', '::1', '::'])('asks the server that listens on %s', async (host) => {
  const port = await serve(host);
  expect(await ask({ HOST: host, PORT: String(port) }, false)).toEqual({ code: 0, printed: '' });
});

it('says what one that is not ready answers', async () => {
  const port = await serve('127.0.0.1');
  expect(await ask({ PORT: String(port) }, true)).toEqual({
    code: 1,
    printed: `http://127.0.0.1:${port}/readyz answered 503: {"ready":false}`,
  });
});

it('says that nobody answers', async () => {
  const port = await serve('127.0.0.1');
  server?.close();
  const { code, printed } = await ask({ PORT: String(port) }, false);
  expect([code, printed]).toEqual([1, expect.stringContaining(`http://127.0.0.1:${port}/healthz does not answer`)]);
});

it('asks over TLS where the server serves so, and trusts its certificate alone', async () => {
  const port = String(await serve('127.0.0.1', 'before'));
  expect(await ask({ PORT: port, ...settingsOf('before') }, false)).toEqual({ code: 0, printed: '' });
  const other = await ask({ PORT: port, ...settingsOf('after') }, false);
  expect([other.code, other.printed]).toEqual([
    1,
    expect.stringContaining(`https://127.0.0.1:${port}/healthz does not answer`),
  ]);
});
