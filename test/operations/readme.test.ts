import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blocksOf } from '../docs/markdown.js';
import { AlbGraphql } from '../harness/alb-graphql.js';

const blocks = blocksOf('README.md').map(({ text }) => text);
const block = (keyword: string) => blocks.find((text) => text.startsWith(keyword)) ?? '';

describe("README's operations, pasted one after the other into a server without any settings", () => {
  let server: AlbGraphql;

  beforeAll(async () => {
    server = await AlbGraphql.start({});
  });

  afterAll(() => server.stop());

  it('query: the namespace has gateways', async () => {
    const { gateways } = await server.get(block('query'));
    expect(gateways.totalCount).toBeGreaterThan(0);
  });

  it('subscription and mutation: the gateway goes from ADDED to READY, percent rising, with addresses of both sources', async () => {
    const events = server.subscribe(block('subscription'));
    expect((await events.next()).gatewayEvents.type).toBe('SYNCED');
    const { createGateway } = await server.get(block('mutation'));
    expect(createGateway.written).toEqual(['ALB', 'GATEWAY']);
    const seen = (await events.until(({ gatewayEvents }) => gatewayEvents.gateway.provisioning.phase === 'READY')).map(
      ({ gatewayEvents }) => gatewayEvents,
    );
    await events.stop();
    expect(seen[0].type).toBe('ADDED');
    const percents = seen.map(({ gateway }) => gateway.provisioning.percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(new Set(percents).size).toBeGreaterThan(2);
    const sources = seen.at(-1).gateway.addresses.flatMap((address: { sources: string[] }) => address.sources);
    expect(new Set(sources)).toEqual(new Set(['MANUAL', 'LB_SERVICE']));
  });
});
