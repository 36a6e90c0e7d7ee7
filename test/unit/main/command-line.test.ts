import { describe, expect, it } from '@jest/globals';
import { type Commands, commandLine } from '../../../src/main/command-line.js';

/** Runs the arguments; tells which command was called with what, what was printed, and the exit code. */
async function run(...argv: string[]) {
  const called: unknown[] = [];
  const printed = { out: '', err: '' };
  const commands: Commands = {
    serve: async () => called.push('serve'),
    sandbox: async (options) => called.push(['sandbox', options]) + 6,
    schema: async () => called.push('schema') - 1,
    checkConfig: async (options) => called.push(['check-config', options]) - 1,
    exportBackup: async (options) => called.push(['export', options]) - 1,
    restoreBackup: async (options) => called.push(['restore', options]) - 1,
    health: async (options) => called.push(['health', options]) - 1,
  };
  const code = await commandLine(argv, commands, {
    version: '1.2.3',
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
  });
  return { code, called, ...printed };
}

const noClusters = {
  KUBECONFIG: '',
  CLUSTER_URL_TEMPLATE: '',
  CLUSTER_NAMES: '',
  CLUSTER_CA_FILE: '',
  CLUSTER_TOKEN_FILE: '',
  KUBERNETES_SERVICE_HOST: '',
  PRELOAD: '',
  DEFAULT_CLUSTER: '',
};

describe('the command line', () => {
  it('serves when nothing is said', async () => {
    expect(await run()).toMatchObject({ called: ['serve'], out: '', err: '' });
  });

  it('answers the exit code of the command', async () => {
    expect((await run('schema')).code).toBe(0);
    expect((await run('sandbox')).code).toBe(7);
  });

  it.each([[['--help']], [['-h']]])('%j lists every command and the settings', async (argv) => {
    const { code, out, called } = await run(...argv);
    expect([code, called]).toEqual([0, []]);
    for (const text of ['serve', 'sandbox', 'schema', 'check-config', '\n  PORT  (integer)'])
      expect(out).toContain(text);
  });

  it('prints its version', async () => {
    expect(await run('--version')).toEqual({ code: 0, called: [], out: '1.2.3\n', err: '' });
  });
});

describe('sandbox', () => {
  it('leaves the clusters of the environment alone', async () => {
    expect((await run('sandbox')).called).toEqual([['sandbox', { overrides: noClusters, fallbacks: {}, command: [] }]]);
  });

  it('says its options as settings', async () => {
    const { called } = await run('sandbox', '--port', '4100', '--users', '--ready-ms', '200');
    const overrides = { ...noClusters, PORT: '4100', SANDBOX_TOKENS: '1', SANDBOX_READY_MS: '200' };
    expect(called).toEqual([['sandbox', { overrides, fallbacks: {}, command: [] }]]);
  });

  it('hands what follows -- to the command, on any free port', async () => {
    const { called } = await run('sandbox', '--', 'npm', 'run', 'e2e', '--', '--port', '1');
    const command = ['npm', 'run', 'e2e', '--', '--port', '1'];
    const settings = { overrides: { ...noClusters, PORT: '0' }, fallbacks: { LOG_LEVEL: 'warn' } };
    expect(called).toEqual([['sandbox', { ...settings, command }]]);
  });
});

describe('export and restore', () => {
  it('say their options', async () => {
    const nothing = { cluster: undefined, namespace: undefined, selector: undefined, output: undefined };
    expect((await run('export')).called).toEqual([['export', { ...nothing, tokenFile: undefined }]]);
    const flags = ['--cluster', 'c', '-n', 'a1', '-l', 'x=y', '-o', 'f', '--token-file', 't'];
    const all = { cluster: 'c', namespace: 'a1', selector: 'x=y', output: 'f', tokenFile: 't' };
    expect((await run('export', ...flags)).called).toEqual([['export', all]]);
    const restore = { file: '-', cluster: 'c', tokenFile: undefined, dryRun: true, createNamespaces: true };
    const { called } = await run('restore', '-', '--cluster', 'c', '--dry-run', '--create-namespaces');
    expect(called).toEqual([['restore', restore]]);
  });
});

describe('misuse', () => {
  it.each([
    [['sandbx'], 'Did you mean sandbox?'],
    [['--port', '1'], "unknown option '--port'"],
    [['serve', 'here'], 'too many arguments'],
    [['sandbox', '--ready-ms'], 'argument missing'],
    [['restore'], "missing required argument 'file'"],
    [['sandbox', '--user'], 'Did you mean --users?'],
  ])('%j calls nothing and says what to do', async (argv, text) => {
    const { code, called, err } = await run(...argv);
    expect([code, called]).toEqual([2, []]);
    expect(err).toContain(text);
    expect(err).toContain('alb-graphql --help');
  });
});
