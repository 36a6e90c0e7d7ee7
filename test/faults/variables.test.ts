import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServedProcess } from '../harness/served-process.js';
import { openRaw } from '../unit/http/test-clients.js';

let served: ServedProcess;

beforeAll(async () => {
  served = await ServedProcess.start();
});
afterAll(() => served.stop());

const json = { 'content-type': 'application/json' };

async function post(body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${served.url}/graphql`, { method: 'POST', headers: { ...json, ...headers }, body });
  return { status: response.status, text: await response.text() };
}

async function outcomeOf(body: string): Promise<string> {
  const { status, text } = await post(body);
  return `${status} ${JSON.parse(text).errors?.[0].extensions.code ?? 'OK'}`;
}

/** What is open: the streams, and the users of what is kept of the cluster. */
async function open(): Promise<string[]> {
  const metrics = await (await fetch(`${served.url}/metrics`)).text();
  return metrics
    .split('\n')
    .filter((line) => /^alb_graphql_(open_subscriptions|cache_listeners|upstream_watches)/.test(line));
}

/** JSON.stringify would throw at it, as a server does that prints it. */
const deep = `{"unused":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
const asked = (query: string, variables: string) => `{"query":${JSON.stringify(query)},"variables":${variables}}`;
const subscription = 'subscription { gatewayEvents { type } }';

describe('an undeclared variable 20,000 levels deep', () => {
  it.each([
    '{ gateways { totalCount } }',
    'mutation { deleteGateway(input: { namespace: "a1", name: "x" }) { gateway { name } } }',
    subscription,
  ])('is refused with its POST of %s', async (query) => {
    expect(await outcomeOf(asked(query, deep))).toBe('400 QUERY_TOO_COMPLEX');
  });

  it('is refused with its event stream, and nothing stays open', async () => {
    const before = await open();
    const { status, text } = await post(asked(subscription, deep), { accept: 'text/event-stream' });
    expect([status, text]).toEqual([200, expect.stringContaining('QUERY_TOO_COMPLEX')]);
    expect(text).toContain('event: complete');
    expect(await open()).toEqual(before);
  });

  it('is refused with its operation of a WebSocket, on which others go on, and nothing stays open', async () => {
    const before = await open();
    const raw = await openRaw({ socketUrl: `${served.url.replace('http', 'ws')}/graphql` });
    raw.send({ type: 'connection_init' });
    expect(await raw.nextMessage()).toEqual({ type: 'connection_ack' });
    for (const [id, query] of [
      ['a', subscription],
      ['b', '{ clusters { name } }'],
    ] as const) {
      raw.send(`{"type":"subscribe","id":"${id}","payload":${asked(query, deep)}}`);
      expect(await raw.nextMessage()).toMatchObject({
        type: 'error',
        id,
        payload: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }],
      });
    }
    raw.send({ type: 'subscribe', id: 'c', payload: { query: '{ __typename }' } });
    expect(await raw.nextMessage()).toMatchObject({ type: 'next', id: 'c' });
    raw.socket.close();
    expect(await raw.closed).toBe(1005);
    expect(await open()).toEqual(before);
  });
});

describe('what was asked before', () => {
  it('gives no page of the default for a page of null', async () => {
    const query =
      'query ($n: Int = 0) { gateways(first: $n) { nodes { gatewayClass { gateways(first: 1000) { nodes { gatewayClass { gateways(first: 1000) { totalCount } } } } } } } }';
    const outcomes = [];
    for (const variables of ['{}', '{"n":null}', '{"n":0}', '{"n":50}', '{"unused":1}'])
      outcomes.push(await outcomeOf(asked(query, variables)));
    expect(outcomes).toEqual(['200 OK', '400 QUERY_TOO_COMPLEX', '200 OK', '400 QUERY_TOO_COMPLEX', '200 OK']);
  });

  it('gives no answer of null for a number past all numbers', async () => {
    const query = 'query ($n: Int) { gateways(first: $n) { totalCount } }';
    const outcomes = [];
    for (const variables of ['{"n":null}', '{"n":1e400}', '{"n":-1e400}'])
      outcomes.push(await outcomeOf(asked(query, variables)));
    expect(outcomes).toEqual(['200 OK', '400 BAD_USER_INPUT', '400 BAD_USER_INPUT']);
  });
});

describe('an empty operationName', () => {
  it.each([
    ['of the only operation', '{__typename}', 200],
    ['of a mutation, by GET', 'mutation{deleteGateway(input:{namespace:"a1",name:"x"}){gateway{name}}}', 405],
    ['of two', 'query a{__typename} query b{__typename}', 400],
  ])('%s is none', async (_what, query, status) => {
    const search = new URLSearchParams({ query, operationName: '' });
    for (const accept of ['*/*', 'application/graphql-response+json, */*;q=0.1']) {
      expect((await fetch(`${served.url}/graphql?${search}`, { headers: { accept } })).status).toBe(status);
    }
    if (status === 200) expect(await outcomeOf(JSON.stringify({ query, operationName: '' }))).toBe('200 OK');
  });
});
