import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlbGraphql } from '../harness/alb-graphql.js';

const limit = 600;

describe('an answer larger than MAX_ANSWER_BYTES', () => {
  let server: AlbGraphql;
  beforeAll(async () => {
    server = await AlbGraphql.start({ MAX_ANSWER_BYTES: String(limit), SANDBOX_TOKENS: '1', AUTH_MODE: 'shared' });
  });
  afterAll(() => server.stop());

  const post = async (query: string) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { authorization: 'Bearer admin-token', 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, body: (await response.json()) as { data?: any; errors?: any[] } };
  };
  const tooLarge = { code: 'QUERY_TOO_COMPLEX', measured: expect.any(Number), limit };

  it.each([
    ['from memory', '{ gateways { nodes { name manifest(format: YAML) } } }'],
    ['by graphql-js', '{ viewer { username } gateways { nodes { name manifest(format: YAML) } } }'],
  ])('is refused as a whole, with what was measured: %s', async (_, query) => {
    const { status, body } = await post(query);
    expect(body.data ?? null).toBeNull();
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([tooLarge]);
    expect([200, 400]).toContain(status);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/MAX_ANSWER_BYTES"\} [1-9]/);
  });

  it('leaves smaller ones alone', async () => {
    const { body } = await post('{ gateways(first: 1) { totalCount nodes { name } } }');
    expect(body.errors).toBeUndefined();
    expect(body.data.gateways.nodes).toHaveLength(1);
  });
});
