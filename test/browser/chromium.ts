import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where each page's picture goes; git does not see it. */
export const screenshotFolder = process.env['SCREENSHOTS'] || 'coverage/screenshots';

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags });
}

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A page, and what it must not do: ask anybody but its own server, and complain. */
export class WatchedPage {
  readonly #foreign: string[] = [];
  readonly #complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {
    // Less than a test's own, so that a failure names what was waited for.
    page.setDefaultTimeout(8_000);
    page.on('request', (request) => this.#sees(request.url()));
    page.on('websocket', (socket) => this.#sees(socket.url().replace(/^ws/, 'http')));
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.#complaints.push(String(error)));
  }

  static async open(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', ...options });
    return new WatchedPage(await context.newPage(), origin);
  }

  #sees(url: string): void {
    if (!url.startsWith(this.origin) && !/^(data|blob|about):/.test(url)) this.#foreign.push(url);
  }

  /** `excused`: complaints that the test itself brought about, such as the browser's own of a server that is away. */
  expectClean(excused?: RegExp): void {
    const complaints = this.#complaints.filter((text) => excused === undefined || !excused.test(text));
    expect({ foreign: this.#foreign, complaints }).toEqual({ foreign: [], complaints: [] });
  }

  /**
   * Its picture, all of it; nothing in it wider than the window; no serious fault that axe finds. `name`: the picture's.
   * `excused`: selectors of what axe is not to look into.
   */
  async expectPresentable(name: string, excused: readonly string[][] = []): Promise<void> {
    const { page } = this;
    await this.#picture(name);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.evaluate(await axe);
    const serious = await page.evaluate(async (exclude) => {
      const { violations } = await (globalThis as any).axe.run({ include: [['html']], exclude });
      return violations
        .filter(({ impact }: { impact: string }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }: any) => `${id}: ${nodes.map(({ html }: any) => html).join('; ')}`);
    }, excused);
    expect(serious).toEqual([]);
  }

  /** In a window as high as the page, so that what sticks to the window's edge covers nothing. A dialog has no such height. */
  async #picture(name: string): Promise<void> {
    const { page } = this;
    const window = page.viewportSize();
    const high = Number(await page.evaluate('document.documentElement.scrollHeight'));
    const modal = (await page.locator('dialog[open]').count()) > 0;
    if (window !== null && !modal) await page.setViewportSize({ ...window, height: Math.max(window.height, high) });
    await page.screenshot({ path: `${screenshotFolder}/${name}.png`, animations: 'disabled' });
    if (window !== null) await page.setViewportSize(window);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
