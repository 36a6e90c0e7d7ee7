import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ExecEntry, faultOfExec } from '../../../src/kube/exec-credential.js';
import { ExecIdentity, type ExecIdentityOptions } from '../../../src/kube/exec-identity.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { untilEnded } from '../../harness/is-alive.js';

const apiVersion = 'client.authentication.k8s.io/v1';
const isoIn = (clock: FakeClock, ms: number) => new Date(clock.now() + ms).toISOString();

let folder: string;
let clock: FakeClock;
const opened: ExecIdentity[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exec-identity-'));
  clock = new FakeClock();
});

afterEach(async () => {
  for (const identity of opened.splice(0)) identity.close();
  await rm(folder, { recursive: true });
});

function identityOf(exec: Partial<ExecEntry>, more: Partial<ExecIdentityOptions> = {}): ExecIdentity {
  const identity = new ExecIdentity({
    exec: { apiVersion, interactiveMode: 'Never', command: '/bin/sh', ...exec },
    clock,
    limitMs: 9000,
    environment: (added) => ({ PATH: process.env['PATH'], ...added }),
    cluster: async () => ({ server: 'https://c' }),
    ...more,
  });
  opened.push(identity);
  return identity;
}

/** A plugin that prints what stands in a file, and notes each of its runs. */
const printing = `cd "$FOLDER"; echo run >>runs; printf %s "$KUBERNETES_EXEC_INFO" >info; cat next`;
const printer = (more: Partial<ExecEntry> = {}) =>
  identityOf({ args: ['-c', printing], env: [{ name: 'FOLDER', value: folder }], ...more });

async function printsNext(status: object, more: object = { apiVersion, kind: 'ExecCredential' }): Promise<void> {
  await writeFile(join(folder, 'next'), JSON.stringify({ ...more, status }));
}

const runs = async () => (await readFile(join(folder, 'runs'), 'utf8')).trim().split('\n').length;
const tokenOf = async (identity: ExecIdentity) => (await identity.ask()).headers['authorization'];
const says = (script: string, more: Partial<ExecEntry> = {}) => identityOf({ args: ['-c', script], ...more }).ask();

describe('ExecIdentity', () => {
  it('is what the plugin prints: a token, a certificate with its key, or both', async () => {
    await printsNext({ token: 'a', clientCertificateData: 'CERT', clientKeyData: 'KEY' });
    expect(await printer().ask()).toMatchObject({ headers: { authorization: 'Bearer a' }, cert: 'CERT', key: 'KEY' });
  });

  it('runs the plugin once for all who ask at once', async () => {
    await printsNext({ token: 'a' });
    const identity = printer();
    expect(new Set(await Promise.all([1, 2, 3].map(() => tokenOf(identity))))).toEqual(new Set(['Bearer a']));
    expect(await runs()).toBe(1);
  });

  it('tells the plugin that it is on its own, and of its cluster where it wants to know', async () => {
    await printsNext({ token: 'a' });
    const told = async (identity: ExecIdentity) => {
      await identity.ask();
      return JSON.parse(await readFile(join(folder, 'info'), 'utf8'));
    };
    const common = { apiVersion, kind: 'ExecCredential' };
    expect(await told(printer())).toEqual({ ...common, spec: { interactive: false } });
    const spec = { interactive: false, cluster: { server: 'https://c' } };
    expect(await told(printer({ provideClusterInfo: true }))).toEqual({ ...common, spec });
  });

  it('uses a token until its end, however long that is, and never past it', async () => {
    await printsNext({ token: 'a', expirationTimestamp: isoIn(clock, 3_600_000) });
    const identity = printer();
    expect(await tokenOf(identity)).toBe('Bearer a');
    await printsNext({ token: 'b', expirationTimestamp: isoIn(clock, 7_200_000) });
    clock.advance(3_599_999);
    expect(await tokenOf(identity)).toBe('Bearer a');
    clock.advance(1);
    expect(await tokenOf(identity)).toBe('Bearer b');
  });

  it('uses no token that has ended by the clock as somebody has set it, or by the time that has passed', async () => {
    await printsNext({ token: 'a', expirationTimestamp: isoIn(clock, 3_600_000) });
    const [forward, back] = [printer(), printer()];
    for (const identity of [forward, back]) expect(await tokenOf(identity)).toBe('Bearer a');
    clock.set(3_600_000);
    await printsNext({ token: 'b' });
    expect(await tokenOf(forward)).toBe('Bearer b');
    clock.set(-7_200_000);
    clock.advance(3_600_000);
    expect(await tokenOf(back)).toBe('Bearer b');
  });

  it('takes no token that has ended already', async () => {
    await printsNext({ token: 'a', expirationTimestamp: isoIn(clock, 0) });
    await expect(printer().ask()).rejects.toThrow('/bin/sh gave a credential that has ended');
  });

  it('runs the plugin anew, once for all, when the cluster refuses a token that says no end', async () => {
    await printsNext({ token: 'a' });
    const identity = printer();
    const first = await identity.ask();
    await printsNext({ token: 'b' });
    clock.advance(1e9);
    expect(await tokenOf(identity)).toBe('Bearer a');
    expect([first.onRefused?.(), first.onRefused?.()]).toEqual([true, true]);
    expect(await Promise.all([tokenOf(identity), tokenOf(identity)])).toEqual(['Bearer b', 'Bearer b']);
    expect(first.onRefused?.()).toBe(true);
    expect(await runs()).toBe(2);
  });

  it('does not run it again and again for a cluster that refuses whatever it gives', async () => {
    await printsNext({ token: 'a' });
    const identity = printer();
    expect((await identity.ask()).onRefused?.()).toBe(true);
    expect((await identity.ask()).onRefused?.()).toBe(false);
    clock.advance(10_000);
    expect((await identity.ask()).onRefused?.()).toBe(true);
    await identity.ask();
    expect(await runs()).toBe(3);
  });

  it('asks a plugin that failed again, but not for every request, and tells of each failure once', async () => {
    const failures: string[] = [];
    await appendFile(join(folder, 'runs'), '');
    const identity = identityOf(
      { args: ['-c', `echo run >>"$FOLDER/runs"; exit 7`], env: [{ name: 'FOLDER', value: folder }] },
      { onFailure: ({ message }) => void failures.push(message) },
    );
    for (const _ of [1, 2, 3]) await expect(identity.ask()).rejects.toThrow('/bin/sh ended with code 7');
    expect([await runs(), failures]).toEqual([1, ['/bin/sh ended with code 7']]);
    clock.advance(1000);
    await expect(identity.ask()).rejects.toThrow();
    expect(await runs()).toBe(2);
  });

  it('ends a plugin that does not end, also where what it began holds its output open', async () => {
    const mark = join(folder, 'pid');
    const hanging = identityOf({ args: ['-c', `sleep 600 & echo $! >${mark}.new; mv ${mark}.new ${mark}`] }).ask();
    const outcome = expect(hanging).rejects.toThrow('/bin/sh did not end within 9000 ms');
    let pid = 0;
    while (pid === 0) pid = Number(await readFile(mark, 'utf8').catch(() => '0'));
    clock.advance(9000);
    await outcome;
    await untilEnded(pid);
    expect(clock.pending).toBe(0);
  });

  it('takes in no more than a bound', async () => {
    await expect(says('yes')).rejects.toThrow('/bin/sh printed more than 1048576 characters');
    const loud = says('yes long | head -c 10000000 >&2; exit 1');
    const { message } = (await loud.catch((error: unknown) => error)) as Error;
    expect(message.length).toBeLessThan(500);
  });

  it.each([
    ['a bearer token', `echo 'sent Bearer abc.def to'`, 'sent [redacted] to'],
    ['a JWT', `echo 'got eyJhbGciOi.eyJzdWIi.c2ln here'`, 'got [redacted] here'],
    ['a secret of its own entry', `echo "with $MY_SECRET"`, 'with [redacted]'],
    ['what steers a terminal', `printf 'a\\033[2Jb\\342\\200\\256c\\nd'`, 'a [2Jb c d'],
  ])('repeats not %s', async (_which, script, told) => {
    const env = [{ name: 'MY_SECRET', value: 'correct horse' }];
    const run = says(`(${script}) >&2; exit 1`, { env });
    await expect(run).rejects.toThrow(`/bin/sh ended with code 1; it said: ${told}`);
  });

  it.each([
    ['what is no JSON', 'secret-token', 'printed no ExecCredential'],
    ['nothing', '', 'printed no ExecCredential'],
    ['another kind', '{"kind":"Pod","status":{"token":"t"}}', 'printed no ExecCredential'],
    ['no credential', '{"status":{}}', 'printed neither a token nor a certificate with its key'],
    [
      'another version',
      '{"apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"t"}}',
      `printed a credential of another version than ${apiVersion}`,
    ],
    [
      'an end that is no time',
      '{"status":{"token":"t","expirationTimestamp":"soon"}}',
      'printed an expirationTimestamp that is no time',
    ],
  ])('does not take %s for a credential, and quotes none of it', async (_which, printed, told) => {
    await expect(says(`printf %s '${printed}'`)).rejects.toThrow(new Error(`/bin/sh ${told}`));
  });

  it('says what to install where the plugin is not there', async () => {
    const identity = identityOf({ command: 'no-such-plugin', installHint: 'install it\nby hand' });
    await expect(identity.ask()).rejects.toThrow('no-such-plugin could not be run (ENOENT); install it by hand');
  });

  it('fails, and nothing more, where the entry cannot be run at all', async () => {
    await expect(identityOf({ args: ['a\0b'] }).ask()).rejects.toThrow('/bin/sh could not be run');
    expect(clock.pending).toBe(0);
  });
});

describe('faultOfExec', () => {
  it.each([
    [{ command: 'x', interactiveMode: 'Always' }, 'asks for a terminal'],
    [{ interactiveMode: 'Never' }, 'has no command'],
    [{ command: 'x', apiVersion: 'v1' }, 'speaks v1'],
  ])('%j', (exec, fault) => expect(faultOfExec(exec)).toContain(fault));

  it('finds none in the others', () => {
    expect(faultOfExec({ command: 'x', apiVersion: 'client.authentication.k8s.io/v1beta1' })).toBeUndefined();
  });
});
