import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { collect, eventsOf, openRaw } from './test-clients.js';
import { setUpTestServers, type TestServer } from './test-server.js';

const startServer = setUpTestServers();
const text = 'query hello($name: String!) { hello(name: $name) }';
const id = hash('sha256', text);
const trusted = new Map([[id, text]]);
const variables = { name: 'ann' };
const data = { hello: 'hello ann' };

type Params = Record<string, unknown>;
interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions: Record<string, unknown> }[];
}

const post = (graphql: string, params: Params, headers = {}) =>
  fetch(graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(params),
  });

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The ways in, each with one request of these members and its answer. */
const hosts: [string, (server: TestServer, params: Params) => Promise<Answer>][] = [
  ['POST', async ({ graphql }, params) => (await post(graphql, params)).json() as Promise<Answer>],
  [
    'GET',
    async ({ graphql }, params) => {
      const search = new URLSearchParams(
        Object.entries(params).map(([name, value]): [string, string] => [name, asText(value)]),
      );
      return (await fetch(`${graphql}?${search}`)).json() as Promise<Answer>;
    },
  ],
  [
    'SSE',
    async ({ graphql }, params) => {
      const response = await post(graphql, params, { accept: 'text/event-stream' });
      if (response.status !== 200) return response.json() as Promise<Answer>;
      return (await collect(eventsOf(response)))[0]?.data as Answer;
    },
  ],
  [
    'WebSocket',
    async (server, params) => {
      const raw = await openRaw(server);
      raw.send({ type: 'connection_init' });
      await raw.nextMessage();
      raw.send({ type: 'subscribe', id: '1', payload: { query: '', ...params } });
      const { type, payload } = await raw.nextMessage();
      raw.socket.close();
      await raw.closed;
      return type === 'error' ? { errors: payload as Answer['errors'] & object } : (payload as Answer);
    },
  ],
];

const apollos = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
const messageOf = ({ errors }: Answer) => errors?.[0]?.message;
const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions['code'];
const refusals = async ({ metrics }: TestServer) =>
  /refused_total\{limit="TRUSTED_DOCUMENTS_FILE"\} (\d+)/.exec(await metrics.expose())?.[1];

describe.each(hosts)('by %s', (_host, ask) => {
  it.each([
    ['its id', { documentId: `sha256:${id}` }],
    ['its id alone', { documentId: id }],
    ["Apollo's extension", { extensions: apollos(id) }],
    ["its text, and Apollo's extension", { query: text, extensions: apollos(id) }],
    ['its text', { query: text }],
  ])('a document of the manifest runs by %s', async (_by, params) => {
    expect(await ask(await startServer({ trusted }), { ...params, variables })).toEqual({ data });
  });

  it.each([
    [
      'an id that is not known',
      { documentId: 'sha256:00' },
      'No document of that id is in the manifest; send its text as "query"',
    ],
    ['what Apollo does not find', { extensions: apollos('00') }, 'PersistedQueryNotFound'],
  ])('%s is BAD_USER_INPUT, and counted', async (_what, params, message) => {
    const server = await startServer({ trusted });
    const answer = await ask(server, params);
    expect([messageOf(answer), codeOf(answer)]).toEqual([message, 'BAD_USER_INPUT']);
    expect(await refusals(server)).toBe('1');
  });

  it('no other document runs', async () => {
    const answer = await ask(await startServer({ trusted }), { query: '{ token }' });
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    expect(answer.data).toBeUndefined();
  });

  it('no document runs that was parsed elsewhere', async () => {
    const answer = await ask(await startServer({ trusted }), { query: '{ token }', document: parse('{ token }') });
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
    expect(answer.data).toBeUndefined();
  });

  it.each([
    ['an id', { documentId: id }, 'This server has no manifest of documents; send its text as "query"'],
    ["Apollo's extension", { extensions: apollos(id) }, 'PersistedQueryNotSupported'],
  ])('without a manifest %s is refused', async (_what, params, message) => {
    expect(messageOf(await ask(await startServer(), params))).toBe(message);
  });

  it("without a manifest a text runs, also beside Apollo's extension", async () => {
    const params = { query: text, variables, extensions: apollos(id) };
    expect(await ask(await startServer(), params)).toEqual({ data });
  });
});
