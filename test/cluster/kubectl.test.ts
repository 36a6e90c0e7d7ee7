import { execFile } from 'node:child_process';
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import { parse } from 'yaml';
import { ControlPlane } from '../harness/control-plane.js';
import { findControlPlaneBinaries } from '../harness/control-plane-binaries.js';
import { createNamespace, gatewayApiFolder, gatewayApiReleases } from '../harness/control-plane-setup.js';
import { freePort } from '../harness/free-port.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { Pod } from '../harness/pod.js';

const run = promisify(execFile);
const root = new URL('../../', import.meta.url).pathname;

describe('kubectl, pointed at the sandbox', () => {
  let opened: OpenedSandbox;
  let kubectl: (...args: string[]) => Promise<string>;
  let folder: string;

  beforeAll(async () => {
    const binaries = await findControlPlaneBinaries();
    opened = await openSandbox();
    await createNamespace(opened.api, 'a1');
    folder = await mkdtemp(join(tmpdir(), 'alb-graphql-kubectl-'));
    const kubeconfig = await opened.kubeconfig();
    kubectl = async (...args) =>
      (await run(binaries.kubectl, [`--kubeconfig=${kubeconfig}`, `--cache-dir=${folder}`, ...args])).stdout;
  }, 900_000);

  afterAll(async () => {
    await opened?.close();
    await rm(folder, { recursive: true });
  });

  it('finds the kinds, by their short names too', async () => {
    expect(await kubectl('api-resources', '--api-group=crd.alauda.io', '-o', 'name')).toBe(
      'alaudaloadbalancer2.crd.alauda.io\n',
    );
    expect(await kubectl('get', 'alb2', '-n', 'a1', '-o', 'name')).toBe('');
  });

  it('applies a manifest, changes it, patches it, and deletes it', async () => {
    const file = join(folder, 'gateway.json');
    const gateway = (port: number) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'a1' },
      spec: { gatewayClassName: 'c', listeners: [{ name: 'http', port, protocol: 'HTTP' }] },
    });
    const apply = async (port: number) => {
      await writeFile(file, JSON.stringify(gateway(port)));
      return kubectl('apply', '--validate=false', '-f', file);
    };
    expect(await apply(80)).toContain('created');
    expect(await apply(81)).toContain('configured');
    expect(await kubectl('get', 'gateway', 'g', '-n', 'a1', '-o', 'jsonpath={.spec.listeners[0].port}')).toBe('81');
    await kubectl('label', 'gateway', 'g', '-n', 'a1', 'team=x');
    expect(await kubectl('get', 'gateways', '-A', '-l', 'team=x', '-o', 'name')).toBe(
      'gateway.gateway.networking.k8s.io/g\n',
    );
    expect(await kubectl('delete', 'gateway', 'g', '-n', 'a1')).toContain('deleted');
  });
});

describe("docker-compose.yml's own commands, on a real cluster", () => {
  let plane: ControlPlane;
  let folder: string;
  let demoToken: string;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    folder = await mkdtemp(join(tmpdir(), 'alb-graphql-compose-'));
    // The volume of a container that has another user.
    await chmod(folder, 0o755);
  }, 900_000);

  afterAll(async () => {
    await plane?.stop();
    await rm(folder, { recursive: true });
  });

  it('prepare the cluster: definitions, and an account to try it with', async () => {
    const { kubectl } = await findControlPlaneBinaries();
    const compose = parse(await readFile(join(root, 'docker-compose.yml'), 'utf8'));
    // As k3s writes it: everything is named default, and the address is its own loopback.
    const kubeconfig = (await readFile(await plane.kubeconfig({ context: 'default' }), 'utf8')).replace(
      plane.url,
      'https://127.0.0.1:6443',
    );
    await writeFile(join(folder, 'admin.yaml'), kubeconfig);
    await cp(join(root, 'test/controlplane/alb2-crd.yaml'), join(folder, 'alb2-crd.yaml'));
    const definitions = await gatewayApiFolder(gatewayApiReleases.newest);
    const script = String(compose.services.crds.command[0])
      .replaceAll('$$', '$')
      .replaceAll('/kubeconfig/', `${folder}/`)
      .replaceAll('/manifests/', `${folder}/`)
      .replace('https://k3s:6443', plane.url)
      .replaceAll('kubectl ', `${kubectl} --cache-dir=${folder}/cache `);
    const environment = { PATH: process.env['PATH'] ?? '', GATEWAY_API_CRDS: definitions };
    const [shell, ...flags] = compose.services.crds.entrypoint;
    const { stdout } = await run(shell, [...flags, script], { env: environment });
    expect(stdout).toContain('gateways.gateway.networking.k8s.io serverside-applied');
    expect(stdout).toContain('alaudaloadbalancer2.crd.alauda.io serverside-applied');
    expect(stdout).toContain('clusterrolebinding.rbac.authorization.k8s.io/alb-graphql-demo created');

    const made = parse(await readFile(join(folder, 'alb-graphql.yaml'), 'utf8'));
    expect([made['current-context'], made.contexts[0].name, made.clusters[0].cluster.server]).toEqual([
      'k3s',
      'k3s',
      plane.url,
    ]);
    const { stdout: token } = await run(kubectl, [
      `--kubeconfig=${folder}/alb-graphql.yaml`,
      'create',
      'token',
      'alb-graphql-demo',
      '-n',
      'default',
    ]);
    expect(token.split('.')).toHaveLength(3);
    demoToken = token.trim();
  });

  it('make a certificate, and the server serves by it with no rights on a read-only root', async () => {
    const compose = parse(await readFile(join(root, 'docker-compose.yml'), 'utf8'));
    const [shell, ...flags] = compose.services.certificate.entrypoint;
    const script = String(compose.services.certificate.command[0]).replaceAll('/tls/', `${folder}/`);
    await run(shell, [...flags, script]);
    const port = await freePort();
    const pod = await Pod.create({
      app: root,
      environment: {
        ...compose.services['alb-graphql'].environment,
        HOST: '0.0.0.0',
        PORT: String(port),
        LOG_LEVEL: 'warn',
      },
      mounts: { '/kubeconfig': folder, '/tls': folder },
    });
    try {
      await pod.start(['/nodejs/bin/node', '/app/dist/main.js', 'serve']);
      expect(await pod.exec(['/nodejs/bin/node', '/app/dist/main.js', 'health', '--ready'])).toEqual({
        code: 0,
        output: '',
      });
      const { body } = await request(`https://localhost:${port}/graphql`, {
        method: 'POST',
        // Its name is in it, so no exception is made.
        dispatcher: new Agent({ connect: { ca: await readFile(join(folder, 'tls.crt'), 'utf8') } }),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${demoToken}` },
        body: JSON.stringify({ query: '{ gateways { totalCount } }' }),
      });
      expect(await body.json()).toEqual({ data: { gateways: { totalCount: 0 } } });
    } finally {
      await pod.stop();
    }
  }, 60_000);
});
