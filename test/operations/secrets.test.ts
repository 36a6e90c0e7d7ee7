import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parseConfig } from '../../src/config.js';
import { createLogger } from '../../src/log.js';
import { type Running, start } from '../../src/main/start.js';
import type { SandboxResponse } from '../../src/sandbox/sandbox.js';
import { Ear } from '../harness/ear.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { OtlpReceiver } from '../harness/otlp-receiver.js';

const secret = (name: string) => `${name}-${randomBytes(16).toString('hex')}`;
const [known, unknown, own] = [secret('known'), secret('unknown'), secret('own')];
const everything = [{ verbs: ['*'], groups: ['*'], resources: ['*'] }];
const groups = ['system:authenticated'];

/** How a cluster fails, and repeats what it was sent while it does. */
const echoes: readonly ((token: string) => SandboxResponse)[] = [
  ...[400, 401, 403, 404, 409, 422, 429, 500, 503].map((code) => (token: string) => ({
    status: code,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      kind: 'Status',
      code,
      reason: `No ${token}`,
      message: `no right for Bearer ${token}`,
      details: { name: token, causes: [{ reason: 'x', message: token, field: token }] },
    }),
  })),
  (token) => ({
    status: 500,
    headers: { 'content-type': 'text/html' },
    body: `<pre>authorization: Bearer ${token}</pre>`,
  }),
  (token) => ({ status: 302, headers: { location: `https://evil.example/?token=${token}` }, body: '' }),
  (token) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: `{"token":"${token}"` }),
  (token) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: `{"items":"${token}"}` }),
];

let log = '';
let echo: ((token: string) => SandboxResponse) | undefined;
let opened: OpenedSandbox;
let collector: OtlpReceiver;
let running: Running;

beforeAll(async () => {
  opened = await openSandbox({
    tokens: [
      { token: known, username: 'known', groups, rules: everything },
      { token: own, username: 'own', groups, rules: everything },
    ],
    intercept: ({ headers }) => echo?.(String(headers['authorization']).replace('Bearer ', '')),
  });
  collector = await OtlpReceiver.start();
  const settings = { KUBECONFIG: await opened.kubeconfig(own), AUTH_MODE: 'shared', PORT: '0' };
  const parsed = parseConfig({ ...settings, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }, { fileExists: () => true });
  if (parsed.kind !== 'config') throw new Error(JSON.stringify(parsed));
  const stream = new Writable({
    write(chunk, _encoding, done) {
      log += chunk;
      done();
    },
  });
  running = await start(parsed.config, createLogger('trace', stream));
  await running.ready;
});

afterAll(async () => {
  await running?.stop();
  await collector.close();
  await opened.close();
});

it('no token is logged, traced, answered or counted, whatever a cluster repeats of it', async () => {
  const operations = [
    '{ gateways(namespace: "a1") { totalCount } viewer { username } }',
    'mutation { deleteGateway(input: { namespace: "a1", name: "g1" }) { gateway { name } } }',
    'mutation { createGateway(input: { namespace: "a1", name: "g1", listeners: [{ name: "h", port: 80, protocol: "HTTP" }] }) { written } }',
  ];
  const said: string[] = [];
  for (const how of [undefined, ...echoes]) {
    echo = how;
    for (const token of [known, unknown]) {
      const ear = new Ear(running.url, token);
      for (const operation of operations) await ear.ask(operation);
      const listening = ear.subscribe('subscription { gatewayEvents(namespace: "a1") { type } }');
      // A stream whose cluster fails may wait for it for long.
      if (how === undefined) await listening.untilSynced();
      await ear.close();
      said.push(ear.heard);
    }
  }
  echo = undefined;
  said.push(await (await fetch(`${running.url}/metrics`)).text(), await (await fetch(`${running.url}/readyz`)).text());
  // Stopping hands over the spans that are left.
  await running.stop();
  // It did say something of all that.
  expect(log).toContain('"msg":"mutation"');
  expect(said.join('')).toContain('UNAUTHENTICATED');
  expect(collector.spans.filter(({ failed }) => failed).length).toBeGreaterThan(echoes.length);
  for (const text of [log, collector.heard, ...said]) {
    for (const token of [known, unknown, own]) expect(text.includes(token)).toBe(false);
  }
});
