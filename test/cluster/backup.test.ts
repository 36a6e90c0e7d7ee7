import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ControlPlane } from '../harness/control-plane.js';
import { findControlPlaneBinaries } from '../harness/control-plane-binaries.js';
import { applyDefinitions, createNamespace } from '../harness/control-plane-setup.js';
import type { KubeApi } from '../harness/kube-api.js';
import { albOf, describeBackup, exportFrom, gatewayOf, restoreTo } from '../operations/backup.js';
import { paths } from '../operations/platform.js';

const run = promisify(execFile);

async function openPlane() {
  const plane = await ControlPlane.start();
  const api = await plane.api();
  await applyDefinitions(api);
  return {
    api,
    kubeconfig: await plane.kubeconfig(),
    async stop() {
      await api.close();
      await plane.stop();
    },
  };
}

describeBackup(
  'backup and recovery on a real kube-apiserver',
  async () => {
    const source = await openPlane();
    const target = await openPlane();
    return {
      source,
      target,
      async stop() {
        await source.stop();
        await target.stop();
      },
    };
  },
  900_000,
);

describe('an export and kubectl', () => {
  let plane: Awaited<ReturnType<typeof openPlane>>;
  let api: KubeApi;
  let folder: string;
  let kubectl: (...args: string[]) => Promise<string>;

  beforeAll(async () => {
    plane = await openPlane();
    api = plane.api;
    folder = await mkdtemp(join(tmpdir(), 'alb-graphql-backup-'));
    const binaries = await findControlPlaneBinaries();
    kubectl = async (...args) =>
      (await run(binaries.kubectl, [`--kubeconfig=${plane.kubeconfig}`, `--cache-dir=${folder}`, ...args])).stdout;
    await createNamespace(api, 'a1');
    await api.post(paths.alb('a1'), albOf('a1', 'g1-12345', 'g1', { brandNew: ['12:30', 'off', 1e21] }));
    await api.post(paths.gateway('a1'), gatewayOf('a1', 'g1', 'g1-12345'));
  }, 900_000);

  afterAll(async () => {
    await plane?.stop();
    await rm(folder, { recursive: true });
  });

  const deleteBoth = async () => {
    await api.delete(paths.gateway('a1', 'g1'));
    await api.delete(paths.alb('a1', 'g1-12345'));
  };

  it('kubectl restores what was exported: ALB first, and the same to the last byte', async () => {
    const file = join(folder, 'backup.yaml');
    await exportFrom(plane, { output: file });
    await deleteBoth();
    expect((await kubectl('apply', '--dry-run=server', '-f', file)).split('\n').slice(0, 2)).toEqual([
      'alb2.crd.alauda.io/g1-12345 created (server dry run)',
      'gateway.gateway.networking.k8s.io/g1 created (server dry run)',
    ]);
    await kubectl('apply', '-f', file);
    expect((await exportFrom(plane)).out).toBe(await readFile(file, 'utf8'));
  });

  it("restore takes kubectl's own dump", async () => {
    const file = join(folder, 'dump.yaml');
    const dump = await kubectl('get', 'alaudaloadbalancer2,gateways', '-A', '-o', 'yaml');
    await writeFile(file, dump);
    const before = (await exportFrom(plane)).out;
    await deleteBoth();
    expect((await restoreTo(plane, file)).lines.at(-1)).toBe('1 created, 0 skipped, 0 failed');
    expect((await exportFrom(plane)).out).toBe(before);
  });
});
