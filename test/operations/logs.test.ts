import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defaultTokens } from '../../src/sandbox/users.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { createClasses } from './platform.js';

let opened: OpenedSandbox;
let server: AlbGraphql;
const lines: string[] = [];
/** How often the cluster is to fail with 500 from now on. */
let failures = 0;

const logged = (msg: string) => lines.map((line) => JSON.parse(line)).filter((line) => line.msg === msg);

beforeAll(async () => {
  opened = await openSandbox({
    tokens: defaultTokens,
    intercept({ url }) {
      if (failures === 0 || !url.includes('/gateways')) return undefined;
      failures -= 1;
      return { status: 500, headers: {}, body: '{}' };
    },
  });
  for (const name of ['a1', 'cpaas-system']) await createNamespace(opened.api, name);
  await createClasses(opened.api);
  const environment = {
    KUBECONFIG: await opened.kubeconfig('admin-token'),
    AUTH_MODE: 'passthrough',
    LOG_LEVEL: 'debug',
  };
  server = await AlbGraphql.start(environment, 'viewer-token', (line) => lines.push(line));
});

afterAll(async () => {
  await server.stop();
  await opened.close();
});

async function post(query: string, { token = 'viewer-token', requestId = '' } = {}) {
  const answer = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(requestId && { 'x-request-id': requestId }),
    },
    body: JSON.stringify({ query }),
  });
  return { body: await answer.json(), requestId: answer.headers.get('x-request-id') };
}

describe('the log', () => {
  it('has a line for each operation: which request, what, where, whose, how long', async () => {
    await post('query Mine { gateways { totalCount } }', { requestId: 'page-7.1' });
    expect(logged('operation').at(-1)).toEqual({
      level: 20,
      time: expect.any(String),
      msg: 'operation',
      requestId: 'page-7.1',
      operation: 'Mine',
      field: 'gateways',
      type: 'query',
      code: 'OK',
      durationMs: expect.any(Number),
      clusters: ['sandbox'],
      caller: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it('tells callers apart without their tokens', async () => {
    await post('{ gatewayClasses { name } }');
    await post('{ gatewayClasses { name } }', { token: 'alice-token' });
    const [before, first, second] = logged('operation').slice(-3);
    expect(first.caller).toBe(before.caller);
    expect(second.caller).not.toBe(first.caller);
    expect(lines.filter((line) => /(viewer|alice|admin)-token/.test(line))).toEqual([]);
  });

  it('gives a request an id where it brings none that is fit for a line', async () => {
    const { requestId } = await post('{ gateways { totalCount } }', { requestId: 'two words' });
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(logged('operation').at(-1).requestId).toBe(requestId);
  });

  it('has a line for a subscription over WebSocket when it is let in', async () => {
    const events = server.subscribe('subscription Live { albEvents(namespace: "a1") { type } }');
    await events.until(({ albEvents }) => albEvents.type === 'SYNCED');
    await events.stop();
    expect(logged('operation').find(({ operation }) => operation === 'Live')).toMatchObject({
      requestId: expect.stringMatching(/^[0-9a-f-]{36}(:|$)/),
      type: 'subscription',
      field: 'albEvents',
      caller: expect.any(String),
    });
  });

  it('warns of what is not the caller’s to mend', async () => {
    failures = 20;
    await post('{ gateways { totalCount } }');
    failures = 0;
    expect(logged('operation').at(-1)).toMatchObject({ level: 40, code: 'CLUSTER_UNAVAILABLE', clusters: ['sandbox'] });
    await post('{ gateways(first: -1) { totalCount } }');
    expect(logged('operation').at(-1)).toMatchObject({ level: 20, code: 'INVALID_INPUT' });
  });

  it('has a line for each mutation, with its request and its caller', async () => {
    const create = `mutation { createGateway(input: { namespace: "a1", name: "logged", listeners: [
      { name: "http", port: 80, protocol: "HTTP" }] }) { written } }`;
    await post(create, { token: 'admin-token', requestId: 'form-1' });
    const [record] = logged('mutation');
    const operation = logged('operation').find(({ requestId }) => requestId === 'form-1');
    expect(record).toMatchObject({ requestId: 'form-1', caller: operation.caller, username: 'admin', outcome: 'OK' });
  });

  it('has no field, and no line but one that says it itself, that docs/operations/monitoring.md does not tell of', () => {
    const page = readFileSync(new URL('../../docs/operations/monitoring.md', import.meta.url), 'utf8');
    const known = lines
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => ['operation', 'mutation', 'request', 'watch'].includes(msg));
    expect(new Set(known.map(({ msg }) => msg))).toEqual(new Set(['operation', 'mutation', 'request', 'watch']));
    const fields = [...new Set(known.flatMap((line) => Object.keys(line)))];
    expect(fields.filter((field) => !page.includes(`\`${field}\``))).toEqual([]);
  });
});
