import { describe, expect, it } from '@jest/globals';
import { createTestEngine } from './test-engine.js';
import { setUpTestServers } from './test-server.js';

const startServer = setUpTestServers();
const hello = 'query Hello($name: String!) { hello(name: $name) }';

describe('POST /graphql', () => {
  it('answers a query with variables', async () => {
    const { post } = await startServer();
    const response = await post(hello, { variables: { name: 'Ann' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual({ data: { hello: 'hello Ann' } });
  });

  it('answers application/graphql-response+json to who asks for it', async () => {
    const { post } = await startServer();
    const response = await post('{ token }', { headers: { accept: 'application/graphql-response+json' } });
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(await response.json()).toEqual({ data: { token: 'anonymous' } });
  });

  it('answers JSON to clients that list event streams among other types', async () => {
    const { post } = await startServer();
    const accept = 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed';
    const response = await post('{ token }', { headers: { accept } });
    expect(response.headers.get('content-type')).toMatch(/^application\/.*json/);
  });

  it('takes the bearer token', async () => {
    const { post } = await startServer();
    const response = await post('{ token }', { headers: { authorization: 'Bearer abc' } });
    expect(await response.json()).toEqual({ data: { token: 'abc' } });
  });

  it('refuses an authorization that is no bearer token', async () => {
    const { post } = await startServer();
    const response = await post('{ token }', { headers: { authorization: 'Basic YTpi' } });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('answers 200 with what could be read and the errors of the rest, without their cause', async () => {
    const { post } = await startServer();
    const response = await post('{ token denied }');
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      errors: [{ message: 'Not for you', path: ['denied'], extensions: { code: 'FORBIDDEN' } }],
      data: { token: 'anonymous', denied: null },
    });
    expect(text).not.toContain('a secret');
  });

  it.each([
    ['a document that does not parse', '{ hello', undefined, 'BAD_USER_INPUT'],
    ['a field that is not there', '{ nothing }', undefined, 'BAD_USER_INPUT'],
    ['a variable of the wrong type', hello, { name: 1 }, 'BAD_USER_INPUT'],
    ['what the gate refuses', '{ costly: token }', undefined, 'QUERY_TOO_COMPLEX'],
    ['a subscription, which one answer cannot hold', 'subscription { tick }', undefined, 'BAD_USER_INPUT'],
    ['more tokens than allowed', `{ ${'token '.repeat(300)} }`, undefined, 'QUERY_TOO_COMPLEX'],
  ])('answers 400 to %s', async (_name, query, variables, code) => {
    const { post } = await startServer();
    const response = await post(query, { variables });
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: unknown[] };
    expect(errors[0]).toMatchObject({ extensions: { code } });
  });

  it('gives the gate one document for one text', async () => {
    const { engine } = createTestEngine();
    const seen: unknown[] = [];
    const check: typeof engine.check = (request) => {
      seen.push(request.document);
      return engine.check(request);
    };
    const { post } = await startServer({ engine: { ...engine, check } });
    for (let count = 0; count < 2; count += 1) expect((await post('{ token }')).status).toBe(200);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toBe(seen[0]);
  });

  it('reports every error of the gate at once', async () => {
    const { post } = await startServer();
    const { errors } = (await (await post('{ costly: token }')).json()) as { errors: unknown[] };
    expect(errors).toHaveLength(2);
  });

  it('answers 400 to a batch', async () => {
    const { graphql } = await startServer();
    const body = JSON.stringify([{ query: '{ token }' }, { query: '{ token }' }]);
    const response = await fetch(graphql, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it.each(['text/plain', 'text/plain; a=application/json', 'application/x-www-form-urlencoded'])(
    'takes no %s, which a page of another site could send',
    async (type) => {
      const { graphql } = await startServer();
      const body = JSON.stringify({ query: 'mutation { write }' });
      for (const accept of ['application/json', 'text/event-stream']) {
        const response = await fetch(graphql, { method: 'POST', headers: { 'content-type': type, accept }, body });
        expect(response.status).toBe(415);
      }
    },
  );

  it('answers 413 in JSON to a body past the limit', async () => {
    const { post } = await startServer();
    const response = await post('{ token }', { variables: { padding: 'x'.repeat(5000) } });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('aborts a query at the deadline, with TIMEOUT', async () => {
    const { post, stage, clock } = await startServer();
    const answer = post('{ token slow }');
    await stage.reached;
    clock.advance(1000);
    expect(await (await answer).json()).toMatchObject({
      errors: [{ path: ['slow'], extensions: { code: 'TIMEOUT' } }],
      data: { token: 'anonymous', slow: null },
    });
  });

  it('aborts a query whose caller has gone', async () => {
    const { graphql, stage } = await startServer();
    const caller = new AbortController();
    const body = JSON.stringify({ query: '{ slow }' });
    const headers = { 'content-type': 'application/json' };
    const answer = fetch(graphql, { method: 'POST', headers, body, signal: caller.signal });
    const signal = await stage.reached;
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
    caller.abort();
    await expect(answer).rejects.toThrow();
    await aborted;
    expect(signal.reason).toMatchObject({ code: 'TIMEOUT' });
  });

  it('lets a mutation go on whose caller has gone', async () => {
    const { graphql, stage, server } = await startServer();
    const caller = new AbortController();
    const body = JSON.stringify({ query: 'mutation { slowWrite }' });
    const headers = { 'content-type': 'application/json' };
    const answer = fetch(graphql, { method: 'POST', headers, body, signal: caller.signal });
    const signal = await stage.reached;
    caller.abort();
    await expect(answer).rejects.toThrow();
    // With time to spare, closing waits until the server has seen that the connection ended.
    await server.close({ graceMs: 60_000 });
    expect(signal.aborted).toBe(false);
    stage.release();
  });
});

describe('GET /graphql', () => {
  const get = (graphql: string, query: string, headers = {}) =>
    fetch(`${graphql}?query=${encodeURIComponent(query)}`, { headers });

  it('answers a query', async () => {
    const { graphql } = await startServer();
    const response = await get(graphql, '{ token }', { authorization: 'Bearer abc' });
    expect(await response.json()).toEqual({ data: { token: 'abc' } });
  });

  it('refuses a mutation with 405', async () => {
    const { graphql } = await startServer();
    const response = await get(graphql, 'mutation { write }');
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('refuses what a browser says another site sent', async () => {
    const { graphql } = await startServer();
    expect((await get(graphql, '{ token }', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get(graphql, '{ token }', { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('allows no other method', async () => {
    const { graphql } = await startServer();
    const response = await fetch(graphql, { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
  });
});
