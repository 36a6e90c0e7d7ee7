import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ServedProcess } from '../harness/served-process.js';
import { launchChromium, WatchedPage } from './chromium.js';

interface ShownPage {
  readonly name: string;
  readonly path: string;
  /** Is there when the page is complete. */
  readonly sign: string;
  open?(page: Page): Promise<void>;
}

const pages: readonly ShownPage[] = [
  { name: 'gateways', path: 'console/', sign: 'body:has(.connection.live) tbody tr' },
  { name: 'nothing-found', path: 'console/?search=zzz', sign: '.empty' },
  { name: 'gateway', path: 'console/gateways/sandbox/a1/g1', sign: '.yaml' },
  { name: 'gateway-failed', path: 'console/gateways/sandbox/shop/metrics', sign: '.yaml' },
  { name: 'gateway-missing', path: 'console/gateways/sandbox/a1/nobody', sign: '.empty' },
  {
    name: 'delete',
    path: 'console/gateways/sandbox/a1/edge',
    sign: '.will-go',
    open: (page) => page.locator('.page-head .danger').click(),
  },
  {
    name: 'create',
    path: 'console/new',
    sign: '.check.faulty',
    async open(page) {
      await page.locator('.identity-grid input').first().fill('A1');
      await page.locator('.gateway-form input').last().press('Tab');
    },
  },
  { name: 'edit', path: 'console/gateways/sandbox/a1/edge/edit', sign: '.gateway-form' },
  { name: 'orphans', path: 'console/orphans', sign: '.table tbody tr' },
  { name: 'classes', path: 'console/classes', sign: '.table tbody tr' },
  { name: 'docs', path: 'docs/from-rest.html', sign: '[aria-current]' },
  {
    name: 'token',
    path: 'console/',
    sign: 'body:has(tbody tr) .token-form',
    open: (page) => page.locator('.who').click(),
  },
];

/** Creates a gateway with names as tools make them; answers its own. */
async function createLarge(url: string): Promise<string> {
  const name = 'a-gateway-with-quite-a-long-name-as-generated-by-some-tool';
  const listeners = Array.from({ length: 14 }, (_, at) => ({
    name: `listener-${at}-with-a-long-name-too`,
    port: 8_000 + at,
    protocol: 'HTTPS',
    hostname: `sub-${at}.a-rather-long-domain-name-of-a-customer.example-enterprise.com`,
    tls: { mode: 'TERMINATE', certificateRefs: [{ name: `wildcard-certificate-of-the-customer-${at}` }] },
  }));
  const addresses = Array.from({ length: 4 }, (_, at) => [
    `2001:db8:1234:5678:9abc:def0:1234:567${at}`,
    `address-${at}.of-a-load-balancer.in-some-cloud-region.example.com`,
  ]);
  const input = {
    namespace: 'payments',
    name,
    labels: { 'app.kubernetes.io/managed-by': 'x'.repeat(60) },
    annotations: { 'example.com/description': 'A long text that tells what this gateway is for. '.repeat(8) },
    listeners,
    alb: { addresses: addresses.flat() },
  };
  const query = 'mutation ($input: CreateGatewayInput!) { createGateway(input: $input) { written } }';
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  });
  expect(await response.json()).not.toHaveProperty('errors');
  return name;
}

/** The editor's scrolling part: what takes the keys that scroll it is the editor's own text area beside it. */
const excused = [['.CodeMirror-scroll']];

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

describe.each([
  { kind: 'light', theme: 'light' as const, locale: 'en-US' },
  { kind: 'dark', theme: 'dark' as const, locale: 'en-US' },
  { kind: 'light', theme: 'light' as const, locale: 'zh-CN' },
  { kind: 'dark', theme: 'dark' as const, locale: 'zh-CN' },
  { kind: 'phone', theme: 'light' as const, locale: 'en-US', device: phone },
  { kind: 'phone', theme: 'dark' as const, locale: 'zh-CN', device: phone },
])('pages, $kind, $locale', ({ kind, theme, locale, device }) => {
  let server: ServedProcess;
  let browser: Browser;
  let watched: WatchedPage;

  beforeAll(async () => {
    server = await ServedProcess.start();
    browser = await launchChromium();
    // Without animations, whose colours half-way are nobody's fault.
    const options = { colorScheme: theme, locale, reducedMotion: 'reduce' as const, ...device };
    watched = await WatchedPage.open(browser, server.url, options);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const pictureOf = (name: string) => `${name}-${locale.slice(0, 2)}-${kind}`;

  it.each(pages)('$name fits, and has no serious fault of accessibility', async ({ name, path, sign, open }) => {
    const { page } = watched;
    await page.goto(`${server.url}/${path}`);
    await page.locator('h1').waitFor();
    await open?.(page);
    await page.locator(sign).first().waitFor();
    await watched.expectPresentable(pictureOf(name));
  });

  it('a gateway of long names and many of everything fits too', async () => {
    const { page } = watched;
    const path = `payments/${await createLarge(server.url)}`;
    await page.goto(`${server.url}/console/?namespace=payments`);
    await page.locator('.ports', { hasText: '11' }).waitFor();
    await watched.expectPresentable(pictureOf('large-list'));
    await page.goto(`${server.url}/console/gateways/sandbox/${path}`);
    await page.locator('.yaml').waitFor();
    await watched.expectPresentable(pictureOf('large'));
  });

  it('so does the playground, in the colours of the system', async () => {
    const { page } = watched;
    await page.goto(server.url);
    await page.locator('.graphiql-tab').first().waitFor();
    await page.locator('.graphiql-query-editor .cm-keyword').first().waitFor();
    const ground = await page.evaluate(
      'getComputedStyle(document.querySelector(".graphiql-container")).backgroundColor',
    );
    expect(/hsl|rgb\((\d+)/.exec(String(ground))?.[1]).toMatch(theme === 'dark' ? /^\d{1,2}$/ : /^2\d\d$/);
    await watched.expectPresentable(pictureOf('playground'), excused);
  });

  it('none asked anybody but its own server, or complained', () => watched.expectClean());
});
