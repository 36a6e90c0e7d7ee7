import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';

const main = new URL('../../dist/main.js', import.meta.url).pathname;
let child: ReturnType<typeof spawn>;

afterEach(async () => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Of a server that nobody hears: its URL, once it is ready. Every request is a line that it cannot write. */
async function start(output: 'full' | 'closed'): Promise<string> {
  const port = await freePort();
  const full = output === 'full' ? openSync('/dev/full', 'w') : undefined;
  child = spawn(process.execPath, [main, 'serve'], {
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port), LOG_LEVEL: 'debug' },
    stdio: ['ignore', full ?? 'pipe', full ?? 'pipe'],
  });
  if (full !== undefined) closeSync(full);
  // Whoever read them has gone.
  child.stdout?.destroy();
  child.stderr?.destroy();
  const url = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('the server has ended');
    const ready = await fetch(`${url}/readyz`).catch(() => undefined);
    if (ready?.status === 200) return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe.each([
  ['the disk is full', 'full'],
  ['whoever read the log has gone', 'closed'],
] as const)('%s', (_, output) => {
  it('requests are answered all the same, writes too, and SIGTERM ends it in good order', async () => {
    const url = await start(output);
    const ask = async (query: string) => {
      const answer = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      return (await answer.json()) as { data: any };
    };
    for (let turn = 0; turn < 50; turn += 1) {
      expect((await ask('{ gateways { totalCount } }')).data.gateways.totalCount).toBeGreaterThan(0);
    }
    const listeners = '[{ name: "http", port: 80, protocol: "HTTP" }]';
    const input = `{ namespace: "a1", name: "unheard", listeners: ${listeners} }`;
    const { data } = await ask(`mutation { createGateway(input: ${input}) { written } }`);
    expect(data.createGateway.written).toEqual(['ALB', 'GATEWAY']);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  }, 60_000);
});
