import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Pool } from 'undici';
import { stringify } from 'yaml';
import { systemClock } from '../../src/clock.js';
import type { AccessMode } from '../../src/kube/cluster.js';
import { configsFromKubeconfig } from '../../src/kube/configs-from-kubeconfig.js';
import { identityFromTokenFile, pemFromFile } from '../../src/kube/file-credentials.js';
import type { SandboxRequest } from '../../src/sandbox/sandbox.js';
import { SilentServer } from '../harness/silent-server.js';
import { until } from '../harness/until.js';
import { type HungPort, TwoClusters } from './two-clusters.js';

let folder: string;
const closers: (() => unknown)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alb-graphql-ports-'));
});

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await rm(folder, { recursive: true });
});

/** A port that hangs, and when a request has come to it. */
interface Port extends HungPort {
  readonly reached?: () => boolean;
}

/** Something that never answers. */
function never() {
  let reached = false;
  const ask = () => {
    reached = true;
    return new Promise<never>(() => undefined);
  };
  return { ask, reached: () => reached };
}

function pipe(): string {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

/** In time that nobody stops: it is the operation that ends here. */
async function pluginThatNeverEnds(): Promise<Port> {
  const mark = join(folder, 'mark');
  const exec = { command: '/bin/sh', args: ['-c', `echo $$ >${mark}; exec sleep 600`] };
  const path = join(folder, 'kubeconfig');
  const config = {
    clusters: [{ name: 'hung', cluster: { server: 'https://unused' } }],
    users: [{ name: 'hung', user: { exec } }],
    contexts: [{ name: 'hung', context: { cluster: 'hung', user: 'hung' } }],
  };
  await writeFile(path, stringify(config));
  const { configs } = await configsFromKubeconfig([path], { clock: systemClock, credentialsLimitMs: 600_000 });
  const { identity, close } = configs[0] ?? {};
  return { config: { identity, close }, reached: () => existsSync(mark) };
}

async function silentServer(): Promise<SilentServer> {
  const server = await SilentServer.start();
  closers.push(() => server.close());
  return server;
}

const holding = (hangs: (request: SandboxRequest) => boolean): Port => ({ hangs });
const watches = ({ url }: SandboxRequest) => url.includes('watch=true');

/** The ports of a cluster by which the server comes to an answer, in order. */
const ports: Record<string, () => Port | Promise<Port>> = {
  'the credential plugin': pluginThatNeverEnds,
  'the file of the credential': () => {
    const { ask, reached } = never();
    return { config: { identity: ask }, reached };
  },
  'the file of the authorities': () => {
    const { ask, reached } = never();
    return { config: { ca: ask }, reached };
  },
  'the look-up of the name': () => {
    const { ask, reached } = never();
    const lookup: LookupFunction = () => void ask();
    const createDispatcher: Port['createDispatcher'] = ({ origin }) => new Pool(origin, { connect: { lookup } });
    return { config: { url: 'http://nowhere.invalid' }, createDispatcher, reached };
  },
  'the connection': () => {
    const { ask, reached } = never();
    return { createDispatcher: ({ origin }) => new Pool(origin, { connect: () => void ask() }), reached };
  },
  'the TLS handshake': async () => {
    const server = await silentServer();
    return { config: { url: `https://${server.host}` }, reached: () => server.accepted > 0 };
  },
  'the proxy on the way': async () => {
    const server = await silentServer();
    const way = { url: 'https://nowhere.invalid', proxyUrl: `http://${server.host}` };
    return { config: way, reached: () => server.accepted > 0 };
  },
  discovery: () => holding(({ url }) => url === '/apis/gateway.networking.k8s.io'),
  review: () => holding(({ url }) => url.includes('selfsubject')),
  list: () => holding((request) => /\/gateways(\?|$)/.test(request.url) && !watches(request)),
};

/** Those that a mode does not come to: of its own credentials, and of the cluster's word on its callers. */
const unused: Readonly<Record<AccessMode, RegExp>> = {
  shared: /^$/,
  passthrough: /credential|review/,
  'single-user': /review/,
};
const portsOf = (mode: AccessMode) => Object.keys(ports).filter((name) => !unused[mode].test(name));

const gatewaysOf = (cluster: string) => `{ gateways(cluster: "${cluster}", namespace: "a1") { totalCount } }`;
const tokens = ['admin-token', 'alice-token', 'viewer-token'];

async function open(port: Port, mode: AccessMode): Promise<TwoClusters> {
  const two = await TwoClusters.open(port, mode);
  closers.push(() => two.close());
  return two;
}

describe.each(['shared', 'passthrough', 'single-user'] as const)('in %s mode', (mode) => {
  it.each(portsOf(mode).map((name) => [name]))('%s hangs, for one cluster of two', async (name) => {
    const port = (await ports[name]?.()) ?? {};
    const two = await open(port, mode);
    const idle = two.clock.pending;
    const asked = tokens.flatMap((token) => Array.from({ length: 7 }, () => two.as(token).ask(gatewaysOf('hung'))));
    await until(port.reached ?? (() => two.held > 0));

    // No time passes meanwhile.
    for (const token of tokens)
      expect(await two.as(token).get(gatewaysOf('well'))).toEqual({ gateways: { totalCount: 0 } });

    await two.untilUnderWay(asked.length);
    two.clock.advance(5000);
    for (const { errors } of await Promise.all(asked)) {
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['TIMEOUT']);
    }
    expect(await two.operationsUnderWay()).toBe(0);

    // A set that nobody waits for is given up by then.
    two.clock.advance(1000);
    await until(() => two.places === 0);
    expect(await two.operationsUnderWay()).toBe(0);
    // The last look whether the cluster is back may have begun just now, and has two seconds.
    two.clock.advance(2000);
    await until(() => two.clock.pending <= idle && two.held === 0);
  });
});

describe('the file of the credential is a pipe that nobody writes to', () => {
  it('is no file, and said to be none at once', async () => {
    const path = pipe();
    const two = await open({ config: { identity: identityFromTokenFile(path, systemClock) } }, 'single-user');
    const { errors } = await two.as('a-token-of-one-who-waits').ask('{ viewer(cluster: "hung") { groups } }');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['CLUSTER_UNAVAILABLE']);
  });

  it('so it is with the authorities', async () => {
    const path = pipe();
    const two = await open({ config: { ca: pemFromFile(path, systemClock) } }, 'passthrough');
    const { errors } = await two.as('admin-token').ask('{ viewer(cluster: "hung") { groups } }');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['CLUSTER_UNAVAILABLE']);
  });
});

describe('a watch hangs, for one cluster of two', () => {
  const events = (cluster: string) => `subscription { gatewayEvents(cluster: "${cluster}", namespace: "a1") { type } }`;

  it('ends a subscription with TIMEOUT where its caller’s right to it is the cluster’s answer', async () => {
    const two = await open(holding(watches), 'passthrough');
    const idle = two.clock.pending;
    const hung = two.as('admin-token').subscribe(events('hung'));
    const first = hung.next().catch((error: Error) => error.message);
    await until(() => two.held > 0);
    const well = two.as('admin-token').subscribe(events('well'));
    expect(await well.next()).toMatchObject({ gatewayEvents: { type: expect.any(String) } });
    two.clock.advance(10_000);
    expect(await first).toContain('"code":"TIMEOUT"');
    await well.stop();
    two.clock.advance(1000);
    await until(() => two.places === 0);
    expect(await two.operationsUnderWay()).toBe(0);
    two.clock.advance(2000);
    await until(() => two.clock.pending <= idle && two.held === 0);
  });

  it('leaves queries as they are, where the set is filled by its list', async () => {
    const two = await open(holding(watches), 'shared');
    const answer = await two.as('admin-token').get(gatewaysOf('hung'));
    expect(answer).toEqual({ gateways: { totalCount: 0 } });
  });
});
