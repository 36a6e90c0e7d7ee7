import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

let folder: string;

/** A project of one dependency, locked. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alb-graphql-audit-'));
  const project = { name: 'project', version: '1.0.0', dependencies: { dependency: '1.0.0' } };
  const packages = { '': project, 'node_modules/dependency': { version: '1.0.0' } };
  const lock = { ...project, lockfileVersion: 3, packages };
  await writeFile(join(folder, 'package.json'), JSON.stringify(project));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
});
afterAll(() => rm(folder, { recursive: true }));

/** What `npm run audit` prints, and its exit code, where the registry answers audits so. */
async function audit(status: number, advisories: object): Promise<{ code: number; out: string }> {
  const registry = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.method === 'POST') return response.writeHead(status).end(JSON.stringify(advisories));
    const versions = Object.fromEntries(['1.0.0', '2.0.0'].map((version) => [version, { version }]));
    return response.end(JSON.stringify({ name: 'dependency', versions }));
  });
  await new Promise<void>((listening) => registry.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
  const settings = { registry: url, cache: join(folder, 'cache'), fetch_retries: '0' };
  const env = Object.entries(settings).map(([name, value]) => [`npm_config_${name}`, value] as const);
  const result = await new Promise<{ code: number; out: string }>((done) => {
    const options = { cwd: folder, env: { ...process.env, ...Object.fromEntries(env) } };
    execFile(process.execPath, [resolve('test/static/audit.mjs')], options, (error, out) =>
      done({ code: error === null ? 0 : Number(error.code), out }),
    );
  });
  registry.close();
  return result;
}

it('fails for a known weakness, and names it', async () => {
  const weakness = { id: 1, url: 'https://example.com/1', title: 'Weak', severity: 'high', vulnerable_versions: '<2' };
  const { code, out } = await audit(200, { dependency: [weakness] });
  expect([code, out]).toEqual([1, 'FAILED dependency <2: high\n1 dependencies, 1 with known weaknesses\n']);
});

it('passes where none is known', async () => {
  expect(await audit(200, {})).toEqual({ code: 0, out: '1 dependencies, 0 with known weaknesses\n' });
});

it('says that nothing was audited where the registry answers none', async () => {
  const { code, out } = await audit(405, {});
  expect([code, out]).toEqual([0, expect.stringMatching(/^NOT AUDITED: .* \(405 Method Not Allowed - POST\)\n$/)]);
});

it('fails where a registry that answers audits did not', async () => {
  const { code, out } = await audit(503, {});
  expect([code, out]).toEqual([1, expect.stringMatching(/^FAILED no audit: .*503/s)]);
});
