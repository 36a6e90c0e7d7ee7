import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { systemClock, timestamp } from '../../src/clock.js';
import { EventLoopShares } from '../../src/event-loop-shares.js';
import { indexesFor } from '../../src/gateway/indexes.js';
import { createEngine } from '../../src/graphql/create-engine.js';
import { createClusters, type RunningClusters } from '../../src/kube/clusters.js';
import { albKind, gatewayKind } from '../../src/kube/kinds.js';
import { fillPlatform } from '../../src/sandbox/platform.js';
import { defaultTokens } from '../../src/sandbox/users.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { until } from '../harness/until.js';

const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };
const limits = { maxDepth: 20, maxComplexity: 1e6, maxAliases: 50, maxRootFields: 20, maxDirectives: 50 } as never;
const caller = { token: 'admin-token', key: 'key' };
const resources = { signal: new AbortController().signal, own: () => undefined };
const query = `{
  gateways(first: 100) { totalCount nodes { name labels addresses { value } alb { name manualAddresses } } }
  filtered: gateways(filter: { labelSelector: "!nothing" }) { totalCount nodes { name } }
  albs(orderBy: { field: STATE, direction: DESC }) { nodes { name orphaned gateways { name } } }
}`;

describe('an answer that gives way while it is made', () => {
  let opened: OpenedSandbox;
  let clusters: RunningClusters;
  /** Those who gave way, to go on when the test says so. */
  let waiting: (() => void)[];
  let onGiveWay: () => void;
  let engine: ReturnType<typeof createEngine>;
  let plain: ReturnType<typeof createEngine>;
  beforeEach(async () => {
    opened = await openSandbox({ tokens: defaultTokens });
    fillPlatform(opened.sandbox.admin, { ...settings, at: timestamp(systemClock) });
    const identity = async () => ({ headers: { authorization: 'Bearer admin-token' } });
    clusters = createClusters({
      configs: [{ name: 'sandbox', url: opened.listening.url, identity }],
      mode: 'shared',
      clock: systemClock,
      random: Math.random,
      indexes: indexesFor(settings),
      preload: ['sandbox'],
    });
    await clusters.ready;
    waiting = [];
    let lookMs = 0;
    const shares = new EventLoopShares({
      elapsed: () => ++lookMs,
      sliceMs: 3,
      freeEntries: 0,
      entriesPerLook: 1,
      afterTurn(task) {
        waiting.push(task);
        onGiveWay();
      },
    });
    const common = { clusters, settings, clock: systemClock, random: Math.random, operationId: () => 'op', limits };
    engine = createEngine({ ...common, shares });
    plain = createEngine(common);
  });
  afterEach(async () => {
    await clusters.close();
    await opened.close();
  });

  const passed = (of: typeof engine) => {
    const document = of.parse(query);
    if (document instanceof Error) throw document;
    const result = of.check({ document });
    if (result.kind !== 'passed') throw new Error(JSON.stringify(result));
    return result;
  };
  const quickly = async (of: typeof engine) => {
    const result = await of.answer(passed(of), caller, resources);
    return result.kind === 'answered' ? String(result.answer.bytes) : result.kind;
  };
  const slowly = async (of: typeof engine) => {
    const contextValue = of.contextFor(caller, resources);
    const { document } = passed(of);
    const { data, errors } = (await of.execute({ schema: of.schema, document, contextValue })) as ExecutionResult;
    return JSON.stringify({ data, ...(errors && { errors }) });
  };

  /** Another address for every ALB, one gateway less and one label more; resolves when the server has seen it. */
  const changeAll = async () => {
    const { admin } = opened.sandbox;
    const albs = admin.list('ALB2');
    const [gone, ...others] = admin.list('Gateway');
    for (const { kind, metadata } of albs) {
      const change = (object: any) => ({ ...object, spec: { ...object.spec, address: '10.9.9.9' } });
      admin.update({ kind, namespace: metadata.namespace, name: metadata.name }, change);
    }
    for (const { kind, metadata } of others) {
      const labels = (object: any) => ({ ...object.metadata, labels: { ...object.metadata.labels, nothing: 'x' } });
      const change = (object: any) => ({ ...object, metadata: labels(object) });
      admin.update({ kind, namespace: metadata.namespace, name: metadata.name }, change);
    }
    if (gone !== undefined)
      admin.delete({ kind: 'Gateway', namespace: gone.metadata.namespace, name: gone.metadata.name });
    const { reader } = clusters.open('sandbox', caller);
    for (const kind of [albKind, gatewayKind]) {
      const listing = await reader.list(kind, {});
      const stored = () => admin.list(kind.kind);
      await until(
        () =>
          listing.size === stored().length &&
          stored().every(
            ({ metadata: { namespace, name, resourceVersion } }) =>
              listing.get(namespace, name)?.metadata.resourceVersion === resourceVersion,
          ),
      );
    }
  };

  const goOn = () => {
    for (const task of waiting.splice(0)) setImmediate(task);
    onGiveWay = () => goOn();
  };

  it.each([
    ['as text', quickly],
    ['by graphql-js', slowly],
  ])('shows one moment, that in which it first gave way: %s', async (_, answer) => {
    const before = await answer(plain);
    const gaveWay = new Promise<void>((resolve) => {
      onGiveWay = resolve;
    });
    const under = answer(engine);
    await gaveWay;
    await changeAll();
    goOn();
    expect(await under).toBe(before);
    const after = await answer(plain);
    expect(after).not.toBe(before);
    // What was kept of the first answer is of its own moment, not of now.
    expect(await answer(engine)).toBe(after);
  });
});
