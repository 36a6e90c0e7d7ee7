import { type DocumentNode, type ExecutionResult, parse } from 'graphql';
import { indexesFor } from '../../../src/gateway/indexes.js';
import { createEngine } from '../../../src/graphql/create-engine.js';
import type { ClusterOptions } from '../../../src/kube/cluster.js';
import { createClusters } from '../../../src/kube/clusters.js';
import { albKind, gatewayClassKind, gatewayKind } from '../../../src/kube/kinds.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { openResources } from '../../harness/open-resources.js';
import { until } from '../../harness/until.js';
import { FakeCluster } from '../kube/fake-cluster.js';

export const settings = { labelDomain: 'cpaas.io', standaloneClass: 'exclusive-gateway' };
export const gateways = gatewayKind.plural;
export const albs = albKind.plural;
export const classes = gatewayClassKind.plural;

/** The engine on one fake cluster, with time of its own. */
export async function openWorld(mode: ClusterOptions['mode'], more: Partial<ClusterOptions> = {}) {
  const cluster = await FakeCluster.start();
  const clock = new FakeClock();
  const identity = async () => ({ headers: { authorization: 'Bearer own' } });
  const configs = [{ name: 'c1', url: cluster.api.url, ...(mode === 'passthrough' ? {} : { identity }) }];
  const common = { mode, clock, random: () => 0 };
  const clusters = createClusters({ ...common, configs, indexes: indexesFor(settings), ...more });
  const engine = createEngine({
    ...common,
    clusters,
    settings,
    operationId: () => 'op',
    limits: { maxDepth: 20, maxComplexity: 1e9, maxAliases: 99, maxRootFields: 99 } as never,
  } as never);
  const open = (token: string) => clusters.open('c1', { token, key: `key-of-${token}` });
  const documents = new Map<string, DocumentNode>();
  /** As the gate's parser: one text, one document. */
  const documentOf = (query: string) => {
    const document = documents.get(query) ?? parse(query);
    documents.set(query, document);
    return document;
  };
  const args = (token: string, query: string) => ({
    schema: engine.schema,
    document: documentOf(query),
    contextValue: engine.contextFor({ token, key: `key-of-${token}` }, openResources()),
  });
  const execute = async (token: string, query: string) =>
    (await engine.execute(args(token, query) as never)) as ExecutionResult<any>;
  const subscribe = async (token: string, query: string) => {
    const results = await engine.subscribe(args(token, query) as never);
    if (!(Symbol.asyncIterator in results)) throw (results as ExecutionResult).errors?.[0];
    return results as AsyncIterableIterator<ExecutionResult<any>>;
  };
  /** What a listener is sent, as it comes. */
  const listen = async (token: string, query: string) => {
    const stream = await subscribe(token, query);
    const seen: ExecutionResult<any>[] = [];
    const ends: unknown[] = [];
    void (async () => {
      try {
        for await (const result of stream) seen.push(result);
        ends.push('done');
      } catch (error) {
        ends.push(error);
      }
    })();
    return { seen, ends, stop: () => stream.return?.() };
  };
  /** Its first part has come, and every watch stands: the fake cluster tells those who watch, and replays nothing. */
  const synced = async (stream: { seen: ExecutionResult<any>[] }) => {
    await until(() => stream.seen.some(({ data }) => JSON.stringify(data).includes('SYNCED')));
    await until(() => {
      const states = clusters.states();
      return states.every(({ state }) => state === 'watching') && cluster.watches.size >= states.length;
    });
  };
  const close = async () => {
    await clusters.close();
    await cluster.close();
  };
  return { cluster, clock, clusters, engine, open, execute, subscribe, listen, synced, close };
}

/** Many turns of the event loop, for what is under way to come to rest. */
export async function rest(turns = 200): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
