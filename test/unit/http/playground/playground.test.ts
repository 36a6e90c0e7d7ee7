import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyAssets, playgroundSources } from '../../../../src/http/playground/copy-assets.js';
import { setUpTestServers } from '../test-server.js';

const startServer = setUpTestServers();
const staticDirectory = resolve('src/http/playground/static');
let folder: string;
let playgroundDirectory: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alb-graphql-playground-'));
  playgroundDirectory = join(folder, 'assets');
  await copyAssets(playgroundSources(staticDirectory), playgroundDirectory);
});
afterAll(() => rm(folder, { recursive: true }));

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('copyAssets', () => {
  it('copies nothing that is there already, and anew what changed', async () => {
    const source = join(folder, 'a.js');
    const target = join(folder, 'copied');
    await writeFile(source, 'one');
    expect(await copyAssets([source], target)).toBe(true);
    expect(await copyAssets([source], target)).toBe(false);
    const before = await readdir(target);
    await writeFile(source, 'two');
    await utimes(source, 1, 1);
    expect(await copyAssets([source], target)).toBe(true);
    const after = await readdir(target);
    expect(after).toHaveLength(4);
    expect(after.filter((name) => before.includes(name))).toEqual(['manifest.json']);
  });
});

describe('GET /', () => {
  it('is a page whose every script and style this server has, for browsers', async () => {
    const { url } = await startServer({ playgroundDirectory });
    const response = await fetch(url, { headers: browser });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await response.text();
    const paths = [...page.matchAll(/(?:src|href)="(playground\/[^"]+)"/g)].map(([, path]) => path as string);
    expect(paths).toHaveLength(10);
    for (const path of paths) {
      const asset = await fetch(new URL(path, url));
      expect(asset.status).toBe(200);
      expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(asset.headers.get('content-encoding')).toBe('gzip');
      expect(asset.headers.get('content-type')).toMatch(path.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
      expect((await asset.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
  });

  it('is the addresses alone where the playground is off', async () => {
    const { url } = await startServer({ playgroundDirectory, playground: false });
    const response = await fetch(url, { headers: browser });
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toContain('POST /graphql');
    expect((await fetch(`${url}/playground/examples.json`)).status).toBe(404);
  });

  it('allows nothing from elsewhere and no script of its own', async () => {
    const { url } = await startServer({ playgroundDirectory });
    const response = await fetch(url, { headers: browser });
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toMatch(/https?:|\*/);
    expect(await response.text()).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=/);
  });

  it('is sent again only when it changed', async () => {
    const { url } = await startServer({ playgroundDirectory });
    const etag = (await fetch(url, { headers: browser })).headers.get('etag') as string;
    expect((await fetch(url, { headers: { ...browser, 'if-none-match': etag } })).status).toBe(304);
  });

  it('tells other clients where to go', async () => {
    const { url } = await startServer({ playgroundDirectory });
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toContain('/graphql');
  });

  it('says what to do where the assets were not copied', async () => {
    const { url } = await startServer();
    expect(await (await fetch(url, { headers: browser })).text()).toContain('npm run build');
  });

  it('has the examples', async () => {
    const { url } = await startServer();
    const response = await fetch(`${url}/playground/examples.json`);
    expect(await response.json()).toHaveLength(9);
  });
});
