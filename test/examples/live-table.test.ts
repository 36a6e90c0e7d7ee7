import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from '@jest/globals';
import { ServedProcess } from '../harness/served-process.js';
import { root, run, start, stop } from './run.js';

it("urql's live table survives the server that it shows", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-live-'));
  await cp(`${root}examples/urql`, folder, { recursive: true, filter: (path) => !path.includes('node_modules') });
  await run('npm ci --prefer-offline --no-audit --no-fund --omit=dev', { cwd: folder });
  let server = await ServedProcess.start();
  const env = { ALB_GRAPHQL_URL: `${server.url}/graphql` };
  // A table that shows nothing ends by itself, and the test with it.
  const table = start('exec timeout 120 node src/main.ts', { cwd: folder, env });
  const lines = createInterface({ input: table.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const shows = async (count: number) => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error('the table has ended');
      if (value === `${count} gateways`) return;
    }
  };
  try {
    await shows(8);
    const { port } = new URL(server.url);
    await server.stop();
    server = await ServedProcess.start({ PORT: port });
    // Only the second server has a ninth.
    const { data } = await create(server.url);
    expect(data.createGateway.written).toEqual(['ALB', 'GATEWAY']);
    await shows(9);
  } finally {
    await stop(table);
    await server.stop();
    await rm(folder, { recursive: true });
  }
}, 240_000);

async function create(url: string) {
  const listeners = '[{ name: "http", port: 80, protocol: "HTTP" }]';
  const input = `{ namespace: "a1", name: "ninth", listeners: ${listeners} }`;
  const body = JSON.stringify({ query: `mutation { createGateway(input: ${input}) { written } }` });
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return (await answer.json()) as { data: { createGateway: { written: string[] } } };
}
