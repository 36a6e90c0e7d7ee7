import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { parseConfig } from '../../src/config.js';
import { exportBackup } from '../../src/main/export.js';
import { restoreBackup } from '../../src/main/restore.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import type { KubeApi } from '../harness/kube-api.js';
import { createClasses, paths } from './platform.js';

export interface BackupCluster {
  readonly api: KubeApi;
  /** Path of a file that leads there with every right. */
  readonly kubeconfig: string;
}

export interface BackupWorld {
  readonly source: BackupCluster;
  /** Empty. */
  readonly target: BackupCluster;
  stop(): Promise<void>;
}

/** What a command printed, by lines, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly lines: readonly string[];
  readonly err: readonly string[];
}

async function run(
  kubeconfig: string,
  command: (config: any, terminal: { out(text: string): void; err(text: string): void }) => Promise<number>,
): Promise<Ran> {
  const parsed = parseConfig({ KUBECONFIG: kubeconfig }, { fileExists: () => true });
  if (parsed.kind !== 'config') throw new Error(JSON.stringify(parsed));
  let [out, err] = ['', ''];
  const code = await command(parsed.config, {
    out(text) {
      out += text;
    },
    err(text) {
      err += text;
    },
  });
  const lines = (text: string) => text.split('\n').filter((line) => line !== '');
  return { code, out, lines: lines(out), err: lines(err) };
}

const nothing = {
  cluster: undefined,
  tokenFile: undefined,
  namespace: undefined,
  selector: undefined,
  output: undefined,
};

export const exportFrom = ({ kubeconfig }: Pick<BackupCluster, 'kubeconfig'>, options: object = {}) =>
  run(kubeconfig, (config, terminal) => exportBackup(config, { ...nothing, ...options }, terminal));

export const restoreTo = ({ kubeconfig }: Pick<BackupCluster, 'kubeconfig'>, file: string, options: object = {}) =>
  run(kubeconfig, (config, terminal) =>
    restoreBackup(
      config,
      { cluster: undefined, tokenFile: undefined, dryRun: false, createNamespaces: false, file, ...options },
      terminal,
    ),
  );

export function albOf(namespace: string, name: string, gateway: string, config: object = {}) {
  return {
    apiVersion: 'crd.alauda.io/v2beta1',
    kind: 'ALB2',
    metadata: { namespace, name },
    spec: { type: 'nginx', config: { enableALb: false, gateway: { mode: 'standalone', name: gateway }, ...config } },
  };
}

export function gatewayOf(namespace: string, name: string, alb: string | undefined, className = 'exclusive-gateway') {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { namespace, name, labels: { team: name, ...(alb && { 'alb.cpaas.io/alb-ref': alb }) } },
    spec: { gatewayClassName: className, listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  };
}

async function post(api: KubeApi, path: string, object: object): Promise<void> {
  const { status, body } = await api.post(path, object);
  if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
}

/** Gateways with everything that must survive: fields this server does not know, texts that YAML reads as something else. */
async function fill(api: KubeApi): Promise<void> {
  for (const namespace of ['a1', 'a2', 'cpaas-system']) await createNamespace(api, namespace);
  await createClasses(api);
  const tricky = { 'example.com/note': 'off', 'example.com/time': '12:30', 'example.com/lines': 'a\nb\n' };
  const rich = albOf('a1', 'edge-abcde', 'edge', {
    replicas: 2,
    vip: { enableLbSvc: true, lbSvcAnnotations: { a: 'b' } },
    brandNew: { deep: [1, { x: true }] },
  });
  await post(api, paths.alb('a1'), {
    ...rich,
    metadata: { ...rich.metadata, labels: { tier: 'gold' }, annotations: tricky },
    spec: { ...rich.spec, address: '10.0.0.8, 10.0.0.9' },
  });
  const gateway = gatewayOf('a1', 'edge', 'edge-abcde');
  await post(api, paths.gateway('a1'), { ...gateway, metadata: { ...gateway.metadata, annotations: tricky } });
  await post(api, paths.alb('a2'), albOf('a2', 'plain-12345', 'plain'));
  await post(api, paths.gateway('a2'), gatewayOf('a2', 'plain', 'plain-12345'));
  await post(api, paths.gateway('a2'), gatewayOf('a2', 'on-shared', undefined, 'global-alb2'));
  // Nobody's: not part of any gateway.
  await post(api, paths.alb('a2'), albOf('a2', 'forgotten-00000', 'forgotten'));
}

export function describeBackup(title: string, open: () => Promise<BackupWorld>, startTimeoutMs: number): void {
  describe(title, () => {
    let world: BackupWorld;
    let folder: string;
    let backup: string;
    const fileWith = async (...objects: object[]) => {
      const path = join(folder, 'objects.json');
      await writeFile(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
      return path;
    };

    beforeAll(async () => {
      world = await open();
      folder = await mkdtemp(join(tmpdir(), 'alb-graphql-backup-'));
      backup = join(folder, 'backup.yaml');
      await fill(world.source.api);
    }, startTimeoutMs);

    afterAll(async () => {
      await world?.stop();
      await rm(folder, { recursive: true });
    });

    it('exports each ALB before its Gateway, without what the cluster keeps in them', async () => {
      const { code, err } = await exportFrom(world.source, { output: backup });
      expect({ code, err }).toEqual({
        code: 0,
        err: [expect.stringMatching(/^3 gateway\(s\), 2 ALB\(s\) of cluster /)],
      });
      const objects = parseAllDocuments(await readFile(backup, 'utf8')).map((document) => document.toJS());
      expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
        'ALB2 a1/edge-abcde',
        'Gateway a1/edge',
        'Gateway a2/on-shared',
        'ALB2 a2/plain-12345',
        'Gateway a2/plain',
      ]);
      for (const object of objects) {
        expect(Object.keys(object)).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
        expect(['name', 'namespace', 'labels', 'annotations']).toEqual(
          expect.arrayContaining(Object.keys(object.metadata)),
        );
      }
    });

    it('exports a namespace, or what labels select', async () => {
      const names = async (options: object) =>
        parseAllDocuments((await exportFrom(world.source, options)).out).map((one) => one.toJS().metadata.name);
      expect(await names({ namespace: 'a1' })).toEqual(['edge-abcde', 'edge']);
      expect(await names({ selector: 'team in (on-shared)' })).toEqual(['on-shared']);
      expect(await exportFrom(world.source, { selector: 'team in' })).toMatchObject({ code: 2, out: '' });
    });

    it('says in a dry run what it would do, and writes nothing', async () => {
      const { code, lines } = await restoreTo(world.target, backup, { dryRun: true, createNamespaces: true });
      expect([code, lines.at(-1)]).toEqual([0, '3 would be created, 0 skipped, 0 failed']);
      expect((await world.target.api.get('/api/v1/namespaces/a1')).status).toBe(404);
    });

    it('tells which gateways have no namespace to go to', async () => {
      await createNamespace(world.target.api, 'a1');
      const { code, lines } = await restoreTo(world.target, backup, { dryRun: true });
      expect([code, lines.at(-1)]).toEqual([1, '1 would be created, 0 skipped, 2 failed']);
      expect(lines).toContainEqual(expect.stringMatching(/^FAILED {7}a2\/plain: NOT_FOUND: .*"a2"/));
    });

    it('restores all of it into an empty cluster, the same to the last byte', async () => {
      const { code, lines } = await restoreTo(world.target, backup, { createNamespaces: true });
      expect([code, lines.at(-1)]).toEqual([0, '3 created, 0 skipped, 0 failed']);
      expect(lines).toEqual(
        expect.arrayContaining([
          'created      namespace a2',
          'created      a1/edge: ALB edge-abcde; its class exclusive-gateway is not there yet',
        ]),
      );
      const { out } = await exportFrom(world.target);
      const withoutHead = (text: string) => text.slice(text.indexOf('---'));
      expect(withoutHead(out)).toBe(withoutHead(await readFile(backup, 'utf8')));
    });

    it('finds nothing to do when it is run again', async () => {
      const path = paths.gateway('a1', 'edge');
      const before = (await world.target.api.get(path)).body.metadata.resourceVersion;
      const { code, lines } = await restoreTo(world.target, backup);
      expect([code, lines.at(-1)]).toEqual([0, '0 created, 3 skipped, 0 failed']);
      expect(lines).toContain('skipped      a1/edge: ALB edge-abcde; it is there');
      expect((await world.target.api.get(path)).body.metadata.resourceVersion).toBe(before);
    });

    it('leaves alone what has changed since, and says so', async () => {
      const { api } = world.target;
      const merge = 'application/merge-patch+json';
      await api.patch(paths.alb('a2', 'plain-12345'), { spec: { address: '10.9.9.9' } }, merge);
      await api.patch(paths.alb('a1', 'edge-abcde'), { spec: { config: { replicas: 7 } } }, merge);
      const { lines } = await restoreTo(world.target, backup);
      // What was only added is no difference.
      expect(lines).toContain('skipped      a2/plain: ALB plain-12345; it is there');
      expect(lines).toContain(
        'skipped      a1/edge: ALB edge-abcde; it is there; its ALB edge-abcde is not as in the backup',
      );
      expect((await api.get(paths.alb('a1', 'edge-abcde'))).body.spec.config.replicas).toBe(7);
    });

    it('gives an ALB another name where its own is taken, and lets the Gateway refer to it', async () => {
      await createNamespace(world.target.api, 'b1');
      await post(world.target.api, paths.alb('b1'), albOf('b1', 'mine-11111', 'other'));
      const file = await fileWith(albOf('b1', 'mine-11111', 'mine'), gatewayOf('b1', 'mine', 'mine-11111'));
      const { code, lines } = await restoreTo(world.target, file);
      expect([code, lines[0]]).toEqual([
        0,
        expect.stringMatching(/^created {6}b1\/mine: ALB mine-\w{5}; its ALB is not called mine-11111 any more/),
      ]);
      const { body } = await world.target.api.get(paths.gateway('b1', 'mine'));
      const ref = body.metadata.labels['alb.cpaas.io/alb-ref'];
      expect(lines[0]).toContain(`ALB ${ref};`);
      expect((await world.target.api.get(paths.alb('b1', ref))).body.spec.config.gateway.name).toBe('mine');
      expect((await restoreTo(world.target, file)).lines.at(-1)).toBe('0 created, 1 skipped, 0 failed');
    });

    it('goes on with what a killed restore left', async () => {
      await createNamespace(world.target.api, 'b2');
      const alb = albOf('b2', 'half-22222', 'half', { replicas: 4 });
      const claimed = { 'alb-graphql.cpaas.io/claim': '2026-01-01T00:00:00.000Z/killed' };
      await post(world.target.api, paths.alb('b2'), { ...alb, metadata: { ...alb.metadata, annotations: claimed } });
      const { lines } = await restoreTo(world.target, await fileWith(alb, gatewayOf('b2', 'half', 'half-22222')));
      expect(lines[0]).toMatch(/^created {6}b2\/half: ALB half-22222/);
      const { body } = await world.target.api.get(paths.alb('b2'));
      expect(body.items.map(({ metadata, spec }: any) => [metadata.name, spec])).toEqual([['half-22222', alb.spec]]);
    }, 30_000);

    it('leaves no ALB behind for a Gateway that the cluster refuses', async () => {
      await createNamespace(world.target.api, 'b3');
      const gateway = gatewayOf('b3', 'refused', 'refused-33333');
      const kinds = Array.from({ length: 9 }, (_, at) => ({ kind: `Route${at}` }));
      const listeners = [{ ...gateway.spec.listeners[0], allowedRoutes: { kinds } }];
      const bad = { ...gateway, spec: { ...gateway.spec, listeners } };
      const file = await fileWith(
        albOf('b3', 'refused-33333', 'refused'),
        bad,
        gatewayOf('b3', 'alone', undefined, 'other'),
      );
      const { code, lines } = await restoreTo(world.target, file);
      expect([code, lines.at(-1)]).toEqual([1, '1 created, 0 skipped, 1 failed']);
      expect(lines).toContainEqual(expect.stringMatching(/^FAILED {7}b3\/refused: INVALID_INPUT: /));
      expect((await world.target.api.get(paths.alb('b3'))).body.items).toEqual([]);
    });

    it('makes no Gateway that refers to an ALB which is nowhere, and finds one whose ALB has gone', async () => {
      await createNamespace(world.target.api, 'b4');
      const gateway = gatewayOf('b4', 'lost', 'lost-44444');
      const { lines } = await restoreTo(world.target, await fileWith(gateway));
      expect(lines[0]).toMatch(
        /^FAILED {7}b4\/lost: INVALID_INPUT: it refers to ALB2 b4\/lost-44444, which is neither/,
      );
      await post(world.target.api, paths.gateway('b4'), gateway);
      const again = await restoreTo(world.target, await fileWith(albOf('b4', 'lost-44444', 'lost'), gateway));
      expect(again.lines[0]).toMatch(/^FAILED {7}b4\/lost: it is there, but its ALB lost-44444 is not; /);
    });

    it('tells everything that is wrong with a file, and writes nothing of it', async () => {
      const service = { apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'b4', name: 's' } };
      const nameless = { ...gatewayOf('b4', '../up', undefined) };
      const twice = gatewayOf('b4', 'twice', undefined, 'other');
      const stray = albOf('b4', 'stray-55555', 'nobody');
      const { code, err, out } = await restoreTo(world.target, await fileWith(service, nameless, twice, twice, stray));
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.map((line) => line.replace(/^.*\.json: /, ''))).toEqual([
        'object 1: Service of v1 is neither an ALB2 of crd.alauda.io nor a Gateway of gateway.networking.k8s.io',
        'object 2: Gateway has no metadata.name that can be one',
        'object 4: Gateway b4/twice stands there twice',
        'ALB2 b4/stray-55555: no Gateway that runs on it stands there too',
      ]);
      expect((await world.target.api.get(paths.gateway('b4', 'twice'))).status).toBe(404);
    });
  });
}
