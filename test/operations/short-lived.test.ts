import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Pool } from 'undici';
import { ServedProcess } from '../harness/served-process.js';

let server: ServedProcess | undefined;
let pool: Pool | undefined;

beforeAll(async () => {
  // So little room that what is moved to the old generation soon makes for a collection of it all.
  const settings = { SANDBOX_TOKENS: '1', AUTH_MODE: 'shared', MAX_KEPT_BYTES: '0' };
  server = await ServedProcess.start({ ...settings, NODE_OPTIONS: '--max-old-space-size=256' });
  pool = new Pool(server.url, { connections: 4 });
}, 60_000);

afterAll(async () => {
  await pool?.close();
  await server?.kill();
});

const query = '{ gateways(first: 20) { nodes { name addresses { value } } } }';

async function ask(): Promise<string> {
  const answer = await pool?.request({
    method: 'POST',
    path: '/graphql',
    headers: { authorization: 'Bearer admin-token', 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  if (answer?.statusCode !== 200) throw new Error(`answered ${answer?.statusCode}`);
  return answer.body.text();
}

async function askTimes(count: number): Promise<void> {
  let left = count;
  const askOn = async () => {
    for (; left > 0; left -= 1) await ask();
  };
  await Promise.all(Array.from({ length: 4 }, askOn));
}

/** How often since the start, by what was collected; a kind that never was is not there. */
async function collections(): Promise<Map<string, number>> {
  const metrics = await (await fetch(new URL('/metrics', server?.url))).text();
  const counts = metrics.matchAll(/^nodejs_gc_duration_seconds_count\{kind="(\w+)"\} (\d+)$/gm);
  return new Map([...counts].map(([, kind = '', count]) => [kind, Number(count)]));
}

/**
 * V8 moves to the old generation what outlives two collections of the young one, and with it all that it refers to. Of an answer
 * that is written (see docs/decisions/0008-speed.md) that would be nearly all, were one object of it made in the wrong way.
 */
it('what an answer was made with goes in collections of young objects alone', async () => {
  expect(await ask()).toContain('{"data":{"gateways":{"nodes":[{"name":"');
  await askTimes(5_000);
  const before = await collections();
  await askTimes(20_000);
  const now = await collections();
  const since = (kind: string) => (now.get(kind) ?? 0) - (before.get(kind) ?? 0);
  expect(since('minor')).toBeGreaterThan(10);
  expect(since('major')).toBeLessThanOrEqual(2);
}, 120_000);
