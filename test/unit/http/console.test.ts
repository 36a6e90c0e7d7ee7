import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { setUpTestServers } from './test-server.js';

const startServer = setUpTestServers();
let consoleDirectory: string;

beforeAll(async () => {
  consoleDirectory = await mkdtemp(join(tmpdir(), 'alb-graphql-console-'));
  await mkdir(join(consoleDirectory, 'assets'));
  const page = '<!doctype html><base href="./"><script type="module" src="./assets/index-a1.js"></script>';
  await writeFile(join(consoleDirectory, 'index.html'), page);
  await writeFile(join(consoleDirectory, 'assets/index-a1.js'), 'plain');
  await writeFile(join(consoleDirectory, 'assets/index-a1.js.br'), 'brotli');
  await writeFile(join(consoleDirectory, 'assets/index-a1.js.gz'), 'gzip');
});
afterAll(() => rm(consoleDirectory, { recursive: true }));

/** Without fetch's own decoding, which these contents would not survive. */
async function get(url: string, headers: Record<string, string>) {
  const { statusCode: status, headers: answered, body } = await request(url, { headers });
  return { status, headers: answered, text: await body.text() };
}

describe('the console', () => {
  it('is one page under every address, whose base leads back to /console/', async () => {
    const { url } = await startServer({ consoleDirectory });
    const bases = new Map<string, string | undefined>();
    for (const path of ['', 'new', 'gateways/c/a1/g1', 'gateways/c/a1/g1/edit?x=a/b']) {
      const page = await (await fetch(`${url}/console/${path}`)).text();
      bases.set(path, /<base href="([^"]+)">/.exec(page)?.[1]);
    }
    expect(Object.fromEntries(bases)).toEqual({
      '': './',
      new: './',
      'gateways/c/a1/g1': '../../../',
      'gateways/c/a1/g1/edit?x=a/b': '../../../../',
    });
  });

  it('is found without the last slash too', async () => {
    const { url } = await startServer({ consoleDirectory });
    const { status, headers } = await get(`${url}/console`, {});
    expect({ status, location: headers['location'] }).toEqual({ status: 308, location: 'console/' });
  });

  it('allows nothing from elsewhere, and neither script nor style in the page', async () => {
    const { url } = await startServer({ consoleDirectory });
    const policy = (await fetch(`${url}/console/`)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).not.toMatch(/https?:|\*|unsafe/);
  });

  it('is asked for again each time, and its files never', async () => {
    const { url } = await startServer({ consoleDirectory });
    const page = await fetch(`${url}/console/`);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const asset = await get(`${url}/console/assets/index-a1.js`, {});
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    const known = { 'if-none-match': page.headers.get('etag') ?? '' };
    expect((await fetch(`${url}/console/`, { headers: known })).status).toBe(304);
  });

  it('has no file but its own', async () => {
    const { url } = await startServer({ consoleDirectory });
    expect((await fetch(`${url}/console/assets/index.html`)).status).toBe(404);
    expect((await fetch(`${url}/console/assets/..%2findex.html`)).status).toBe(404);
  });

  it('says what to do where it was not built', async () => {
    const { url } = await startServer({ consoleDirectory: '/nonexistent' });
    expect(await (await fetch(`${url}/console/`)).text()).toContain('npm run build');
  });
});

describe('a file with compressed twins', () => {
  it.each([
    ['', 'plain', undefined],
    ['gzip, deflate, br', 'brotli', 'br'],
    ['gzip', 'gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip', 'gzip'],
    ['identity', 'plain', undefined],
  ])('is sent to a client that takes "%s" as %s', async (accepted, text, coding) => {
    const { url } = await startServer({ consoleDirectory });
    const answer = await get(`${url}/console/assets/index-a1.js`, { 'accept-encoding': accepted });
    expect(answer).toMatchObject({ status: 200, text, headers: { vary: 'accept-encoding' } });
    expect(answer.headers['content-encoding']).toBe(coding);
  });

  it('has a tag for each of them, so that no cache mixes them up', async () => {
    const { url } = await startServer({ consoleDirectory });
    const tags = await Promise.all(
      ['', 'br', 'gzip'].map(
        async (accepted) =>
          (await get(`${url}/console/assets/index-a1.js`, { 'accept-encoding': accepted })).headers['etag'],
      ),
    );
    expect(new Set(tags).size).toBe(3);
  });
});
