import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock, timestamp } from '../../src/clock.js';
import { fillPlatform } from '../../src/sandbox/platform.js';
import { defaultTokens } from '../../src/sandbox/users.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { describeBackup, exportFrom, restoreTo } from './backup.js';

describeBackup(
  'backup and recovery on the sandbox',
  async () => {
    const [source, target] = await Promise.all([openSandbox(), openSandbox()]);
    const of = async ({ api, kubeconfig }: OpenedSandbox) => ({ api, kubeconfig: await kubeconfig() });
    return {
      source: await of(source),
      target: await of(target),
      async stop() {
        await source.close();
        await target.close();
      },
    };
  },
  30_000,
);

describe('backup and recovery with the rights of a caller', () => {
  let opened: OpenedSandbox;
  let folder: string;
  let admin: { kubeconfig: string };
  let tokenFile: string;

  beforeAll(async () => {
    const [alice] = defaultTokens.filter(({ username }) => username === 'alice');
    const namespaces = { verbs: ['list'], groups: [''], resources: ['namespaces'] };
    const carol = { token: 'carol-token', username: 'carol', groups: [], rules: [...(alice?.rules ?? []), namespaces] };
    opened = await openSandbox({ tokens: [...defaultTokens, carol] });
    fillPlatform(opened.sandbox.admin, { at: timestamp(systemClock) });
    folder = await mkdtemp(join(tmpdir(), 'alb-graphql-backup-'));
    admin = { kubeconfig: await opened.kubeconfig('admin-token') };
    tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'alice-token\n');
  });

  afterAll(async () => {
    await opened.close();
    await rm(folder, { recursive: true });
  });

  it('exports what they may read, and says that it is not all', async () => {
    await writeFile(tokenFile, 'carol-token');
    const { code, out, err } = await exportFrom(admin, { tokenFile });
    expect([code, err.at(-1)]).toEqual([1, expect.stringMatching(/^MISSING what is in namespaces/)]);
    expect([...out.matchAll(/^ {2}namespace: (.*)$/gm)].map(([, namespace]) => namespace)).toEqual(Array(4).fill('a1'));
    await writeFile(tokenFile, 'alice-token\n');
    expect(await exportFrom(admin, { tokenFile, namespace: 'a1' })).toMatchObject({ code: 0, out });
    const { code: refused, err: why } = await exportFrom(admin, { tokenFile });
    expect([refused, why]).toEqual([1, [expect.stringMatching(/^FORBIDDEN: .*name a namespace/)]]);
  });

  it('names the gateways whose ALB they may not read', async () => {
    const [alice] = defaultTokens.filter(({ username }) => username === 'alice');
    const rules = alice?.rules.filter(({ resources }) => !resources.includes('alaudaloadbalancer2')) ?? [];
    opened.sandbox.setRules('carol-token', rules);
    await writeFile(tokenFile, 'carol-token');
    const { code, err } = await exportFrom(admin, { tokenFile, namespace: 'a1' });
    expect([code, err.slice(1)]).toEqual([
      1,
      ['MISSING a1/edge: its ALB may not be read', 'MISSING a1/g1: its ALB may not be read'],
    ]);
    await writeFile(tokenFile, 'alice-token\n');
  });

  it('restores nothing where they may not write', async () => {
    const file = join(folder, 'backup.yaml');
    await exportFrom(admin, { namespace: 'payments', output: file });
    for (const { metadata } of opened.sandbox.admin.list('Gateway', 'payments')) {
      opened.sandbox.admin.delete({ kind: 'Gateway', namespace: 'payments', name: metadata.name });
    }
    const { code, lines } = await restoreTo(admin, file, { tokenFile });
    expect(code).toBe(1);
    expect(lines.filter((line) => /^FAILED {7}payments\/\S+: FORBIDDEN: /.test(line))).toHaveLength(lines.length - 1);
  });

  it('names the cluster that is not configured', async () => {
    await expect(exportFrom(admin, { cluster: 'nope' })).rejects.toThrow(
      '--cluster names nope, which is none of sandbox',
    );
  });
});
