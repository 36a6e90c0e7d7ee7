import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { defaultTokens } from '../../src/sandbox/users.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';

let opened: OpenedSandbox;
let server: AlbGraphql;
const lines: string[] = [];

beforeAll(async () => {
  opened = await openSandbox({ tokens: defaultTokens });
  server = await AlbGraphql.start(
    { KUBECONFIG: await opened.kubeconfig('admin-token'), AUTH_MODE: 'shared', LOG_LEVEL: 'debug' },
    undefined,
    (line) => lines.push(line),
  );
  await server.as('admin-token').get('{ gateways { totalCount } }');
});

afterAll(async () => {
  await server.stop();
  await opened.close();
});

it('/readyz tells how the sets that serve everybody are doing', async () => {
  const { ready, detail } = (await (await fetch(`${server.url}/readyz`)).json()) as any;
  expect(ready).toBe(true);
  expect(detail.caches).toEqual([
    {
      cluster: 'sandbox',
      kind: 'Gateway',
      state: expect.stringMatching(/^(listing|watching)$/),
      objects: 0,
      users: 0,
      lastEventAgeMs: expect.any(Number),
      revision: expect.stringMatching(/^\d+$/),
    },
  ]);
});

it('/metrics does too', async () => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const labels = 'cluster="sandbox",kind="Gateway"';
  expect(text).toContain(`alb_graphql_cache_objects{${labels}} 0`);
  expect(text).toMatch(new RegExp(`alb_graphql_cache_state{${labels},state="(listing|watching)"} 1`));
  expect(text).toMatch(new RegExp(`alb_graphql_cache_last_event_age_seconds{${labels}} \\d`));
});

it('operations are counted, logged and timed by their root field, answered from memory or not', async () => {
  const ask = () => server.as('admin-token').get('{ gatewayClasses { name } }');
  const counted = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const labels = 'operation="gatewayClasses",type="query"';
    const [total] = /^alb_graphql_operations_total\{.*gatewayClasses.*\} (\d+)$/m.exec(text)?.slice(1) ?? [];
    return [Number(total), text.includes(`alb_graphql_operation_duration_seconds_count{${labels}} ${total}`)];
  };
  for (const times of [1, 2, 3]) {
    await ask();
    expect(await counted()).toEqual([times, true]);
    expect(
      lines.filter((line) => line.includes('"field":"gatewayClasses"') && line.includes('"caller":"')),
    ).toHaveLength(times);
  }
});
