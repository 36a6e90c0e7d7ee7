import { openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createNamespace } from '../harness/control-plane-setup.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { type Ended, Program, type ProgramOptions } from '../harness/program.js';
import { albOf, gatewayOf } from './backup.js';
import { paths } from './platform.js';

// Every command as a process of its own: its exit code and all that it prints, in each way in which it can end.
// A process takes seconds to start where others use the machine too.
jest.setTimeout(120_000);

const started: Program[] = [];
const start = (args: string[], options: ProgramOptions = {}): Program => {
  const program = new Program(args, options);
  started.push(program);
  return program;
};
const run = (args: string[], options?: ProgramOptions): Promise<Ended> => start(args, options).ended;

let folder: string;
let cluster: OpenedSandbox;
/** A cluster that takes connections and never says a word. */
let silent: Server;
let env: Record<string, string>;
let away: Record<string, string>;
let hanging: Record<string, string>;

async function fileWith(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const kubeconfigFor = (server: string) =>
  JSON.stringify({
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user: { token: 't' } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'c',
  });

const manifests = (...objects: object[]) => objects.map((object) => `---\n${JSON.stringify(object)}\n`).join('');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alb-graphql-processes-'));
  cluster = await openSandbox();
  await createNamespace(cluster.api, 'a1');
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  env = { KUBECONFIG: await cluster.kubeconfig() };
  away = { KUBECONFIG: await fileWith('away', kubeconfigFor('http://127.0.0.1:1')) };
  hanging = { KUBECONFIG: await fileWith('hanging', kubeconfigFor(`http://127.0.0.1:${port}`)) };
  hanging['UPSTREAM_READ_TIMEOUT_MS'] = '1000';
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((program) => program.kill()));
});

afterAll(async () => {
  silent.close();
  await cluster.close();
  await rm(folder, { recursive: true });
});

describe('a command that is done', () => {
  it.each([
    ['--help', ['--help'], /^Usage: alb-graphql/],
    ['--version', ['--version'], /^\d+\.\d+\.\d+\n$/],
    ['schema', ['schema'], /^type Query \{$/m],
  ])('%s', async (_, args, out) => {
    expect(await run(args)).toEqual({ code: 0, signal: null, out: expect.stringMatching(out), err: '' });
  });

  it('check-config', async () => {
    const { code, out, err } = await run(['check-config'], { env });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^settings: AUTH_MODE single-user, 1 cluster\(s\) from KUBECONFIG\n/);
    expect(out).toContain('may get, list, watch, create, update, delete gateways');
  });

  it('restore from standard input, then export', async () => {
    const input = manifests(albOf('a1', 'one-11111', 'one'), gatewayOf('a1', 'one', 'one-11111'));
    expect(await run(['restore', '-'], { env, input })).toEqual({
      code: 0,
      signal: null,
      out: expect.stringMatching(/^created {6}a1\/one: ALB one-11111[^\n]*\n1 created, 0 skipped, 0 failed\n$/),
      err: '',
    });
    const exported = await run(['export', '--namespace', 'a1'], { env });
    expect(exported).toMatchObject({ code: 0, err: '1 gateway(s), 1 ALB(s) of cluster sandbox\n' });
    expect(exported.out).toMatch(/^# Gateways of cluster "sandbox"/);
  });

  it('restore of a Gateway that is gone, though its ALB stands', async () => {
    const alb = albOf('a1', 'half-22222', 'half');
    expect((await cluster.api.post(paths.alb('a1'), alb)).status).toBe(201);
    const file = await fileWith('half', manifests(alb, gatewayOf('a1', 'half', 'half-22222')));
    // It waits for some seconds, in case the back end is about to take the ALB away.
    expect(await run(['restore', file], { env })).toEqual({
      code: 0,
      signal: null,
      out: expect.stringMatching(/^created {6}a1\/half: ALB half-22222[^\n]*\n1 created, 0 skipped, 0 failed\n$/),
      err: '',
    });
    expect((await cluster.api.get(paths.gateway('a1', 'half'))).status).toBe(200);
  });

  it('serve, by a signal, and health beside it', async () => {
    const served = start([], { env: { ...env, PORT: '0', LOG_LEVEL: 'warn' } });
    const [, url] = await served.until(/^alb-graphql is ready at (\S+) · clusters: sandbox · auth mode: single-user$/m);
    const asked = await run(['health', '--ready'], { env: { ...env, PORT: new URL(url ?? '').port } });
    expect(asked).toEqual({ code: 0, signal: null, out: '', err: '' });
    served.signal('SIGTERM');
    expect(await served.ended).toMatchObject({ code: 0, err: '' });
  });

  it('sandbox, by a signal', async () => {
    const sandbox = start(['sandbox', '--port', '0'], { env: { LOG_LEVEL: 'warn' } });
    await sandbox.until(/^kubeconfig: \S+$/m);
    sandbox.signal('SIGINT');
    expect(await sandbox.ended).toMatchObject({ code: 0, err: '' });
  });

  it('sandbox, with the exit code of its command', async () => {
    const script = 'process.stdout.write(process.env.ALB_GRAPHQL_URL); process.exit(7)';
    const { code, out } = await run(['sandbox', '--', process.execPath, '-e', script]);
    expect(code).toBe(7);
    expect(out).toMatch(/http:\S+\/graphql$/);
  });
});

describe('a command that is misused', () => {
  const usage = 'Settings are environment variables';
  it.each([
    ['an unknown command', ['nothing'], {}, usage],
    ['an unknown option', ['restore', '--nothing'], {}, usage],
    ['a file that is missing', ['restore'], {}, usage],
    ['serve with bad settings', ['serve'], { PORT: 'http' }, 'PORT '],
    ['sandbox with bad settings', ['sandbox', '--port', 'http'], {}, 'PORT '],
    ['check-config with bad settings', ['check-config'], { PORT: 'http' }, 'PORT '],
    ['export with bad settings', ['export'], { PORT: 'http' }, 'PORT '],
    ['restore with bad settings', ['restore', '-'], { PORT: 'http' }, 'PORT '],
    ['health with bad settings', ['health'], { PORT: 'http' }, 'PORT '],
    ['a kubeconfig that is not there', ['export'], { KUBECONFIG: '/nowhere' }, 'KUBECONFIG'],
    ['a file that is not there', ['restore', '/nowhere'], {}, '/nowhere cannot be read (ENOENT)'],
    ['a folder for a file', ['restore', '/'], {}, '/ cannot be read (EISDIR)'],
    ['a file without an end', ['restore', '/dev/zero'], {}, '/dev/zero is larger than 67108864 bytes'],
    ['nothing on standard input', ['restore', '-'], {}, '-: it is empty'],
    ['a cluster that is none', ['export', '--cluster', 'other'], {}, '--cluster names other'],
    ['a token file that is not there', ['check-config', '--token-file', '/nowhere'], {}, '--token-file names /nowhere'],
    ['an output that cannot be written', ['export', '--output', '/nowhere/file'], {}, '--output names /nowhere/file'],
  ])('%s', async (_, args, settings, message) => {
    const { code, signal, out, err } = await run(args, { env: { ...env, ...settings } });
    expect({ code, signal, out }).toEqual({ code: 2, signal: null, out: '' });
    expect(err).toContain(message);
    expect(err).not.toMatch(/^ +at /m);
  });

  it('a billion values in a few lines', async () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'].concat(
      [...'bcdefgh'].map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(', ')}]`),
    );
    const { code, out, err } = await run(['restore', '-'], { env, input: lines.join('\n') });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^-: [^\n]*alias[^\n]*\n$/);
  });

  it('a kind that a terminal would obey', async () => {
    const input = 'apiVersion: v1\nkind: "\\e[2J\\u202e\\u009b31m"\n';
    expect(await run(['restore', '-'], { env, input })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^-: object 1: \\u001b\[2J\\u202e\\u009b31m of v1 is neither [^\n]*\n$/),
    });
  });
});

describe('a command whose cluster is away', () => {
  it.each([
    ['check-config', ['check-config'], 'CLUSTER_UNAVAILABLE'],
    ['export', ['export'], 'CLUSTER_UNAVAILABLE'],
    ['restore', ['restore', '-'], 'CLUSTER_UNAVAILABLE'],
  ])('%s is told so', async (_, args, code) => {
    const input = manifests(gatewayOf('a1', 'g', undefined, 'other'));
    const ended = await run(args, { env: away, input });
    expect([ended.code, ended.signal]).toEqual([1, null]);
    expect(ended.out + ended.err).toContain(code);
    expect(ended.err).not.toMatch(/^ +at /m);
  });

  it.each([
    ['check-config', ['check-config']],
    ['export', ['export']],
    ['restore', ['restore', '-']],
  ])('%s waits no longer than for UPSTREAM_READ_TIMEOUT_MS where it does not answer', async (_, args) => {
    const input = manifests(gatewayOf('a1', 'g', undefined, 'other'));
    const ended = await run(args, { env: hanging, input });
    expect([ended.code, ended.signal]).toEqual([1, null]);
    expect(ended.out + ended.err).toContain('TIMEOUT');
  });

  it('health is told that no server answers', async () => {
    expect(await run(['health'], { env: { PORT: '1' } })).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^http:\/\/127\.0\.0\.1:1\/healthz does not answer: /),
    });
  });

  it('serve cannot listen', async () => {
    const { port } = silent.address() as { port: number };
    const ended = await run(['serve'], { env: { ...env, PORT: String(port), LOG_LEVEL: 'warn' } });
    expect(ended).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^Port \d+ of \S+ is in use/) });
  });
});

describe('a command whose standard output nobody reads', () => {
  const full = { stdout: openSync('/dev/full', 'w') };

  it.each([
    ['--help', ['--help']],
    ['schema', ['schema']],
    ['check-config', ['check-config']],
    ['export', ['export']],
  ])('%s on a full disk fails, and says why', async (_, args) => {
    const { code, err } = await run(args, { env, ...full });
    expect(code).toBe(1);
    expect(err).toContain('alb-graphql: standard output cannot be written (ENOSPC)\n');
    expect(err).not.toMatch(/^ +at /m);
  });

  it('restore does its work all the same', async () => {
    const input = manifests(gatewayOf('a1', 'unseen', undefined, 'other'));
    expect((await run(['restore', '-'], { env, input, ...full })).code).toBe(1);
    expect((await cluster.api.get(paths.gateway('a1', 'unseen'))).status).toBe(200);
  });

  it.each([
    ['schema', ['schema']],
    ['check-config', ['check-config']],
  ])('%s whose reader has gone fails without a stack', async (_, args) => {
    const program = start(args, { env });
    program.closeOutput();
    const { code, err } = await program.ended;
    expect([code, err]).toEqual([1, 'alb-graphql: standard output cannot be written (EPIPE)\n']);
  });

  it('serve goes on, and ends well', async () => {
    const settings = { PORT: '0', LOG_LEVEL: 'debug', PRELOAD: 'sandbox' };
    const served = start(['serve'], { env: { ...env, ...settings }, ...full });
    await served.until(/"msg":"watch"/);
    served.signal('SIGTERM');
    expect((await served.ended).code).toBe(0);
  });
});

describe('a command that is cut off by SIGTERM', () => {
  it.each([
    ['restore, whose standard input has not ended', ['restore', '-'], { input: { open: true } as const }],
    ['export, waiting for a cluster', ['export'], {}],
    ['check-config, waiting for a cluster', ['check-config'], {}],
  ])('%s ends by it', async (_, args, options) => {
    let connected: Promise<unknown> = Promise.resolve();
    if (args[0] !== 'restore') connected = new Promise((resolve) => silent.once('connection', resolve));
    const program = start(args, { env: { ...hanging, UPSTREAM_READ_TIMEOUT_MS: '60000' }, ...options });
    await connected;
    program.signal('SIGTERM');
    const { code, signal } = await program.ended;
    expect([code, signal]).toEqual([null, 'SIGTERM']);
  });

  it('restore between an ALB and its Gateway, and the next one finishes that', async () => {
    let reached: () => void = () => undefined;
    const atGateway = new Promise<void>((resolve) => {
      reached = resolve;
    });
    let hangs = true;
    const other = await openSandbox({
      intercept({ method, url }) {
        if (!hangs || method !== 'POST' || !/\/gateways$/.test(url)) return undefined;
        reached();
        return new Promise(() => undefined);
      },
    });
    try {
      await createNamespace(other.api, 'a1');
      const settings = { KUBECONFIG: await other.kubeconfig() };
      const input = manifests(albOf('a1', 'cut-33333', 'cut'), gatewayOf('a1', 'cut', 'cut-33333'));
      const program = start(['restore', '-'], { env: settings, input });
      await atGateway;
      program.signal('SIGTERM');
      expect(await program.ended).toMatchObject({ code: null, signal: 'SIGTERM' });
      expect((await other.api.get(paths.alb('a1', 'cut-33333'))).status).toBe(200);
      hangs = false;
      const { code, out } = await run(['restore', '-'], { env: settings, input });
      expect([code, out]).toEqual([0, expect.stringMatching(/^created {6}a1\/cut: ALB cut-33333/)]);
      expect((await other.api.get(paths.gateway('a1', 'cut'))).status).toBe(200);
    } finally {
      await other.close();
    }
  });
});
