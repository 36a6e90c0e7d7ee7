import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { type Block, blocksOf } from './markdown.js';

const pages = readdirSync(new URL('../../docs', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => `docs/${path}`)
  .map((path) => ({ path, operations: blocksOf(path).filter(({ language }) => language === 'graphql') }))
  .filter(({ operations }) => operations.length > 0);

const nameOf = ({ text }: Block) => /^(?:query|mutation|subscription) (\w+)/.exec(text)?.[1] ?? text;

describe.each(pages)('the operations of $path, one after the other', ({ operations }) => {
  let server: AlbGraphql;
  /** What a reader would copy from the answer before into the next one's variables. */
  let id: string | undefined;

  beforeAll(async () => {
    server = await AlbGraphql.start({ SANDBOX_READY_MS: '50' });
  });

  afterAll(() => server.stop());

  it.each(operations.map((operation) => ({ name: nameOf(operation), operation })))('$name', async ({ operation }) => {
    const variables = { ...operation.variables, ...(operation.text.includes('$id:') && { id }) };
    if (operation.text.startsWith('subscription')) {
      const events = server.subscribe(operation.text, variables);
      await events.until((data) => Object.values<any>(data)[0].type === 'SYNCED');
      await events.stop();
      return;
    }
    const { data, errors } = await server.ask(operation.text, variables);
    if (operation.answers !== undefined) {
      expect(errors?.map(({ extensions }) => extensions.code)).toContain(operation.answers);
      return;
    }
    expect(errors).toBeUndefined();
    expect(Object.values(data)).not.toContain(null);
    id = data.gateway?.id;
  });
});

it('the contract-test page tells of the platform what is there', async () => {
  const server = await AlbGraphql.start({});
  const [platform] = blocksOf('docs/contract-tests.md').filter(({ language }) => language === 'graphql');
  const { gateways, albs } = await server.get(platform?.text ?? '');
  await server.stop();
  const phases = Object.fromEntries(
    gateways.nodes.map((node: any) => [`${node.namespace}/${node.name}`, node.provisioning.phase]),
  );
  expect(phases).toMatchObject({
    'a1/g1': 'READY',
    'a1/edge': 'READY',
    'a2/internal': 'PROGRESSING',
    'payments/api': 'PROGRESSING',
    'shop/metrics': 'FAILED',
  });
  expect(gateways.nodes.map((node: any) => node.gatewayClassName)).toEqual(
    expect.arrayContaining(['exclusive-gateway', 'global-alb2', 'istio']),
  );
  expect(albs.nodes).toEqual([{ namespace: 'a2', name: 'forgotten-p0o9i' }]);
});
