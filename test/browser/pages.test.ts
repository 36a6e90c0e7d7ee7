import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ServedProcess } from '../harness/served-process.js';
import { launchChromium, screenshotFolder, WatchedPage } from './chromium.js';

interface ShownPage {
  readonly name: string;
  readonly path: string;
  /** Is there when the page is complete. */
  readonly sign: string;
  open?(page: Page): Promise<void>;
}

const pages: readonly ShownPage[] = [
  { name: 'gateways', path: 'console/', sign: '.connection.live' },
  { name: 'nothing-found', path: 'console/?search=zzz', sign: '.empty' },
  { name: 'gateway', path: 'console/gateways/sandbox/a1/g1', sign: '.yaml' },
  { name: 'gateway-failed', path: 'console/gateways/sandbox/shop/metrics', sign: '.yaml' },
  { name: 'gateway-missing', path: 'console/gateways/sandbox/a1/nobody', sign: '.empty' },
  {
    name: 'delete',
    path: 'console/gateways/sandbox/a1/edge',
    sign: '.will-go',
    open: (page) => page.locator('.page-head .danger').click(),
  },
  {
    name: 'create',
    path: 'console/new',
    sign: '.check.faulty',
    async open(page) {
      await page.locator('.identity-grid input').first().fill('A1');
      await page.locator('.gateway-form input').last().press('Tab');
    },
  },
  { name: 'edit', path: 'console/gateways/sandbox/a1/edge/edit', sign: '.gateway-form' },
  { name: 'orphans', path: 'console/orphans', sign: '.table tbody tr' },
  { name: 'classes', path: 'console/classes', sign: '.table tbody tr' },
  { name: 'token', path: 'console/', sign: '.token-form', open: (page) => page.locator('.who').click() },
];

/** The editor's scrolling part: what takes the keys that scroll it is the editor's own text area beside it. */
const excused = [['.CodeMirror-scroll']];

describe.each([
  { theme: 'light' as const, locale: 'en-US' },
  { theme: 'dark' as const, locale: 'en-US' },
  { theme: 'light' as const, locale: 'zh-CN' },
  { theme: 'dark' as const, locale: 'zh-CN' },
])('pages, $theme, $locale', ({ theme, locale }) => {
  let server: ServedProcess;
  let browser: Browser;
  let watched: WatchedPage;
  let axe: string;

  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    server = await ServedProcess.start();
    browser = await launchChromium();
    // Without animations, whose colours half-way are nobody's fault.
    watched = await WatchedPage.open(browser, server.url, { colorScheme: theme, locale, reducedMotion: 'reduce' });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function expectAccessible(name: string): Promise<void> {
    const { page } = watched;
    await page.screenshot({ path: `${screenshotFolder}/${name}-${locale.slice(0, 2)}-${theme}.png`, fullPage: true });
    await page.evaluate(axe);
    const serious = await page.evaluate(async (exclude) => {
      const { violations } = await (globalThis as any).axe.run({ include: [['html']], exclude });
      return violations
        .filter(({ impact }: { impact: string }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }: any) => `${id}: ${nodes.map(({ html }: any) => html).join('; ')}`);
    }, excused);
    expect(serious).toEqual([]);
  }

  it.each(pages)('$name has no serious fault of accessibility', async ({ name, path, sign, open }) => {
    const { page } = watched;
    await page.goto(`${server.url}/${path}`);
    await page.locator('h1').waitFor();
    await open?.(page);
    await page.locator(sign).first().waitFor();
    await expectAccessible(name);
  });

  it('nor has the playground', async () => {
    const { page } = watched;
    await page.goto(server.url);
    await page.locator('.graphiql-tab').first().waitFor();
    await page.locator('.graphiql-query-editor .cm-keyword').first().waitFor();
    await expectAccessible('playground');
  });

  it('none asked anybody but its own server, or complained', () => watched.expectClean());
});
