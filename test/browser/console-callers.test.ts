import { writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { fillPlatform } from '../../src/sandbox/platform.js';
import { defaultTokens } from '../../src/sandbox/users.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
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
    await notice('UNAUTHENTICATED').waitFor();
    await watched.expectPresentable('unauthenticated');
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
    await page.locator('.connection[data-state=idle]').waitFor({ state: 'attached' });
    await watched.expectPresentable('forbidden');
    await page.getByRole('link', { name: 'Orphaned ALBs' }).click();
    await notice('FORBIDDEN').waitFor();
    await page.getByRole('link', { name: 'Classes', exact: true }).click();
    await notice('FORBIDDEN').waitFor();
  });

  it('shows a namespace to one who may list that one alone', async () => {
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

describe('the console of two clusters, for one who sees a part of them', () => {
  const carol = {
    token: 'carol-token',
    username: 'carol',
    groups: [],
    rules: [
      { verbs: ['list'], groups: [''], resources: ['namespaces'] },
      { verbs: ['*'], groups: ['gateway.networking.k8s.io'], resources: ['gateways'], namespaces: ['a1'] },
    ],
  };
  let cluster: OpenedSandbox;
  let server: ServedProcess;
  let browser: Browser;
  let watched: WatchedPage;

  beforeAll(async () => {
    cluster = await openSandbox({ tokens: [...defaultTokens, carol] });
    fillPlatform(cluster.sandbox.admin, { at: '2026-01-31T12:00:00Z' });
    const first = await cluster.kubeconfig('admin-token');
    const second = `${first}-second`;
    await writeFile(second, cluster.listening.kubeconfig('admin-token').replaceAll('sandbox', 'second'), {
      mode: 0o600,
    });
    server = await ServedProcess.start({ KUBECONFIG: `${first}:${second}`, AUTH_MODE: 'passthrough' });
    browser = await launchChromium();
    watched = await WatchedPage.open(browser, server.url);
    const { page } = watched;
    await page.goto(`${server.url}/console/`);
    await page.getByLabel('Bearer token').fill('carol-token');
    await page.getByRole('button', { name: 'Use this token' }).click();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await cluster?.close();
  });

  it('shows the gateways of their namespaces, and says that these are not all', async () => {
    const { page } = watched;
    await page.getByText('You may not list the whole cluster').waitFor();
    expect(await page.locator('table.gateways tbody tr').count()).toBe(2);
    await watched.expectPresentable('partial');
  });

  it('goes to the other cluster, and keeps that in the address', async () => {
    const { page } = watched;
    await page.getByLabel('Cluster').selectOption('second');
    await page.waitForURL(/cluster=second/);
    await page.locator('td.cluster', { hasText: 'second' }).first().waitFor();
  });

  it('shows a gateway without its ALB, and says why', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'g1', exact: true }).click();
    await page.getByText('Its ALB is not shown to you').waitFor();
    await page.locator('.facts').getByText('203.0.113.2').waitFor();
    await page.getByText('You may not read events here.').waitFor();
    watched.expectClean(/status of 40[13]/);
  });
});
