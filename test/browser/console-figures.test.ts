import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { fillPlatform } from '../../src/sandbox/platform.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { ServedProcess } from '../harness/served-process.js';
import { launchChromium, WatchedPage } from './chromium.js';

const gateways = 1_000;
const rounds = 60;
const changesInARound = 10;
/** Page, scripts and styles, compressed as they travel. */
const firstLoadLimitBytes = 200_000;

describe('figures of the console', () => {
  let cluster: OpenedSandbox;
  let server: ServedProcess;
  let browser: Browser;
  let watched: WatchedPage;

  beforeAll(async () => {
    cluster = await openSandbox();
    fillPlatform(cluster.sandbox.admin, { at: '2026-01-31T12:00:00Z' });
    for (let at = 0; at < gateways; at += 1) {
      cluster.sandbox.admin.create({
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'Gateway',
        metadata: { namespace: 'default', name: nameOf(at) },
        spec: { gatewayClassName: 'global-alb2', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
      });
    }
    server = await ServedProcess.start({ KUBECONFIG: await cluster.kubeconfig() });
    browser = await launchChromium();
    watched = await WatchedPage.open(browser, server.url);
    await watched.page.addInitScript(observe);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await cluster?.close();
  });

  it('first load', async () => {
    const { page } = watched;
    await page.goto(`${server.url}/console/`);
    await page.waitForFunction(() => (globalThis as any).usableAtMs !== undefined);
    const { bytes, usableAtMs } = await page.evaluate(() => {
      const entries = [
        ...performance.getEntriesByType('navigation' as any),
        ...performance.getEntriesByType('resource' as any).filter(({ name }) => !name.endsWith('/graphql')),
      ] as unknown as { transferSize: number }[];
      const sum = entries.reduce((total, { transferSize }) => total + transferSize, 0);
      return { bytes: sum, usableAtMs: (globalThis as any).usableAtMs as number };
    });
    print(`first load ${(bytes / 1000).toFixed(1)} kB compressed, of ${firstLoadLimitBytes / 1000} kB at most`);
    print(`usable (rows shown) ${Math.round(usableAtMs)} ms after the navigation began`);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThanOrEqual(firstLoadLimitBytes);
  });

  it('a table of 1,000 gateways that scrolls and changes', async () => {
    const { page } = watched;
    await page.goto(`${server.url}/console/?namespace=default&size=1000`);
    await page.locator(`table.gateways[aria-rowcount="${gateways + 1}"]`).waitFor();
    await page.locator('.connection[data-state=live]').waitFor();
    const drawn = await page.evaluate(() => (globalThis as any).takeLongTasks() as number[]);
    await page.mouse.move(700, 500);
    for (let round = 0; round < rounds; round += 1) {
      // One of each hundred: some of them are in view.
      for (let at = 0; at < changesInARound; at += 1) change(100 * at + round, 1_000 + round);
      await page.mouse.wheel(0, 700);
    }
    const last = page.locator('tr', { hasText: nameOf(gateways - 1) });
    // Rows turn out higher than was estimated, so the end moves away once or twice.
    while (!(await last.isVisible())) await page.keyboard.press('End');
    expect(await page.getByRole('columnheader', { name: 'Phase' }).isVisible()).toBe(true);
    expect((await page.getByRole('columnheader', { name: 'Phase' }).boundingBox())?.y).toBe(0);
    change(gateways - 1, 9_999);
    await last.getByText('HTTP 9999').waitFor();
    const moved = await page.evaluate(() => (globalThis as any).takeLongTasks() as number[]);
    print(`drawing ${gateways} rows: longest task ${longest(drawn)}`);
    print(`scrolling and changing ${rounds * changesInARound} of them: longest task ${longest(moved)}`);
    watched.expectClean();
  });

  function change(at: number, port: number): void {
    cluster.sandbox.admin.update({ kind: 'Gateway', namespace: 'default', name: nameOf(at) }, (gateway) => {
      gateway['spec'].listeners[0].port = port;
      return gateway;
    });
  }
});

function nameOf(at: number): string {
  return `gateway-${String(at).padStart(4, '0')}`;
}

/** Runs in the page, before anything else does. */
function observe(): void {
  const page = globalThis as any;
  let tasks: number[] = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ entryTypes: ['longtask' as any] });
  page.takeLongTasks = () => {
    tasks.push(...observer.takeRecords().map(({ duration }) => duration));
    const taken = tasks;
    tasks = [];
    return taken;
  };
  new page.MutationObserver(() => {
    if (page.document.querySelector('table.gateways tbody tr')) page.usableAtMs ??= performance.now();
  }).observe(page.document, { childList: true, subtree: true });
}

/** Chromium reports tasks from 50 ms. */
function longest(tasks: readonly number[]): string {
  return tasks.length === 0 ? 'below 50 ms' : `${Math.round(Math.max(...tasks))} ms, ${tasks.length} of 50 ms or more`;
}

function print(line: string): void {
  process.stderr.write(`console: ${line}\n`);
}
