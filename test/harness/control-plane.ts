import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { findControlPlaneBinaries } from './control-plane-binaries.js';
import { freePort } from './free-port.js';
import { KubeApi } from './kube-api.js';

/** The users of every control plane; their rights come with `seedRbac`. */
export const tokens = {
  admin: 'admin-token',
  alice: 'alice-token',
  bob: 'bob-token',
  viewer: 'viewer-token',
  carol: 'carol-token',
  dave: 'dave-token',
} as const;

/** Where the API server listens, and which addresses its Services get. */
const ipFamilies = {
  IPv4: { host: '127.0.0.1', services: '10.0.0.0/24' },
  IPv6: { host: '::1', services: 'fd00:10::/108' },
  dual: { host: '127.0.0.1', services: '10.0.0.0/24,fd00:10::/108' },
} as const;

export type IpFamily = keyof typeof ipFamilies;

const startTimeoutMs = 60_000;

/** A real etcd and kube-apiserver on loopback ports, in a folder of their own. */
export class ControlPlane {
  #etcd: ChildProcess | undefined;
  #apiserver: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly binaries: { etcd: string; kubeApiserver: string },
    private readonly ports: { etcd: number; etcdPeer: number; api: number },
    private readonly ipFamily: IpFamily,
  ) {}

  static async start({ ipFamily = 'IPv4' as IpFamily } = {}): Promise<ControlPlane> {
    const binaries = await findControlPlaneBinaries();
    const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-control-plane-'));
    const [etcd, etcdPeer, api] = [await freePort(), await freePort(), await freePort()];
    const plane = new ControlPlane(folder, binaries, { etcd, etcdPeer, api }, ipFamily);
    await plane.#prepare();
    plane.#startEtcd();
    await plane.startApiserver();
    return plane;
  }

  get url(): string {
    const { host } = ipFamilies[this.ipFamily];
    return `https://${host.includes(':') ? `[${host}]` : host}:${this.ports.api}`;
  }

  caPem(): Promise<string> {
    return readFile(join(this.folder, 'certs', 'apiserver.crt'), 'utf8');
  }

  /** A bare client; by default with all rights. */
  async api(token: string = tokens.admin): Promise<KubeApi> {
    return new KubeApi(this.url, token, await this.caPem());
  }

  /** Writes a kubeconfig with one context, and answers its path. `url`: of a proxy on the way. */
  async kubeconfig({ token = tokens.admin as string, context = 'business-1', url = this.url } = {}): Promise<string> {
    // A signed token is too long for a name.
    const user = createHash('sha256').update(token).digest('hex').slice(0, 16);
    const path = join(this.folder, `kubeconfig-${context}-${user}-${new URL(url).port}`);
    const cluster = {
      server: url,
      'certificate-authority-data': Buffer.from(await this.caPem()).toString('base64'),
    };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': context,
      clusters: [{ name: context, cluster }],
      users: [{ name: context, user: { token } }],
      contexts: [{ name: context, context: { cluster: context, user: context } }],
    };
    await writeFile(path, stringify(config), { mode: 0o600 });
    return path;
  }

  async startApiserver(): Promise<void> {
    const { folder, ports } = this;
    const { host, services } = ipFamilies[this.ipFamily];
    this.#apiserver = this.#spawn(this.binaries.kubeApiserver, [
      `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
      `--secure-port=${ports.api}`,
      `--bind-address=${host}`,
      `--cert-dir=${folder}/certs`,
      `--token-auth-file=${folder}/tokens.csv`,
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${folder}/sa.pub`,
      `--service-account-signing-key-file=${folder}/sa.key`,
      `--service-cluster-ip-range=${services}`,
      '--disable-admission-plugins=ServiceAccount',
    ]);
    await this.#untilReady();
  }

  async stopApiserver(): Promise<void> {
    await end(this.#apiserver);
  }

  /** Forgets etcd's history up to now, as its hourly compaction does. */
  async compact(): Promise<void> {
    const url = `http://127.0.0.1:${this.ports.etcd}/v3/kv`;
    const post = (path: string, body: object) =>
      fetch(`${url}/${path}`, { method: 'POST', body: JSON.stringify(body) });
    const { header } = (await (await post('range', { key: 'AA==' })).json()) as { header: { revision: string } };
    await post('compaction', { revision: header.revision, physical: true });
  }

  async stop(): Promise<void> {
    await end(this.#apiserver);
    await end(this.#etcd);
    await rm(this.folder, { recursive: true, force: true });
  }

  async #prepare(): Promise<void> {
    const users = [
      `${tokens.admin},admin,1,"system:masters"`,
      `${tokens.alice},alice,2`,
      `${tokens.bob},bob,3`,
      `${tokens.viewer},viewer,4`,
      `${tokens.carol},carol,5`,
      `${tokens.dave},dave,6`,
    ];
    await writeFile(join(this.folder, 'tokens.csv'), users.join('\n'), { mode: 0o600 });
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await writeFile(join(this.folder, 'sa.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
    await writeFile(join(this.folder, 'sa.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }

  #startEtcd(): void {
    const { folder, ports } = this;
    const [client, peer] = [`http://127.0.0.1:${ports.etcd}`, `http://127.0.0.1:${ports.etcdPeer}`];
    this.#etcd = this.#spawn(this.binaries.etcd, [
      `--data-dir=${folder}/etcd`,
      '--unsafe-no-fsync',
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--log-level=error',
    ]);
  }

  #spawn(command: string, args: string[]): ChildProcess {
    const child = spawn(command, args, { stdio: 'ignore' });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => process.removeListener('exit', kill));
    return child;
  }

  async #untilReady(): Promise<void> {
    const deadline = Date.now() + startTimeoutMs;
    for (;;) {
      try {
        const api = await this.api();
        const { status } = await api.get('/readyz').finally(() => api.close());
        if (status === 200) return;
      } catch {
        // Not listening yet, or its certificate is not written yet.
      }
      if (Date.now() > deadline) throw new Error('the kube-apiserver was not ready in time');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
