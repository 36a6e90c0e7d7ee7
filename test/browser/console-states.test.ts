import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { ServedProcess } from '../harness/served-process.js';
import { launchChromium, WatchedPage } from './chromium.js';

const unavailable = { status: 503, headers: {}, body: 'upstream connect error' };

describe('the console of a cluster that is slow, empty, or away', () => {
  let down = false;
  let cluster: OpenedSandbox;
  let server: ServedProcess;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    cluster = await openSandbox({ intercept: () => (down ? unavailable : undefined) });
    // Asked anew each time: a cache would have something to show.
    server = await ServedProcess.start({ KUBECONFIG: await cluster.kubeconfig(), AUTH_MODE: 'passthrough' });
    browser = await launchChromium();
  });
  beforeEach(async () => {
    watched = await WatchedPage.open(browser, server.url, { reducedMotion: 'reduce' });
    page = watched.page;
    await page.addInitScript(() => (globalThis as any).sessionStorage.setItem('alb-graphql.token', 'any'));
  });
  afterEach(async () => {
    watched.expectClean();
    await watched.close();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await cluster?.close();
  });

  it('shows that it is reading, until the answer is there', async () => {
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/graphql', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${server.url}/console/`);
    await page.getByRole('status').getByText('Gateways are being read').waitFor();
    await watched.expectPresentable('loading');
    answer();
    await page.getByText('There are no gateways yet').waitFor();
  });

  it('says that there is nothing, on each page', async () => {
    await page.goto(`${server.url}/console/`);
    await page.getByText('There are no gateways yet').waitFor();
    await watched.expectPresentable('empty');
    await page.getByRole('link', { name: 'Classes', exact: true }).click();
    await page.getByText('There are no gateway classes').waitFor();
    await page.getByRole('link', { name: 'Orphaned ALBs' }).click();
    await page.getByText('No orphaned ALBs').waitFor();
  });

  it('says that the cluster does not answer, and shows what there is as soon as it does', async () => {
    down = true;
    await page.goto(`${server.url}/console/`);
    await page.locator('[data-code=CLUSTER_UNAVAILABLE]').waitFor();
    await watched.expectPresentable('unavailable');
    down = false;
    await page.getByText('There are no gateways yet').waitFor();
    expect(await page.locator('[data-code]').count()).toBe(0);
  });
});
