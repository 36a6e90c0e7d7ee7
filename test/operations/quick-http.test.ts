import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlbGraphql } from '../harness/alb-graphql.js';

const query = '{ gateways(namespace: "a1") { nodes { name gatewayClass { name } } } }';

describe('an answer from memory over HTTP', () => {
  let server: AlbGraphql;
  beforeAll(async () => {
    server = await AlbGraphql.start({ SANDBOX_TOKENS: '1', AUTH_MODE: 'shared' }, 'viewer-token');
  });
  afterAll(() => server.stop());

  const url = () => `${server.url}/graphql?query=${encodeURIComponent(query)}`;
  const get = (token: string, headers: Record<string, string> = {}) =>
    fetch(url(), { headers: { authorization: `Bearer ${token}`, ...headers } });
  const post = (body: object, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { authorization: 'Bearer viewer-token', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('is tagged, and need not be sent to who has it', async () => {
    const first = await get('viewer-token');
    const etag = first.headers.get('etag') ?? '';
    expect(first.status).toBe(200);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect(first.headers.get('vary')).toContain('authorization');
    const again = await get('viewer-token', { 'if-none-match': `"other", W/${etag}` });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get('viewer-token', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('is not confirmed to who may not see it, though they know its tag', async () => {
    const etag = (await get('viewer-token')).headers.get('etag') ?? '';
    const refused = await get('bob-token', { 'if-none-match': etag });
    expect(refused.status).toBe(200);
    expect(refused.headers.get('etag')).toBeNull();
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  it('is the same by POST, in the type that was asked for', async () => {
    const answers = [await post({ query }), await post({ query }, { accept: 'application/graphql-response+json' })];
    expect(answers.map(({ headers }) => headers.get('content-type'))).toEqual([
      'application/json; charset=utf-8',
      'application/graphql-response+json; charset=utf-8',
    ]);
    const texts = await Promise.all([...answers, await get('viewer-token')].map((answer) => answer.text()));
    expect(new Set(texts).size).toBe(1);
  });

  it('shows a write to who made it, at once, and confirms nothing older', async () => {
    const document = '{ gateway(namespace: "a1", name: "g1") { alb { manualAddresses } } }';
    const update = `mutation Write($input: UpdateGatewayInput!) { updateGateway(input: $input) { alb { manualAddresses } } }`;
    const read = (etag: string) =>
      fetch(`${server.url}/graphql?query=${encodeURIComponent(document)}`, {
        headers: { authorization: 'Bearer admin-token', 'if-none-match': etag },
      });
    let etag = '';
    for (let at = 1; at <= 20; at += 1) {
      const addresses = [`10.7.0.${at}`];
      const input = { namespace: 'a1', name: 'g1', alb: { addresses } };
      const written = await post({ query: update, variables: { input } }, { authorization: 'Bearer admin-token' });
      expect(await written.json()).toEqual({ data: { updateGateway: { alb: { manualAddresses: addresses } } } });
      const answer = await read(etag);
      expect(await answer.json()).toEqual({ data: { gateway: { alb: { manualAddresses: addresses } } } });
      etag = answer.headers.get('etag') ?? '';
      // The operator writes statuses meanwhile, which this query does not show: its answer keeps its tag.
      expect((await read(etag)).status).toBe(304);
    }
  });

  it('is counted like any other, and so is what the gate refuses: once', async () => {
    const counted = async (operation: string, code: string) => {
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      const line = `alb_graphql_operations_total{operation="${operation}",type="query",code="${code}"} `;
      return Number(
        metrics
          .split('\n')
          .find((one) => one.startsWith(line))
          ?.slice(line.length) ?? 0,
      );
    };
    const answered = await counted('gateways', 'OK');
    await post({ query });
    await post({ query });
    expect(await counted('gateways', 'OK')).toBe(answered + 2);
    const refused = await counted('unknown', 'BAD_USER_INPUT');
    await post({ query: 'query Refused { nothing }' });
    expect(await counted('unknown', 'BAD_USER_INPUT')).toBe(refused + 1);
  });
});
