import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ServedProcess } from '../harness/served-process.js';
import { launchChromium, screenshotFolder, WatchedPage } from './chromium.js';

async function openTab(page: Page, name: string): Promise<void> {
  await page.locator('.graphiql-tab-button', { hasText: name }).first().click();
  // The editor learns which operation it holds a moment after it shows it, and would run the one before.
  await page.waitForFunction((wanted) => {
    const editor = (globalThis as any).document.querySelector('.graphiql-query-editor .CodeMirror');
    return editor.CodeMirror.operationName === wanted;
  }, name);
}

/** Opens the tab of that name, runs it, and waits until the result pane shows the text. */
async function runTab(page: Page, name: string, expected: string): Promise<void> {
  await openTab(page, name);
  await page.locator('.graphiql-execute-button').click();
  await shown(page, expected);
}

async function shown(page: Page, text: string): Promise<void> {
  await page.locator('.result-window', { hasText: text }).waitFor();
}

describe('the playground, in a real browser', () => {
  let server: ServedProcess;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let stopped = false;

  beforeAll(async () => {
    server = await ServedProcess.start();
    browser = await launchChromium();
    watched = await WatchedPage.open(browser, server.url);
    page = watched.page;
    await page.goto(server.url);
    await page.waitForSelector('.graphiql-container .graphiql-tab');
  });

  afterAll(async () => {
    await browser?.close();
    if (!stopped) await server?.stop();
  });

  it('offers a tab for each job of the design page', async () => {
    expect(await page.locator('.graphiql-tab-button').allTextContents()).toEqual([
      'StandaloneClasses',
      'SharedClassAddresses',
      'Gateways',
      'CreateGateway',
      'UpdateListeners',
      'UpdateAlb',
      'DeleteGateway',
      'WatchGateways',
      'Orphans',
    ]);
  });

  it('answers queries', async () => {
    await runTab(page, 'StandaloneClasses', 'exclusive-gateway');
    await runTab(page, 'SharedClassAddresses', '127.0.0.2');
    await runTab(page, 'Gateways', '"totalCount"');
  });

  it('shows the events of a subscription while a mutation from elsewhere creates a gateway', async () => {
    await runTab(page, 'WatchGateways', 'SYNCED');
    const created = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation { createGateway(input: { namespace: "a1", name: "from-outside",
          listeners: [{ name: "http", port: 8234, protocol: "HTTP" }], alb: { addresses: ["10.0.0.8"] } }) { written } }`,
      }),
    });
    expect(await created.json()).toEqual({ data: { createGateway: { written: ['ALB', 'GATEWAY'] } } });
    await shown(page, 'from-outside');
    // What came before is still to be read.
    await shown(page, 'SYNCED');
    await page.screenshot({ path: `${screenshotFolder}/playground-subscription.png` });
    await page.locator('.graphiql-execute-button').click();
  });

  it('creates a gateway with the variables as they stand there, changes both its objects, and deletes it', async () => {
    await runTab(page, 'CreateGateway', '"ALB",');
    await runTab(page, 'UpdateListeners', 'http://*.b.com:8235');
    await runTab(page, 'UpdateAlb', '512Mi');
    await runTab(page, 'DeleteGateway', '"name": "demo"');
  });

  it('asks which of two operations of a tab is meant', async () => {
    await openTab(page, 'Orphans');
    await page.locator('.graphiql-execute-button').click();
    await page.getByRole('menuitem', { name: 'Orphans', exact: true }).click();
    await shown(page, 'forgotten-p0o9i');
    await page.locator('.graphiql-execute-button').click();
    await page.getByRole('menuitem', { name: 'DeleteOrphan' }).click();
    await shown(page, '"deleteOrphanedAlb"');
  });

  it('opens the documentation of the schema, and an explorer that writes queries', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer', { hasText: 'Root Types' }).waitFor();
    await page.getByRole('button', { name: /GraphiQL Explorer/ }).click();
    await page.locator('.graphiql-explorer-root', { hasText: 'deleteOrphanedAlb' }).waitFor();
  });

  it('leads to the documentation, and that back', async () => {
    await page.getByRole('link', { name: 'Docs' }).click();
    await page.getByRole('link', { name: 'Live tables' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Live tables' }).waitFor();
    await page.getByRole('link', { name: 'Playground' }).click();
    await page.waitForSelector('.graphiql-container .graphiql-tab');
  });

  it('leads to the console', async () => {
    await page.getByRole('link', { name: 'Console' }).click();
    await page.locator('table.gateways').waitFor();
  });

  it('asked nobody but its own server, and has no error in its console', () => watched.expectClean());

  it('drains and ends with 0 on SIGTERM', async () => {
    expect(server.line).toContain('clusters: sandbox');
    await page.goto('about:blank');
    stopped = true;
    expect(await server.stop()).toBe(0);
  });
});

describe('the playground of a server that wants a token', () => {
  let server: ServedProcess;
  let browser: Browser;

  beforeAll(async () => {
    server = await ServedProcess.start({ SANDBOX_TOKENS: '1', AUTH_MODE: 'passthrough' });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('says in one line where the token goes, until it is there', async () => {
    const watched = await WatchedPage.open(browser, server.url);
    const { page } = watched;
    await page.goto(server.url);
    await page.waitForSelector('.graphiql-container .graphiql-tab');
    const hint = page.getByText('put it into the Headers editor');
    expect(await hint.isVisible()).toBe(false);
    await runTab(page, 'StandaloneClasses', 'UNAUTHENTICATED');
    await hint.waitFor();
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.evaluate(() => {
      const editors = [...(globalThis as any).document.querySelectorAll('.graphiql-editor-tool .CodeMirror')];
      editors.at(-1).CodeMirror.setValue('{"Authorization": "Bearer viewer-token"}');
    });
    await page.locator('.graphiql-execute-button').click();
    await shown(page, 'exclusive-gateway');
    await hint.waitFor({ state: 'hidden' });
    // A subscription's token goes another way, and its hint comes another way: this tab has none yet.
    await runTab(page, 'WatchGateways', 'UNAUTHENTICATED');
    await hint.waitFor();
    watched.expectClean();
  });
});
