import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FaultyServer } from './open-and-close/faulty-server.js';
import { hosts, type Operation } from './open-and-close/hosts.js';

/*
 * Each function that an operation calls on its way fails once: parser, gate, readers, watches, the sets that they hold, metrics. The
 * caller is told, on that operation alone, and whatever had been opened by then is closed: holds on sets, places, timers,
 * listeners, requests to the cluster.
 */
const operations: Readonly<Record<string, Operation & { readonly over: readonly string[] }>> = {
  'a query that is answered from memory': {
    query: '{ gateways(first: 2) { totalCount nodes { name alb { name } addresses { value } } } }',
    over: ['POST', 'GET', 'WebSocket', 'SSE'],
  },
  'a query that asks the cluster': {
    query: '{ viewer { username can(verb: "get", resource: GATEWAY) } albs { nodes { orphaned events { reason } } } }',
    over: ['POST', 'GET', 'WebSocket', 'SSE'],
  },
  'a mutation': {
    query: `mutation {
      updateGateway(input: { namespace: "a1", name: "g1", labels: { a: "b" }, dryRun: true }) { written }
    }`,
    over: ['POST', 'WebSocket', 'SSE'],
  },
  'a subscription that others share': {
    query: 'subscription { gatewayEvents { type gateway { name addresses { value } } } }',
    over: ['WebSocket', 'SSE'],
  },
  'a subscription of its own': {
    query: 'subscription { albEvents(namespace: "a1", filter: { orphaned: false }) { type alb { name orphaned } } }',
    over: ['WebSocket', 'SSE'],
  },
};

const cases = Object.entries(operations).flatMap(([what, { over }]) => over.map((host) => [what, host] as const));
/** An operation has fewer steps: more would say that one is planted and never met. */
const maxSteps = 500;

describe('a step that fails', () => {
  let server: FaultyServer;
  beforeAll(async () => {
    server = await FaultyServer.start();
  });
  afterAll(() => server.stop());

  it.each(cases)('of %s over %s leaves nothing open', async (what, hostName) => {
    const operation = operations[what] as Operation;
    const ask = hosts[hostName] as (typeof hosts)[string];
    const { fault } = server;
    expect(await ask(server.url, operation)).toEqual({ data: true, codes: [] });
    const atRest = await settled(server);
    const failed: string[] = [];
    for (let step = 1; step < maxSteps; step += 1) {
      fault.plant(step);
      const heard = await ask(server.url, operation);
      const after = await settled(server, atRest);
      if (fault.failed === undefined) break;
      failed.push(fault.failed);
      expect({ step, failed: fault.failed, more: excess(after, atRest) }).toEqual({
        step,
        failed: fault.failed,
        more: [],
      });
      expect({ failed: fault.failed, closed: heard.closeCode }).toEqual({ failed: fault.failed, closed: undefined });
    }
    fault.plant(0);
    expect(failed.length).toBeGreaterThanOrEqual(3);
    expect(failed.length).toBeLessThan(maxSteps - 1);
    // Nobody else was harmed.
    expect(await ask(server.url, operation)).toEqual({ data: true, codes: [] });
  });
});

type Held = Record<string, number>;

/** Of what there is more than there was. */
const excess = (now: Held, before: Held) =>
  Object.keys(now).filter((name) => (now[name] as number) > (before[name] ?? 0));

/** What is held once that is no more than before; or what it comes to, where that never holds. */
async function settled(server: FaultyServer, before?: Held): Promise<Held> {
  let held = await server.held();
  for (let turn = 0; turn < 2_000; turn += 1) {
    if (before !== undefined && excess(held, before).length === 0) return held;
    await new Promise((resolve) => setImmediate(resolve));
    const now = await server.held();
    if (before === undefined && turn > 200 && JSON.stringify(now) === JSON.stringify(held)) return now;
    held = now;
  }
  return held;
}
