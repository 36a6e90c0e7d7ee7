import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ServedProcess } from '../harness/served-process.js';
import { launchChromium, screenshotFolder, WatchedPage } from './chromium.js';

/** The story of one gateway, told in the order in which a person meets it: each test goes on where the last one ended. */
describe('the console, in a real browser', () => {
  let server: ServedProcess;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    server = await ServedProcess.start();
    browser = await launchChromium();
    watched = await WatchedPage.open(browser, server.url);
    page = watched.page;
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function mutate(query: string): Promise<void> {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect(await response.json()).not.toHaveProperty('errors');
  }

  const row = (name: string) =>
    page.locator('table.gateways tbody tr', { has: page.getByRole('link', { name, exact: true }) });
  const headingHasFocus = () => page.waitForFunction(() => (globalThis as any).document.activeElement.tagName === 'H1');
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });

  it('shows the gateways that there are, and says that they are live', async () => {
    await page.goto(`${server.url}/console`);
    await row('g1').getByText('10.0.0.8').waitFor();
    await page.locator('.connection[data-state=live]').waitFor();
    expect(await page.locator('table.gateways tbody tr').count()).toBe(8);
  });

  it('keeps filter, order and page size in the address, and finds them there again', async () => {
    await page.getByLabel('Phase').first().selectOption('FAILED');
    await row('metrics').waitFor();
    await row('g1').waitFor({ state: 'detached' });
    await page.getByLabel('Per page').selectOption('20');
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    await page.waitForURL(/\?(?=.*phase=failed)(?=.*size=20)(?=.*order=name)/);
    await page.reload();
    await row('metrics').waitFor();
    expect(await page.locator('table.gateways tbody tr').count()).toBe(1);
    expect(await page.getByLabel('Phase').first().inputValue()).toBe('FAILED');
  });

  it('finds a gateway by what one types, and nothing where there is nothing', async () => {
    await page.goto(`${server.url}/console/`);
    await page.getByRole('searchbox').fill('shop.example.com');
    await row('storefront').waitFor();
    await row('g1').waitFor({ state: 'detached' });
    await page.getByRole('searchbox').fill('no such thing');
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await row('g1').waitFor();
  });

  it('goes to the next page and back by cursors', async () => {
    for (let at = 0; at < 14; at += 1) {
      await mutate(`mutation { createGateway(input: { namespace: "a2", name: "page-${at}", gatewayClassName: "istio",
        listeners: [{ name: "http", port: 80, protocol: "HTTP" }] }) { written } }`);
    }
    await page.goto(`${server.url}/console/?size=20&order=name`);
    await row('api').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await row('storefront').waitFor();
    await page.waitForURL(/after=/);
    await page.getByRole('button', { name: 'Previous' }).click();
    await row('api').waitFor();
  });

  it('checks a new gateway as one types, with the server’s own words at the field', async () => {
    await page.goto(`${server.url}/console/new`);
    await page.getByLabel('Namespace').fill('a1');
    await page.getByLabel('Name', { exact: true }).first().fill('Not A Name');
    await page.getByLabel('Port').fill('99999');
    await page.getByLabel('Host name').click();
    const port = page.getByLabel('Port');
    await page.getByText('port is 99999; give 1 to 65535.').waitFor();
    expect(await port.getAttribute('aria-invalid')).toBe('true');
    await page.getByText('cannot be the name of an object').waitFor();
    await port.fill('8234');
    await page.getByLabel('Name', { exact: true }).first().fill('g1');
    await page.getByText('Gateway "a1/g1" exists').waitFor();
  });

  it('says that it would be accepted, creates it, and shows it coming up to READY', async () => {
    await page.getByLabel('Name', { exact: true }).first().fill('demo');
    await page.getByRole('button', { name: 'Add an address' }).click();
    await page.getByLabel('Address 1').fill('10.0.0.77');
    await page.getByText('The server accepts this; it would write: ALB + Gateway.').waitFor();
    await page.getByRole('button', { name: 'Create gateway' }).click();
    await heading('demo').waitFor();
    const percents = new Set<number>();
    const bar = page.locator('.steps progress');
    await bar.waitFor();
    while ((await bar.getAttribute('value')) !== '100') percents.add(Number(await bar.getAttribute('value')));
    expect(percents.size).toBeGreaterThan(1);
    await page.locator('.page-head .badge', { hasText: 'Ready' }).waitFor();
    await page.locator('.facts').getByText('10.0.0.77').waitFor();
    await page.locator('.picture').getByText('10.0.0.77', { exact: true }).waitFor();
    // Without the bar's last movement.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.screenshot({ path: `${screenshotFolder}/console.png` });
    await page.emulateMedia({ reducedMotion: null });
  });

  it('shows its manifests and its events', async () => {
    await page.locator('.yaml', { hasText: 'gatewayClassName: exclusive-gateway' }).waitFor();
    await page.getByText('ALB2', { exact: true }).click();
    await page.locator('.yaml', { hasText: 'kind: ALB2' }).waitFor();
    await page.getByText('GatewayReady').waitFor();
  });

  it('shows a conflict, compares, and keeps what both have changed', async () => {
    await page.getByRole('link', { name: 'Edit' }).click();
    await heading('Edit demo').waitFor();
    // What ties it to its load balancer is shown, and not offered to be taken away.
    expect(await page.getByLabel('Value of alb.cpaas.io/alb-ref').getAttribute('readonly')).not.toBeNull();
    expect(await page.getByRole('button', { name: 'Remove alb.cpaas.io/alb-ref' }).count()).toBe(0);
    await page.getByLabel('Host name').fill('mine.example.com');
    await page.getByText('it would write: Gateway.').waitFor();
    await mutate(`mutation { updateGateway(input: { namespace: "a1", name: "demo",
      listeners: [{ name: "http", port: 8234, protocol: "HTTP" }, { name: "theirs", port: 9000, protocol: "HTTP" }]
    }) { written } }`);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Someone else has changed this gateway').waitFor();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.locator('.comparison', { hasText: 'theirs' }).waitFor();
    await page.getByRole('button', { name: 'Keep my changes on top' }).click();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await heading('demo').waitFor();
    await page.getByText('http://mine.example.com:8234').first().waitFor();
    await page.getByRole('cell', { name: 'HTTP 9000' }).waitFor();
  });

  it('leaves a dialog by Escape, and the focus where it was', async () => {
    await page.getByRole('button', { name: 'Delete' }).focus();
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog')
      .getByText(/^ALB a1\/demo-/)
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Delete');
  });

  it('deletes it, having shown what goes with it', async () => {
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^ALB a1\/demo-/).waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('This gateway has been deleted').waitFor();
    await page.getByRole('link', { name: 'All gateways' }).last().click();
    await row('g1').waitFor();
    expect(await row('demo').count()).toBe(0);
  });

  it('shows orphaned ALBs, and deletes one', async () => {
    await page.getByRole('link', { name: 'Orphaned ALBs' }).click();
    const orphan = page.locator('tr', { hasText: 'forgotten-p0o9i' });
    await orphan.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await orphan.waitFor({ state: 'detached' });
  });

  it('shows the classes, with the addresses of the shared one', async () => {
    await page.getByRole('link', { name: 'Classes', exact: true }).click();
    await page.locator('tr', { hasText: 'global-alb2' }).getByText('127.0.0.1').waitFor();
  });

  it('keeps the language and the colours that were chosen', async () => {
    await page.getByRole('button', { name: '中文' }).click();
    await heading('网关类').waitFor();
    await page.getByLabel('配色').selectOption('dark');
    await page.reload();
    await heading('网关类').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  it('can be used by keyboard: to the content, into a gateway, its heading first', async () => {
    await page.goto(`${server.url}/console/`);
    await row('g1').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await headingHasFocus();
    await row('g1').getByRole('link').focus();
    await page.keyboard.press('Enter');
    await heading('g1').waitFor();
    await headingHasFocus();
  });

  it('asked nobody but its own server, and has no error in its console', () => watched.expectClean());
});
