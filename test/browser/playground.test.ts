import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ServedProcess } from '../harness/served-process.js';

const executablePath = process.env['CHROMIUM_PATH'] || '/usr/bin/chromium';
const screenshots = process.env['SCREENSHOTS'];
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe('the playground, in a real browser', () => {
  let server: ServedProcess;
  let browser: Browser;
  let page: Page;
  let stopped = false;
  const foreign: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await ServedProcess.start();
    browser = await chromium.launch({ executablePath, args: flags });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(server.url);
    await page.waitForSelector('.graphiql-container .graphiql-tab');
  });

  afterAll(async () => {
    await browser?.close();
    if (!stopped) await server?.stop();
  });

  /** Opens the tab of that name, runs it, and waits until the result pane shows the text. */
  async function runTab(name: string, expected: string): Promise<void> {
    await page.locator('.graphiql-tab-button', { hasText: name }).first().click();
    // The editor learns which operation it holds a moment after it shows it, and would run the one before.
    await page.waitForFunction((wanted) => {
      const editor = (globalThis as any).document.querySelector('.graphiql-query-editor .CodeMirror');
      return editor.CodeMirror.operationName === wanted;
    }, name);
    await page.locator('.graphiql-execute-button').click();
    await shown(expected);
  }

  async function shown(text: string): Promise<void> {
    await page.locator('.result-window', { hasText: text }).waitFor();
  }

  async function picture(name: string): Promise<void> {
    if (screenshots !== undefined) await page.screenshot({ path: `${screenshots}/${name}.png` });
  }

  it('offers a tab for each job of the design page', async () => {
    const tabs = await page.locator('.graphiql-tab-button').allTextContents();
    expect(tabs.length).toBeGreaterThanOrEqual(8);
  });

  it('answers a query', async () => {
    await runTab('Gateways', '"totalCount"');
    await picture('playground');
  });

  it('shows the events of a subscription while a mutation in another tab creates the gateway', async () => {
    await runTab('WatchGateways', 'SYNCED');
    const created = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation { createGateway(input: { namespace: "a1", name: "from-outside",
          listeners: [{ name: "http", port: 8234, protocol: "HTTP" }], alb: { addresses: ["10.0.0.8"] } }) { written } }`,
      }),
    });
    expect(await created.json()).toEqual({ data: { createGateway: { written: ['ALB', 'GATEWAY'] } } });
    await shown('from-outside');
    await picture('subscription');
    await page.locator('.graphiql-execute-button').click();
  });

  it('runs a mutation', async () => {
    await runTab('CreateGateway', '"written"');
  });

  it('asked nobody but its own server, and has no error in its console', () => {
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
  });

  it('drains and ends with 0 on SIGTERM', async () => {
    expect(server.line).toContain('clusters: sandbox');
    await page.goto('about:blank');
    stopped = true;
    expect(await server.stop()).toBe(0);
  });
});
