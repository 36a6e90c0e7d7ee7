import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { SandboxResponse } from '../../src/sandbox/sandbox.js';
import { defaultTokens } from '../../src/sandbox/users.js';
import { createPair } from '../faults/gateway-pairs.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { openSandbox } from '../harness/open-sandbox.js';

const badGateway: SandboxResponse = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: '<h1>Bad Gateway</h1>',
};
const never = new Promise<SandboxResponse>(() => undefined);

it.each(['shared', 'passthrough'])(
  'in %s mode, of the clusters behind a platform each answers or fails by itself, and one that hangs holds up none that is asked alone',
  async (mode) => {
    const opened = await openSandbox({
      tokens: defaultTokens,
      intercept(request) {
        const [, cluster, path] = /^\/kubernetes\/([^/]+)(\/.*)$/.exec(request.url) ?? [];
        if (cluster === undefined) return undefined;
        if (cluster === 'broken') return badGateway;
        return cluster === 'hung' ? never : Promise.resolve(opened.sandbox.handle({ ...request, url: path ?? '/' }));
      },
    });
    const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-test-'));
    const CLUSTER_TOKEN_FILE = join(folder, 'token');
    let server: AlbGraphql | undefined;
    try {
      await writeFile(CLUSTER_TOKEN_FILE, 'admin-token');
      server = await AlbGraphql.start(
        {
          CLUSTER_URL_TEMPLATE: `${opened.listening.url}/kubernetes/{cluster}`,
          CLUSTER_NAMES: 'broken,first,hung,second',
          CLUSTER_TOKEN_FILE,
          AUTH_MODE: mode,
          UPSTREAM_READ_TIMEOUT_MS: '1500',
          OPERATION_TIMEOUT_MS: '4000',
        },
        'viewer-token',
      );
      await createNamespace(opened.api, 'a1');
      await createPair(opened.api, 'a1', 'g');
      let over = false;
      const whole = server.ask('{ clusters { name reachable gateways { totalCount } } }').finally(() => {
        over = true;
      });
      for (const cluster of ['first', 'second', 'first', 'second']) {
        const { gateways } = await server.get(`{ gateways(cluster: "${cluster}") { totalCount } }`);
        expect(gateways.totalCount).toBe(1);
      }
      expect(over).toBe(false);
      const { data, errors = [] } = await whole;
      expect(data.clusters).toEqual([
        { name: 'broken', reachable: false, gateways: null },
        { name: 'first', reachable: true, gateways: { totalCount: 1 } },
        { name: 'hung', reachable: false, gateways: null },
        { name: 'second', reachable: true, gateways: { totalCount: 1 } },
      ]);
      expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
        [['clusters', 0, 'gateways'], 'CLUSTER_UNAVAILABLE'],
        [['clusters', 2, 'gateways'], 'TIMEOUT'],
      ]);
    } finally {
      await server?.stop();
      await opened.close();
      await rm(folder, { recursive: true });
    }
  },
);
