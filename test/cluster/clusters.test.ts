import { delimiter } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createPair } from '../faults/gateway-pairs.js';
import { AlbGraphql } from '../harness/alb-graphql.js';
import { ControlPlane, tokens } from '../harness/control-plane.js';
import { applyDefinitions, createNamespace, seedRbac } from '../harness/control-plane-setup.js';
import { CuttingProxy } from '../harness/cutting-proxy.js';

const query = '{ clusters { name reachable gateways { totalCount } } }';
const operationTimeoutMs = 4_000;
let planes: ControlPlane[];
let hung: CuttingProxy;
/** Three API servers, one of them stopped. */
let kubeconfigs: string[];

beforeAll(async () => {
  planes = await Promise.all([1, 2, 3].map(() => ControlPlane.start()));
  await Promise.all(planes.slice(0, 2).map((plane, at) => fill(plane, at + 1)));
  const [first, , third] = planes as [ControlPlane, ControlPlane, ControlPlane];
  kubeconfigs = await Promise.all(planes.map((plane, at) => plane.kubeconfig({ context: `cluster-${at + 1}` })));
  await third.stopApiserver();
  hung = await CuttingProxy.start(first.url);
  hung.lose();
}, 900_000);

afterAll(async () => {
  await hung?.close();
  await Promise.all((planes ?? []).map((plane) => plane.stop()));
});

async function fill(plane: ControlPlane, gateways: number): Promise<void> {
  const api = await plane.api();
  await applyDefinitions(api);
  await seedRbac(api);
  await createNamespace(api, 'a1');
  for (let at = 0; at < gateways; at += 1) await createPair(api, 'a1', `g${at}`);
  await api.close();
}

describe.each(['shared', 'passthrough'] as const)('in %s mode', (mode) => {
  let server: AlbGraphql | undefined;

  const start = async (paths: readonly string[]) => {
    server = await AlbGraphql.start(
      {
        KUBECONFIG: paths.join(delimiter),
        AUTH_MODE: mode,
        OPERATION_TIMEOUT_MS: String(operationTimeoutMs),
        UPSTREAM_READ_TIMEOUT_MS: '3000',
      },
      tokens.viewer,
    );
    const { ask } = server;
    return { ask: ask.bind(server) };
  };

  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  it('three clusters answer, one of them stopped: two with data, and one with its error at its path', async () => {
    const { ask } = await start(kubeconfigs);
    const beganMs = performance.now();
    const { data, errors } = await ask(query);
    expect(performance.now() - beganMs).toBeLessThan(operationTimeoutMs);
    expect(data.clusters).toEqual([
      { name: 'cluster-1', reachable: true, gateways: { totalCount: 1 } },
      { name: 'cluster-2', reachable: true, gateways: { totalCount: 2 } },
      { name: 'cluster-3', reachable: false, gateways: null },
    ]);
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['clusters', 2, 'gateways'], 'CLUSTER_UNAVAILABLE'],
    ]);
  });

  it('one that accepts and never answers costs callers of the others nothing', async () => {
    const [first = '', second = ''] = kubeconfigs;
    const plane = planes[0] as ControlPlane;
    const { ask } = await start([first, second, await plane.kubeconfig({ context: 'hung', url: hung.url })]);
    let answered = false;
    const beganMs = performance.now();
    const whole = ask(query).finally(() => {
      answered = true;
    });
    // While it is waited for, the others are asked again and again.
    for (let turn = 0; turn < 20; turn += 1) {
      const cluster = `cluster-${1 + (turn % 2)}`;
      const { data, errors } = await ask(`{ gateways(cluster: "${cluster}") { totalCount } }`);
      expect([errors, data.gateways.totalCount]).toEqual([undefined, 1 + (turn % 2)]);
    }
    expect(answered).toBe(false);
    const { data, errors } = await whole;
    expect(performance.now() - beganMs).toBeLessThan(operationTimeoutMs + 500);
    expect(data.clusters).toEqual([
      { name: 'cluster-1', reachable: true, gateways: { totalCount: 1 } },
      { name: 'cluster-2', reachable: true, gateways: { totalCount: 2 } },
      { name: 'hung', reachable: false, gateways: null },
    ]);
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['clusters', 2, 'gateways'], 'TIMEOUT'],
    ]);
  }, 30_000);
});
