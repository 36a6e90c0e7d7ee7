import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { isAlive, untilEnded } from '../harness/is-alive.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { Program } from '../harness/program.js';
import { ServedProcess } from '../harness/served-process.js';
import { until } from '../harness/until.js';

const credential = JSON.stringify({
  apiVersion: 'client.authentication.k8s.io/v1',
  kind: 'ExecCredential',
  status: { token: 'unused' },
});

/** `viewer` needs the server's credentials, and nothing else. */
const whoAmI = (cluster: string) => `{ viewer(cluster: "${cluster}") { groups } }`;

describe('the built server, with a credential plugin for one cluster of two', () => {
  let folder: string;
  let opened: OpenedSandbox;
  let served: ServedProcess | undefined;
  const log: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alb-graphql-plugin-'));
    opened = await openSandbox();
  });

  afterEach(async () => {
    await served?.kill();
    await opened.close();
    await rm(folder, { recursive: true });
    log.length = 0;
  });

  /** The settings by which `plugged` has its credentials from the script, and `plain` needs none. */
  async function settingsFor(script: string): Promise<Record<string, string>> {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      interactiveMode: 'IfAvailable',
      command: '/bin/sh',
      args: ['-c', script],
    };
    const { url: server } = opened.listening;
    const KUBECONFIG = join(folder, 'kubeconfig');
    await writeFile(
      KUBECONFIG,
      stringify({
        clusters: ['plugged', 'plain'].map((name) => ({ name, cluster: { server } })),
        users: [
          { name: 'plugged', user: { exec } },
          { name: 'plain', user: {} },
        ],
        contexts: ['plugged', 'plain'].map((name) => ({ name, context: { cluster: name, user: name } })),
      }),
    );
    return { KUBECONFIG, AUTH_MODE: 'single-user', UPSTREAM_READ_TIMEOUT_MS: '1000', OPERATION_TIMEOUT_MS: '2000' };
  }

  async function serve(script: string, more: Record<string, string> = {}): Promise<AlbGraphql> {
    const settings = { ...(await settingsFor(script)), LOG_LEVEL: 'warn', ...more };
    served = await ServedProcess.start(settings, (line) => log.push(line));
    return AlbGraphql.at(served.url);
  }

  it('gives it an empty input, as kubectl does', async () => {
    const api = await serve(`cat >/dev/null; echo '${credential}'`);
    expect(await api.ask(whoAmI('plugged'))).toEqual({ data: { viewer: { groups: expect.any(Array) } } });
  });

  it('answers CLUSTER_UNAVAILABLE where it does not end, serves the other cluster meanwhile, and ends it with all that it began', async () => {
    const marks = join(folder, 'pids');
    const api = await serve(`sleep 600 & echo $$ $! >${marks}; wait`);
    const hanging = Array.from({ length: 20 }, () => api.ask(whoAmI('plugged')));
    await until(() => existsSync(marks));
    expect(await api.ask(whoAmI('plain'))).toEqual({ data: { viewer: { groups: expect.any(Array) } } });
    for (const { errors } of await Promise.all(hanging)) {
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['CLUSTER_UNAVAILABLE']);
    }
    const figures = await (await fetch(`${api.url}/metrics`)).text();
    expect(figures).toMatch(/^alb_graphql_operations_under_way 0$/m);
    expect(figures).toMatch(/^alb_graphql_upstream_under_way\{cluster="plugged"\} 0$/m);
    const pids = (await readFile(marks, 'utf8')).trim().split(' ').map(Number);
    expect(pids).toHaveLength(2);
    await untilEnded(...pids);
  });

  it('tells in its log what the plugin said', async () => {
    const api = await serve(`echo 'no session: run login first' >&2; exit 3`);
    await api.ask('{ gateways(cluster: "plugged") { totalCount } }');
    await until(() => log.some((line) => line.includes('no session: run login first')));
  });

  it('says so in check-config, too, where it never ends', async () => {
    const settings = await settingsFor(`printf 'waiting for a \\033[31mbrowser\\n' >&2; sleep 600`);
    const { code, out } = await new Program(['check-config'], { env: settings }).ended;
    expect(out).toMatch(
      /FAILED CLUSTER_UNAVAILABLE: .*\/bin\/sh did not end within 900 ms; it said: waiting for a \[31mbrowser/,
    );
    expect(code).toBe(1);
  });

  it('answers TIMEOUT where it may take longer than the operation, and ends it when the server ends', async () => {
    const marks = join(folder, 'pids');
    const api = await serve(`echo $$ >${marks}; exec sleep 600`, { UPSTREAM_READ_TIMEOUT_MS: '600000' });
    const { errors } = await api.ask(whoAmI('plugged'));
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['TIMEOUT']);
    const pid = Number(await readFile(marks, 'utf8'));
    expect(await isAlive(pid)).toBe(true);
    expect(await served?.stop()).toBe(0);
    await untilEnded(pid);
  });
});
