import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { renderDocs } from '../../../../src/http/docs/render-docs.js';
import { setUpTestServers } from '../test-server.js';

const startServer = setUpTestServers();
const rendered = renderDocs(
  new Map([
    [
      'README.md',
      '# All\n\n[A](a.md), [one part](a.md#what-it-does), [why](decisions/README.md), [code](../src/main.ts)',
    ],
    [
      'a.md',
      '# A `page`\n\n## What it does\n\n```graphql\nquery { a(b: "<c>") }\n```\n\n| x |\n| --- |\n| [up](README.md) |',
    ],
    ['decisions/README.md', '# Decisions\n\n[A](../a.md)'],
  ]),
);

describe('the pages of docs/', () => {
  it('lead to each other, and name what is in the repository alone', () => {
    const index = rendered.get('index.html') ?? '';
    expect(index).toContain(
      '<a href="a.html">A</a>, <a href="a.html#what-it-does">one part</a>, <a href="decisions/index.html">why</a>, code',
    );
    expect(rendered.get('a.html')).toContain('<td><a href="index.html">up</a></td>');
    expect(rendered.get('decisions/index.html')).toContain('<a href="../a.html">A</a>');
  });

  it('have headings that links find, and code as it was written', () => {
    expect(rendered.get('a.html')).toContain('<h2 id="what-it-does">What it does</h2>');
    expect(rendered.get('a.html')).toContain('query { a(b: &quot;&lt;c>&quot;) }');
  });

  it('lead to the other pages, to the playground and the console, from any depth', () => {
    expect(rendered.get('decisions/index.html')).toContain('href="../docs.css"');
    expect(rendered.get('decisions/index.html')).toContain('<a href="../../console/">Console</a>');
    expect(rendered.get('a.html')).toContain('<a href="./a.html" aria-current="page">A page</a>');
  });
});

describe('GET /docs/', () => {
  let docsDirectory: string;

  beforeAll(async () => {
    docsDirectory = join(await mkdtemp(join(tmpdir(), 'alb-graphql-docs-')), '/');
    for (const [name, text] of rendered) {
      await mkdir(dirname(join(docsDirectory, name)), { recursive: true });
      await writeFile(join(docsDirectory, name), text);
    }
  });
  afterAll(() => rm(docsDirectory, { recursive: true }));

  it('is the index, and its pages are below it', async () => {
    const { url } = await startServer({ docsDirectory });
    for (const [path, title] of [
      ['docs', 'All'],
      ['docs/', 'All'],
      ['docs/a.html', 'A'],
      ['docs/decisions/', 'Decisions'],
    ]) {
      const response = await fetch(`${url}/${path}`);
      expect({ path, status: response.status }).toEqual({ path, status: 200 });
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'");
      expect(await response.text()).toContain(`<title>${title}`);
    }
  });

  it('knows no other file', async () => {
    const { url } = await startServer({ docsDirectory });
    expect((await fetch(`${url}/docs/b.html`)).status).toBe(404);
    expect((await fetch(`${url}/docs/..%2f..%2fpackage.json`)).status).toBe(404);
  });
});
