import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ServedProcess } from '../harness/served-process.js';
import { launchChromium, WatchedPage } from './chromium.js';

describe('the console for callers of different rights', () => {
  let server: ServedProcess;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    server = await ServedProcess.start({ SANDBOX_TOKENS: '1', AUTH_MODE: 'passthrough' });
    browser = await launchChromium();
  });
  beforeEach(async () => {
    watched = await WatchedPage.open(browser, server.url);
    page = watched.page;
    await page.goto(`${server.url}/console/`);
  });
  afterEach(async () => {
    // The browser itself reports answers of 401 and 403, which these tests are about.
    watched.expectClean(/status of 40[13]/);
    await watched.close();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const notice = (code: string) => page.locator(`[data-code=${code}]`);
  const row = (name: string) =>
    page.locator('table.gateways tbody tr', { has: page.getByRole('link', { name, exact: true }) });

  async function signIn(token: string, username: string): Promise<void> {
    await notice('UNAUTHENTICATED').getByLabel('Bearer token').fill(token);
    await notice('UNAUTHENTICATED').getByRole('button', { name: 'Use this token' }).click();
    await page.locator('.who', { hasText: username }).waitFor();
  }

  it('asks for a token, and for another where the cluster knows not that one', async () => {
    await notice('UNAUTHENTICATED').getByLabel('Bearer token').fill('wrong');
    await notice('UNAUTHENTICATED').getByRole('button', { name: 'Use this token' }).click();
    await signIn('viewer-token', 'viewer');
    await row('g1').waitFor();
  });

  it('keeps the token for the tab, and forgets it when told to', async () => {
    await signIn('viewer-token', 'viewer');
    await page.reload();
    await row('g1').waitFor();
    await page.locator('.who').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Forget the token' }).click();
    await notice('UNAUTHENTICATED').waitFor();
  });

  it('says what is forbidden to one who may nothing', async () => {
    await signIn('bob-token', 'bob');
    await notice('FORBIDDEN').getByText('You may not do this').waitFor();
    await page.getByRole('link', { name: 'Orphaned ALBs' }).click();
    await notice('FORBIDDEN').waitFor();
    await page.getByRole('link', { name: 'Classes', exact: true }).click();
    await notice('FORBIDDEN').waitFor();
  });

  it('shows a part to one who may list a part, and says that it is one', async () => {
    await signIn('alice-token', 'alice');
    await page.goto(`${server.url}/console/?namespace=a1`);
    await row('g1').waitFor();
    await row('edge').waitFor();
  });

  it('tells in the form, before anything is written, that a namespace is not theirs', async () => {
    await signIn('alice-token', 'alice');
    await page.goto(`${server.url}/console/new`);
    await page.getByLabel('Namespace').fill('shop');
    await page.getByLabel('Name', { exact: true }).first().fill('mine');
    await notice('FORBIDDEN').getByText('cannot create').or(notice('FORBIDDEN').getByText('cannot get')).waitFor();
  });

  it('refuses a delete to one who may only read, in the dialog', async () => {
    await signIn('viewer-token', 'viewer');
    await row('g1').getByRole('link').click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').locator('[data-code=FORBIDDEN]').getByText('cannot delete').waitFor();
  });
});
