import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { main, root, run } from './run.js';

const installMs = 240_000;
const sandbox = `node ${main} sandbox --users --ready-ms 300 --`;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alb-graphql-examples-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** A copy as a newcomer makes it: nothing around it that it could lean on. */
async function copyOf(name: string): Promise<string> {
  const copy = join(folder, name);
  await cp(`${root}examples/${name}`, copy, {
    recursive: true,
    filter: (path) => !/node_modules|\.venv/.test(path),
  });
  return copy;
}

describe.each(['graphql-request', 'urql'])('the example %s', (name) => {
  let cwd: string;

  beforeAll(async () => {
    cwd = await copyOf(name);
    await run('npm ci --prefer-offline --no-audit --no-fund', { cwd });
  }, installMs);

  it('holds the types that its operations have on this server', async () => {
    await run(`${sandbox} npm run generate`, { cwd });
    for (const file of ['gql.ts', 'graphql.ts']) {
      const [ours, made] = await Promise.all(
        [`${root}examples/${name}`, cwd].map((from) => readFile(join(from, 'src/gql', file), 'utf8')),
      );
      // Not the same: run `npm run generate` in examples/, beside a server.
      expect(made).toBe(ours);
    }
  }, 60_000);

  it('type-checks, and its tests pass beside a sandbox', async () => {
    const output = await run(`${sandbox} npm test`, { cwd });
    expect(output).toMatch(/ℹ fail 0/);
    expect(output).not.toMatch(/ℹ pass 0/);
  }, 120_000);
});

it('graphql-request: its story, told by a server without settings', async () => {
  const cwd = join(folder, 'graphql-request');
  const output = await run(`node ${main} sandbox -- npm start --silent`, { cwd });
  for (const line of ['g1: READY', 'created ALB and GATEWAY', 'conflict: it is b.com now', 'deleted, with 1 ALB'])
    expect(output).toContain(line);
}, 60_000);

it('curl: from list to delete', async () => {
  const output = await run(`${sandbox} ${await copyOf('curl')}/gateways.sh`, { env: { TOKEN: 'alice-token' } });
  expect(output).toContain('"written":["ALB","GATEWAY"]');
  expect(output).toContain('"code":"ALREADY_EXISTS"');
  expect(output).toMatch(/^data: .*"phase":"READY"/m);
  expect(output).toContain('"deleteGateway":{"albs":[{"name":"from-curl-');
}, 60_000);

it(
  'python: from list to delete',
  async () => {
    const cwd = await copyOf('python');
    await run('python3 -m venv .venv && .venv/bin/pip install --quiet --requirement requirements.txt', { cwd });
    const output = await run(`${sandbox} .venv/bin/python gateways.py`, { cwd, env: { TOKEN: 'alice-token' } });
    for (const line of ['created ALB GATEWAY', 'again: ALREADY_EXISTS', 'READY 100 %', 'deleted'])
      expect(output).toContain(line);
  },
  installMs,
);
