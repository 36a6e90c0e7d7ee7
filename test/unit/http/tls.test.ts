import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { TlsPair } from '../../../src/http/tls-pair.js';
import { fixture } from '../../harness/tls-front.js';
import { until } from '../../harness/until.js';
import { setUpTestServers } from './test-server.js';

const startServer = setUpTestServers();
const pairOf = (name: string): TlsPair => ({
  cert: readFileSync(fixture(`${name}.crt`), 'utf8'),
  key: readFileSync(fixture(`${name}.key`), 'utf8'),
});
const [before, after] = [pairOf('before'), pairOf('after')];
const authorities = [before.cert, after.cert];

/** The certificate that a new connection meets. */
async function certificateOf(url: string): Promise<string> {
  const socket: TLSSocket = tlsConnect({ port: Number(new URL(url).port), host: '127.0.0.1', ca: authorities });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

it('serves by TLS, WebSockets too, and says for how long browsers are to insist on it', async () => {
  const { url, socketUrl } = await startServer({ readTls: async () => before });
  expect(url).toMatch(/^https:/);
  const [response] = await once(request(`${url}/healthz`, { ca: before.cert }).end(), 'response');
  response.resume();
  expect([response.statusCode, response.headers['strict-transport-security']]).toEqual([200, 'max-age=31536000']);
  const socket = new WebSocket(socketUrl.replace(/^http/, 'ws'), 'graphql-transport-ws', { ca: before.cert });
  await once(socket, 'open');
  socket.terminate();
});

it('meets new connections with the certificate as it is now, and keeps the last that could be used', async () => {
  let pair: TlsPair = before;
  let reads = 0;
  const readTls = async () => {
    reads += 1;
    return pair;
  };
  const { url, clock } = await startServer({ readTls });
  const look = async () => {
    const seen = reads;
    clock.advance(10_000);
    await until(() => reads > seen);
  };
  const first = await certificateOf(url);
  pair = { cert: after.cert, key: before.key };
  await look();
  expect(await certificateOf(url)).toBe(first);
  pair = after;
  await look();
  expect(await certificateOf(url)).not.toBe(first);
});

it('closes on who speaks plain HTTP, or an old TLS', async () => {
  const { url } = await startServer({ readTls: async () => before });
  const port = Number(new URL(url).port);
  const plain = connect(port, '127.0.0.1');
  plain.on('error', () => undefined).resume();
  plain.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(plain, 'close');
  const old = tlsConnect({ port, host: '127.0.0.1', ca: before.cert, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' });
  await expect(once(old, 'secureConnect')).rejects.toThrow();
  expect(await certificateOf(url)).toMatch(/^[0-9A-F:]+$/);
});
