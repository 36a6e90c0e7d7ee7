import { copyFile, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { configFromServiceAccount } from '../../../src/kube/config-from-service-account.js';
import { configsFromKubeconfig } from '../../../src/kube/configs-from-kubeconfig.js';
import { configsFromTemplate } from '../../../src/kube/configs-from-template.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { SilentServer } from '../../harness/silent-server.js';
import { fixture } from '../../harness/tls-front.js';
import { until } from '../../harness/until.js';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'configs-'));
});

afterAll(() => rm(directory, { recursive: true }));

async function file(name: string, content: string | object): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, typeof content === 'string' ? content : stringify(content));
  return path;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const pairOf = (name: string) =>
  Promise.all(['crt', 'key'].map(async (ending) => (await readFile(fixture(`${name}.${ending}`), 'utf8')).trim()));
const context = (name: string, cluster: string, user: string) => ({ name, context: { cluster, user } });

describe('configsFromTemplate', () => {
  const clock = new FakeClock();
  const template = 'https://platform/kubernetes/{cluster}/';

  it('puts names into the URL', () => {
    const configs = configsFromTemplate({ template, names: ['global', 'business-1'], clock });
    expect(configs.map(({ name, url }) => [name, url])).toEqual([
      ['global', 'https://platform/kubernetes/global'],
      ['business-1', 'https://platform/kubernetes/business-1'],
    ]);
    expect(configs[0]?.identity).toBeUndefined();
  });

  it.each([['../x'], ['a/b'], ['A'], [''], ['-a'], ['a.b'], ['a'.repeat(64)]])('takes no name %j', (name) => {
    expect(() => configsFromTemplate({ template, names: [name], clock })).toThrow('Not a DNS label');
  });

  it.each([['https://platform/'], ['https://{cluster}/{cluster}'], ['ftp://x/{cluster}'], ['https://u:p@x/{cluster}']])(
    'takes no template %s',
    (wrong) => expect(() => configsFromTemplate({ template: wrong, names: ['a'], clock })).toThrow(),
  );

  it('reads the token and the authorities again when they change', async () => {
    const tokenFile = await file('token', 'first\n');
    const caFile = await file('ca.pem', 'CA');
    const time = new FakeClock();
    const [config] = configsFromTemplate({ template, names: ['a'], caFile, tokenFile, clock: time });
    expect(await config?.identity?.()).toEqual({ headers: { authorization: 'Bearer first' } });
    await file('token', 'second, longer');
    expect(await config?.identity?.()).toEqual({ headers: { authorization: 'Bearer first' } });
    time.advance(1000);
    expect(await config?.identity?.()).toEqual({ headers: { authorization: 'Bearer second, longer' } });
    expect(await config?.ca?.()).toBe('CA');
  });
});

describe('configFromServiceAccount', () => {
  it('finds the cluster it runs in', async () => {
    await file('token', 'pod-token');
    await file('ca.crt', 'CA');
    const clock = new FakeClock();
    const config = configFromServiceAccount({ host: 'fd00::1', port: '443', directory, clock });
    expect([config.name, config.url]).toEqual(['in-cluster', 'https://[fd00::1]:443']);
    expect(await config.identity?.()).toEqual({ headers: { authorization: 'Bearer pod-token' } });
    expect(await config.ca?.()).toBe('CA');
  });
});

describe('configFromServiceAccount, as the kubelet renews its files', () => {
  it('reads the token and the authorities anew when the folder behind them is exchanged', async () => {
    const mounted = join(directory, 'mounted');
    await mkdir(mounted);
    for (const name of ['token', 'ca.crt']) await symlink(join('..data', name), join(mounted, name));
    /** Of the same size each time, and put in place in one step. */
    const renew = async (version: string) => {
      await mkdir(join(mounted, version));
      for (const name of ['token', 'ca.crt']) await writeFile(join(mounted, version, name), `${name} ${version}`);
      await symlink(version, join(mounted, '..data_tmp'));
      await rename(join(mounted, '..data_tmp'), join(mounted, '..data'));
    };
    const clock = new FakeClock();
    const config = configFromServiceAccount({ host: '10.0.0.1', port: '443', directory: mounted, clock });
    for (const version of ['..1', '..2', '..3']) {
      await renew(version);
      clock.advance(1000);
      expect(await config.identity?.()).toEqual({ headers: { authorization: `Bearer token ${version}` } });
      expect(await config.ca?.()).toBe(`ca.crt ${version}`);
    }
  });
});

describe('configsFromKubeconfig', () => {
  const clock = new FakeClock();

  it('takes every context, each with the identity of its user', async () => {
    await file('user-token', 'from-file');
    const [cert = '', key = ''] = await pairOf('before');
    const path = await file('config', {
      'current-context': 'Prod (EU)',
      clusters: [
        { name: 'one', cluster: { server: 'https://one:6443/', 'certificate-authority-data': base64('CA') } },
        { name: 'two', cluster: { server: 'http://127.0.0.1:8001', 'tls-server-name': 'kubernetes' } },
      ],
      users: [
        { name: 'token', user: { token: 'tok' } },
        { name: 'file', user: { tokenFile: 'user-token' } },
        { name: 'cert', user: { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) } },
        { name: 'basic', user: { username: 'u', password: 'p' } },
        {
          name: 'exec',
          user: {
            exec: {
              command: process.execPath,
              args: ['-e', 'console.log(JSON.stringify({ status: { token: "from-plugin" } }))'],
            },
          },
        },
      ],
      contexts: [
        context('Prod (EU)', 'one', 'token'),
        ...['file', 'cert', 'basic', 'exec'].map((user) => context(user, 'two', user)),
        context('broken', 'none', 'token'),
      ],
    });
    const { configs, currentContext, skipped } = await configsFromKubeconfig([path], { clock });
    expect(currentContext).toBe('Prod (EU)');
    expect(skipped).toEqual([{ name: 'broken', reason: 'It names cluster none, which is not there' }]);
    expect(configs.map(({ name, url }) => [name, url])).toContainEqual(['Prod (EU)', 'https://one:6443']);
    expect(await configs[0]?.ca?.()).toBe('CA');
    expect(configs[1]?.serverName).toBe('kubernetes');
    const identities = Object.fromEntries(
      await Promise.all(configs.map(async ({ name, identity }) => [name, await identity?.()] as const)),
    );
    expect(identities).toEqual({
      'Prod (EU)': { headers: { authorization: 'Bearer tok' } },
      file: { headers: { authorization: 'Bearer from-file' } },
      cert: { headers: {}, cert, key },
      basic: { headers: { authorization: `Basic ${base64('u:p')}` } },
      exec: { headers: { authorization: 'Bearer from-plugin' }, onRefused: expect.any(Function) },
    });
  });

  it.each([
    [
      'one that asks not to verify TLS',
      { server: 'https://one:6443', 'insecure-skip-tls-verify': true },
      /insecure-skip-tls-verify.*certificate-authority/,
    ],
    ['one that would send tokens in the clear', { server: 'http://10.0.0.1:8080' }, /plain http.*use https/],
  ])('leaves out %s, and says what to do', async (_which, cluster, reason) => {
    const path = await file('unsafe', {
      clusters: [{ name: 'c', cluster }],
      contexts: [context('x', 'c', '')],
    });
    const { configs, skipped } = await configsFromKubeconfig([path], { clock });
    expect(configs).toEqual([]);
    expect(skipped).toEqual([{ name: 'x', reason: expect.stringMatching(reason) }]);
  });

  it('reads certificates again when their files change, and goes on with the last pair until the next one is whole', async () => {
    const write = (name: string, ...endings: string[]) =>
      Promise.all(endings.map((ending) => copyFile(fixture(`${name}.${ending}`), join(directory, `own.${ending}`))));
    await write('before', 'crt', 'key');
    const path = await file('with-certificates', {
      clusters: [{ name: 'c', cluster: { server: 'https://c', 'certificate-authority': 'own.crt' } }],
      users: [{ name: 'u', user: { 'client-certificate': 'own.crt', 'client-key': 'own.key' } }],
      contexts: [context('x', 'c', 'u')],
    });
    const time = new FakeClock();
    const { configs } = await configsFromKubeconfig([path], { clock: time });
    const shown = async () => {
      time.advance(1000);
      const { cert, key } = (await configs[0]?.identity?.()) ?? {};
      return [cert, key];
    };
    const [before, after] = [await pairOf('before'), await pairOf('after')];
    expect(await shown()).toEqual(before);
    await write('after', 'crt');
    expect(await shown()).toEqual(before);
    await writeFile(join(directory, 'own.key'), '');
    expect(await shown()).toEqual(before);
    await rm(join(directory, 'own.key'));
    expect(await shown()).toEqual(before);
    await write('after', 'key');
    expect(await shown()).toEqual(after);
    expect(await configs[0]?.ca?.()).toBe(after[0]);
  });

  it('merges several files as kubectl does', async () => {
    const first = await file('first', {
      clusters: [{ name: 'c', cluster: { server: 'https://first' } }],
      contexts: [context('x', 'c', '')],
    });
    const second = await file('second', {
      'current-context': 'y',
      clusters: [
        { name: 'c', cluster: { server: 'https://second' } },
        { name: 'd', cluster: { server: 'https://d' } },
      ],
      contexts: [context('x', 'd', ''), context('y', 'd', '')],
    });
    const paths = [join(directory, 'missing'), first, second];
    const { configs, currentContext } = await configsFromKubeconfig(paths, { clock });
    expect(configs.map(({ name, url }) => [name, url])).toEqual([
      ['x', 'https://first'],
      ['y', 'https://d'],
    ]);
    expect(currentContext).toBe('y');
  });

  it('says when there is nothing to read', async () => {
    const path = join(directory, 'missing');
    await expect(configsFromKubeconfig([path], { clock })).rejects.toThrow(`No kubeconfig file at ${path}`);
  });

  it.each([
    ['a plugin that asks for a terminal', { exec: { command: 'x', interactiveMode: 'Always' } }, /asks for a terminal/],
    ['a plugin without a command', { exec: {} }, /has no command/],
    [
      'a provider that would run a command, and hold up the process',
      { 'auth-provider': { name: 'gcp', config: { 'cmd-path': '/bin/sleep' } } },
      /auth-provider gcp runs a command.*exec/,
    ],
  ])('leaves out %s', async (_which, user, reason) => {
    const { configs, skipped } = await configsFromKubeconfig([await file('plugged', configWith(user))], { clock });
    expect([configs, skipped]).toEqual([[], [{ name: 'x', reason: expect.stringMatching(reason) }]]);
  });

  it('gives a plugin the environment, and what it may know of its cluster', async () => {
    const script = 'echo "{\\"status\\":{\\"token\\":\\"$OWN $(echo "$KUBERNETES_EXEC_INFO" | tr -d \'{}\\"\')\\"}}"';
    const exec = {
      command: '/bin/sh',
      args: ['-c', script],
      env: [{ name: 'OWN', value: 'own' }],
      provideClusterInfo: true,
    };
    const path = await file('informed', configWith({ exec }));
    const environment = (added: Record<string, string>) => ({ PATH: process.env['PATH'], ...added });
    const { configs } = await configsFromKubeconfig([path], { clock, environment });
    const { headers } = (await configs[0]?.identity?.()) ?? {};
    expect(headers?.['authorization']).toContain('Bearer own apiVersion:client.authentication.k8s.io/v1,');
    expect(headers?.['authorization']).toContain('cluster:server:https://c');
  });

  it('takes what the kubeconfig says beside what its plugin gives', async () => {
    const exec = { command: '/bin/sh', args: ['-c', `echo '{"status":{"token":"from-plugin"}}'`] };
    const { configs } = await configsFromKubeconfig([await file('both', configWith({ exec, as: 'jane' }))], { clock });
    expect((await configs[0]?.identity?.())?.headers).toEqual({
      authorization: 'Bearer from-plugin',
      'impersonate-user': 'jane',
    });
  });

  it('asks the library for a provider’s token, and waits no longer than for a plugin', async () => {
    const token = `${base64('{}')}.${base64('{"exp":4102444800}')}.x`;
    const oidc = (config: object) => configWith({ 'auth-provider': { name: 'oidc', config } });
    const path = await file('oidc', oidc({ 'id-token': token }));
    const { configs } = await configsFromKubeconfig([path], { clock });
    expect(await configs[0]?.identity?.()).toEqual({ headers: { authorization: `Bearer ${token}` } });

    const silent = await SilentServer.start();
    const issuer = {
      'id-token': `${base64('{}')}.${base64('{"exp":1}')}.x`,
      'idp-issuer-url': `https://${silent.host}`,
      'client-id': 'c',
      'refresh-token': 'r',
    };
    const hanging = await configsFromKubeconfig([await file('hanging', oidc(issuer))], { clock });
    const asked = expect(hanging.configs[0]?.identity?.()).rejects.toThrow('oidc did not answer within 9000 ms');
    await until(() => silent.accepted > 0);
    clock.advance(9000);
    await asked;
    await silent.close();
  });
});

function configWith(user: object) {
  return {
    clusters: [{ name: 'c', cluster: { server: 'https://c' } }],
    users: [{ name: 'u', user }],
    contexts: [context('x', 'c', 'u')],
  };
}
