import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { fillPlatform } from '../../src/sandbox/platform.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { ServedProcess } from '../harness/served-process.js';
import { launchChromium, WatchedPage } from './chromium.js';

describe('a live table while its server is restarted', () => {
  let cluster: OpenedSandbox;
  let browser: Browser;
  let server: ServedProcess;
  let watched: WatchedPage;

  beforeAll(async () => {
    cluster = await openSandbox();
    fillPlatform(cluster.sandbox.admin, { at: '2026-01-31T12:00:00Z' });
    server = await ServedProcess.start({ KUBECONFIG: await cluster.kubeconfig() });
    browser = await launchChromium();
    watched = await WatchedPage.open(browser, server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await cluster?.close();
  });

  it('says that the connection is lost, comes back by itself, and shows what happened meanwhile', async () => {
    const { page } = watched;
    const row = (name: string) =>
      page.locator('table.gateways tbody tr', { has: page.getByRole('link', { name, exact: true }) });
    await page.goto(`${server.url}/console/`);
    await row('storefront').waitFor();
    await page.locator('.connection[data-state=live]').waitFor();

    await server.stop();
    await page.locator('.connection[data-state=lost]').waitFor();
    // What was there stays to be read.
    expect(await row('storefront').count()).toBe(1);
    const { admin } = cluster.sandbox;
    admin.delete({ kind: 'Gateway', namespace: 'shop', name: 'storefront' });
    admin.create({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { namespace: 'shop', name: 'newcomer' },
      spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    });

    server = await ServedProcess.start({
      KUBECONFIG: await cluster.kubeconfig(),
      PORT: new URL(server.url).port,
    });
    // The socket tries again after 8 s at most.
    await row('newcomer').waitFor({ timeout: 20_000 });
    await row('storefront').waitFor({ state: 'detached' });
    await page.locator('.connection[data-state=live]').waitFor();

    admin.delete({ kind: 'Gateway', namespace: 'shop', name: 'newcomer' });
    await row('newcomer').waitFor({ state: 'detached' });
    watched.expectClean(/ERR_CONNECTION_REFUSED|WebSocket connection to/);
  });
});
