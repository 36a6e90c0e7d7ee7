import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { SandboxRequest, SandboxResponse } from '../../src/sandbox/sandbox.js';
import { defaultTokens } from '../../src/sandbox/users.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { CuttingProxy } from '../harness/cutting-proxy.js';
import type { KubeApi } from '../harness/kube-api.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { type CertificateName, fixture, TlsFront } from '../harness/tls-front.js';

/** One request of the server under test, as it arrived at the cluster. */
export interface Arrived {
  /** `LIST gateways`, `WATCH gatewayclasses`; for what is no read of a kind, method and path. */
  readonly what: string;
  readonly path: string;
  /** A list's later page. */
  readonly continued: boolean;
  readonly token: string;
  readonly atMs: number;
}

type Fault = (arrived: Arrived) => SandboxResponse | undefined;

export interface FaultyClusterOptions {
  readonly mode: 'shared' | 'passthrough';
  /** Behind TLS, with test/fixtures/tls/before. */
  readonly tls?: boolean;
  /** Behind TLS, where the server proves itself by a certificate of its own; reached as a context of a kubeconfig. */
  readonly certificate?: boolean;
  readonly settings?: Record<string, string>;
}

const [admin] = defaultTokens;
const prefix = '/kubernetes/business-1';
const serverTokens = ['server-token', 'server-token-renewed'];

/**
 * A sandbox behind a proxy that breaks connections and a handler that breaks answers, reached as a platform's cluster is, by
 * URL template, with this server in front. The tests themselves go straight to the sandbox.
 */
export class FaultyCluster {
  /** What the server asked, oldest first. */
  readonly arrived: Arrived[] = [];
  opened!: OpenedSandbox;
  proxy!: CuttingProxy;
  server!: AlbGraphql;
  tls: TlsFront | undefined;
  readonly #faults = new Set<Fault>();
  #folder!: string;

  static async open(options: FaultyClusterOptions): Promise<FaultyCluster> {
    const cluster = new FaultyCluster();
    await cluster.#open(options);
    return cluster;
  }

  /** Opens one, and closes it whatever happens. */
  static async with(options: FaultyClusterOptions, use: (cluster: FaultyCluster) => Promise<void>): Promise<void> {
    const cluster = await FaultyCluster.open(options);
    try {
      await use(cluster);
    } finally {
      await cluster.close();
    }
  }

  get api(): KubeApi {
    return this.opened.api;
  }

  /** A fault of the cluster's answers, until the returned function is called. */
  inject(fault: Fault): () => void {
    this.#faults.add(fault);
    return () => this.#faults.delete(fault);
  }

  /** Answers the first `times` requests for which it holds with an error, and resolves when it has. */
  failNext(status: number, holds: (arrived: Arrived) => boolean, times = 1, headers = {}): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let left = times;
    const stop = this.inject((arrived) => {
      if (!holds(arrived)) return undefined;
      left -= 1;
      if (left === 0) {
        stop();
        resolve();
      }
      return failure(status, headers);
    });
    return promise;
  }

  /** Lists begun since then, by kind. */
  listsSince(ms: number): Record<string, number> {
    const lists = this.arrived.filter(
      ({ what, continued, atMs }) => what.startsWith('LIST') && !continued && atMs >= ms,
    );
    return Object.fromEntries(
      Object.entries(Object.groupBy(lists, ({ what }) => what)).map(([what, all]) => [what, all?.length ?? 0]),
    );
  }

  /** The server's own token, from now on. */
  async writeToken(token: string): Promise<void> {
    await writeFile(join(this.#folder, 'token'), token);
  }

  /** The authorities that the server trusts, from now on. */
  async writeAuthorities(name: CertificateName): Promise<void> {
    await copyFile(fixture(`${name}.crt`), join(this.#folder, 'ca.crt'));
  }

  /** The certificate that the server shows, from now on. */
  async writeCertificate(name: CertificateName): Promise<void> {
    for (const ending of ['crt', 'key']) {
      await copyFile(fixture(`${name}.${ending}`), join(this.#folder, `client.${ending}`));
    }
  }

  async close(): Promise<void> {
    await this.server?.stop();
    await this.proxy?.close();
    await this.tls?.close();
    await this.opened?.close();
    await rm(this.#folder, { recursive: true });
  }

  async #open({ mode, certificate = false, tls = certificate, settings = {} }: FaultyClusterOptions): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'alb-graphql-faults-'));
    const tokens = [...defaultTokens, ...serverTokens.map((token) => ({ ...(admin as typeof admin & object), token }))];
    this.opened = await openSandbox({ tokens, intercept: (request) => this.#intercept(request) });
    await createNamespace(this.api, 'a1');
    await this.writeToken('server-token');
    if (tls) {
      await this.writeAuthorities('before');
      await this.writeCertificate('before');
      this.tls = await TlsFront.start(this.opened.listening.url, 'server-token');
    }
    this.proxy = await CuttingProxy.start(this.tls?.url ?? this.opened.listening.url);
    this.server = await AlbGraphql.start(
      { ...(certificate ? await this.#byKubeconfig() : this.#byTemplate(mode, tls)), AUTH_MODE: mode, ...settings },
      'viewer-token',
    );
  }

  #byTemplate(mode: FaultyClusterOptions['mode'], tls: boolean): Record<string, string> {
    return {
      CLUSTER_URL_TEMPLATE: `${this.proxy.url}/kubernetes/{cluster}`,
      CLUSTER_NAMES: 'business-1',
      ...(mode === 'shared' && { CLUSTER_TOKEN_FILE: join(this.#folder, 'token') }),
      ...(tls && { CLUSTER_CA_FILE: join(this.#folder, 'ca.crt') }),
    };
  }

  /** Its files are named from where it stands. */
  async #byKubeconfig(): Promise<Record<string, string>> {
    const path = join(this.#folder, 'kubeconfig');
    const cluster = { server: this.proxy.url + prefix, 'certificate-authority': 'ca.crt' };
    const config = {
      'current-context': 'business-1',
      clusters: [{ name: 'c', cluster }],
      users: [{ name: 'u', user: { 'client-certificate': 'client.crt', 'client-key': 'client.key' } }],
      contexts: [{ name: 'business-1', context: { cluster: 'c', user: 'u' } }],
    };
    await writeFile(path, stringify(config));
    return { KUBECONFIG: path };
  }

  #intercept(request: SandboxRequest): SandboxResponse | undefined | Promise<SandboxResponse> {
    if (!request.url.startsWith(prefix)) return undefined;
    const url = request.url.slice(prefix.length);
    const arrived = arrivedOf({ ...request, url });
    this.arrived.push(arrived);
    for (const fault of this.#faults) {
      const answer = fault(arrived);
      if (answer !== undefined) return answer;
    }
    return this.opened.sandbox.handle({ ...request, url });
  }
}

function arrivedOf({ method, url, headers }: SandboxRequest): Arrived {
  const { pathname, searchParams } = new URL(url, 'http://cluster');
  const kind = /\/(gateways|alaudaloadbalancer2|gatewayclasses|namespaces)$/.exec(pathname)?.[1];
  const verb = searchParams.get('watch') === 'true' ? 'WATCH' : 'LIST';
  return {
    path: pathname,
    what: method === 'GET' && kind !== undefined ? `${verb} ${kind}` : `${method} ${pathname}`,
    continued: searchParams.has('continue'),
    token: (headers['authorization'] ?? '').replace('Bearer ', ''),
    atMs: performance.now(),
  };
}

/** As the API server fails. */
export function failure(code: number, headers: Record<string, string> = {}): SandboxResponse {
  const reasons: Record<number, string> = { 401: 'Unauthorized', 403: 'Forbidden', 429: 'TooManyRequests' };
  const reason = reasons[code] ?? 'InternalError';
  const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: `${reason}, by the test` };
  return { status: code, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
