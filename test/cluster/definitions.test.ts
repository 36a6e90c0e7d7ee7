import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventMirror, linesByCluster } from '../faults/event-mirror.js';
import { createAlbOf, createGatewayOf, lasting } from '../faults/gateway-pairs.js';
import { expectLife, listsAsked, RecoveryReport } from '../faults/recovery.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { ControlPlane, tokens } from '../harness/control-plane.js';
import { applyDefinition, definitionFiles, seedRbac } from '../harness/control-plane-setup.js';
import type { KubeApi } from '../harness/kube-api.js';

const modes = ['shared', 'passthrough'] as const;
const report = new RecoveryReport('On a real API server, from the arrival of a definition');
let plane: ControlPlane;
let api: KubeApi;
let servers: AlbGraphql[] = [];

beforeAll(async () => {
  plane = await ControlPlane.start();
  api = await plane.api();
  await seedRbac(api);
  const KUBECONFIG = await plane.kubeconfig({ token: tokens.viewer });
  servers = await Promise.all(modes.map((mode) => AlbGraphql.start({ KUBECONFIG, AUTH_MODE: mode }, tokens.viewer)));
}, 900_000);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await api?.close();
  await plane?.stop();
  report.print();
});

/** Applies definitions, and measures how long after that each server has done what shows that it knows. */
async function install<R>(files: string[], what: string, know: (server: AlbGraphql) => Promise<R>): Promise<R[]> {
  for (const file of files) await applyDefinition(api, file);
  const endedMs = performance.now();
  return Promise.all(
    servers.map(async (server, at) => {
      const result = await know(server);
      const tookMs = performance.now() - endedMs;
      report.add(`${modes[at]}: ${what}`, tookMs);
      expect(tookMs).toBeLessThan(2_000);
      return result;
    }),
  );
}

/** An API server takes its first object of a kind two seconds after the definition: that is not to be measured. */
async function expectShown(mirrors: readonly EventMirror[]): Promise<void> {
  const expected = await linesByCluster(api, ['a1']);
  await Promise.all(mirrors.map((mirror) => mirror.shows(expected)));
}

/** Steps of one story: a cluster gets its definitions one after the other. */
describe('a real API server that is given its definitions later', () => {
  let mirrors: EventMirror[] = [];

  it('without any: NOT_FOUND, and no stream', async () => {
    for (const server of servers) {
      const { data, errors } = await server.ask('{ gateways { totalCount } albs { totalCount } }');
      expect(data).toEqual({ gateways: null, albs: null });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
      const early = server.subscribe('subscription { gatewayEvents { type } }');
      await expect(early.next()).rejects.toThrow('"code":"NOT_FOUND"');
    }
  });

  it('with the Gateway API: a stream, of gateways without addresses', async () => {
    const { gatewayClass, gateway } = await definitionFiles();
    mirrors = await install([gatewayClass, gateway], 'of the Gateway API until a stream has begun', (server) =>
      EventMirror.followAfter('NOT_FOUND', server, 'a1'),
    );
    await createGatewayOf(api, 'a1', 'same');
    await expectShown(mirrors);
  });

  it('with ALB2: the same stream tells of the addresses', async () => {
    // Long enough for the delays between lists to have grown; nobody asks meanwhile but the streams themselves.
    await lasting(6_000);
    await install([(await definitionFiles()).alb], 'of ALB2 until the stream has listed it', async (server) => {
      while ((await listsAsked(server, 200))['ALB2'] === undefined);
    });
    await createAlbOf(api, 'a1', 'same');
    await expectShown(mirrors);
    for (const [at, mirror] of mirrors.entries()) {
      await expectLife(mirror, api);
      expect(mirror.broken).toEqual([]);
      expect(await listsAsked(servers[at] as AlbGraphql, 200)).toMatchObject({ ALB2: 1, Gateway: 1 });
    }
  }, 60_000);
});
