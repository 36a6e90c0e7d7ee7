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

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
