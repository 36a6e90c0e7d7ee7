import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Pool } from 'undici';
import { ServedProcess } from '../harness/served-process.js';

let server: ServedProcess;
let pool: Pool;

beforeAll(async () => {
  // So little room that what is moved to the old generation soon makes for a collection of it all.
  const settings = { SANDBOX_TOKENS: '1', AUTH_MODE: 'shared', MAX_KEPT_BYTES: '0' };
  server = await ServedProcess.start({ ...settings, NODE_OPTIONS: '--max-old-space-size=256' });
  pool = new Pool(server.url, { connections: 4 });
}, 60_000);

afterAll(async () => {
  await pool.close();
  await server.kill();
});

const query = '{ gateways(first: 20) { nodes { name addresses { value } } } }';

async function ask(count: number): Promise<void> {
  let left = count;
  const askOn = async () => {
    for (; left > 0; left -= 1) {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: { authorization: 'Bearer admin-token', 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: 4 }, askOn));
}

async function majorCollections(): Promise<number> {
  const metrics = await (await fetch(new URL('/metrics', server.url))).text();
  return Number(/^nodejs_gc_duration_seconds_count\{kind="major"\} (\d+)$/m.exec(metrics)?.[1] ?? Number.NaN);
}

/**
 * V8 moves to the old generation what outlives two collections of the young one, and with it all that it refers to: so does a
 * WeakMap with what it has of each request, and so do objects that each have a getter or a function of their own.
 */
it('what an answer was made with goes in collections of young objects alone', async () => {
  await ask(5_000);
  const before = await majorCollections();
  await ask(20_000);
  expect((await majorCollections()) - before).toBeLessThanOrEqual(2);
}, 120_000);
