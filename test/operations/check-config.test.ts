import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../src/config.js';
import { checkConfig } from '../../src/main/check-config.js';
import { defaultTokens } from '../../src/sandbox/users.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';

let folder: string;
let opened: OpenedSandbox;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alb-graphql-check-'));
  opened = await openSandbox({ tokens: defaultTokens });
});

afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

async function check(environment: Record<string, string>, tokenFile?: string) {
  const parsed = parseConfig(environment, { fileExists: () => true });
  if (parsed.kind !== 'config') throw new Error(JSON.stringify(parsed));
  const lines: string[] = [];
  const code = await checkConfig(parsed.config, tokenFile, (line) => lines.push(line.trim()));
  return { code, lines };
}

async function fileWith(text: string): Promise<string> {
  const path = join(folder, 'file');
  await writeFile(path, text);
  return path;
}

describe('check-config', () => {
  it('finds nothing wrong with a cluster that lets the server do everything', async () => {
    const { code, lines } = await check({ KUBECONFIG: await opened.kubeconfig('admin-token') });
    expect(code).toBe(0);
    expect(lines).toContain('ok     serves the Gateway API, v1');
    expect(lines).toContain('ok     known as admin');
    expect(lines).toContain('ok     may get, list, watch, create, update, delete gateways');
    expect(lines.filter((line) => !line.startsWith('ok'))).toHaveLength(2);
  });

  it('fails where the server lacks what its shared cache needs', async () => {
    const { code, lines } = await check({
      KUBECONFIG: await opened.kubeconfig('alice-token'),
      AUTH_MODE: 'shared',
    });
    expect(code).toBe(1);
    expect(lines).toContain('FAILED may not list, watch gateways, which AUTH_MODE shared needs');
    expect(lines).toContain('ok     may get, list, watch gatewayclasses');
  });

  it('asks for the rights of a caller, who needs none in particular', async () => {
    const { code, lines } = await check(
      { KUBECONFIG: await opened.kubeconfig('admin-token'), AUTH_MODE: 'passthrough' },
      await fileWith('alice-token\n'),
    );
    expect(code).toBe(0);
    expect(lines).toContain('ok     known as alice');
  });

  it('tells that a token is not accepted', async () => {
    const { code, lines } = await check({ KUBECONFIG: await opened.kubeconfig('stale') });
    expect([code, lines.at(-1)]).toEqual([1, expect.stringMatching(/^FAILED UNAUTHENTICATED: .*renew/)]);
  });

  it('says why the credentials of a context cannot be had, and which contexts are left out', async () => {
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: 'no-such-plugin', interactiveMode: 'Never' };
    const kubeconfig = {
      clusters: [{ name: 'a', cluster: { server: opened.listening.url } }],
      users: [{ name: 'a', user: { exec } }],
      contexts: [
        { name: 'a', context: { cluster: 'a', user: 'a' } },
        { name: 'b', context: { cluster: 'gone', user: 'a' } },
      ],
    };
    const { code, lines } = await check({ KUBECONFIG: await fileWith(JSON.stringify(kubeconfig)) });
    expect(code).toBe(1);
    expect(lines[1]).toMatch(/^FAILED context b is left out: /);
    expect(lines.at(-1)).toMatch(/^FAILED CLUSTER_UNAVAILABLE: .*no-such-plugin/);
  });

  it('tries every cluster, though one does not answer', async () => {
    const environment = {
      CLUSTER_URL_TEMPLATE: `${opened.listening.url}/{cluster}`,
      CLUSTER_NAMES: 'a',
    };
    // The sandbox knows no path before its API, and wants a token: it is there, and says so.
    const { code, lines } = await check(environment);
    expect([code, lines.slice(1, 3)]).toEqual([
      0,
      [`a at ${opened.listening.url}/a, the default`, expect.stringMatching(/^ok {5}reachable, and wants a token/)],
    ]);
    const gone = await openSandbox();
    await gone.close();
    const both = await check({
      ...environment,
      CLUSTER_URL_TEMPLATE: `${gone.listening.url}/{cluster}`,
      CLUSTER_NAMES: 'a,b',
    });
    expect(both.code).toBe(1);
    expect(both.lines.filter((line) => line.startsWith('FAILED CLUSTER_UNAVAILABLE'))).toHaveLength(2);
  });

  it('says that a cluster does not serve what it is asked for', async () => {
    const bare = await openSandbox({ gatewayApiVersions: [] });
    const { code, lines } = await check({ KUBECONFIG: await bare.kubeconfig() });
    await bare.close();
    expect(code).toBe(1);
    expect(lines).toContain('FAILED does not serve the Gateway API; install its custom resource definitions');
  });

  it('misses a default cluster that no kubeconfig has, and a token file that is not there', async () => {
    const KUBECONFIG = await opened.kubeconfig('admin-token');
    await expect(check({ KUBECONFIG, DEFAULT_CLUSTER: 'x' })).rejects.toThrow(
      /^DEFAULT_CLUSTER names x, which is none of sandbox$/,
    );
    await expect(check({ KUBECONFIG }, join(folder, 'none'))).rejects.toThrow(/^--token-file names .*cannot be read$/);
  });
});
