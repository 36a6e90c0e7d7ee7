import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Balancer } from '../harness/balancer.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { ServedProcess } from '../harness/served-process.js';
import { createClasses, paths } from '../operations/platform.js';
import { createPair, setPort } from './gateway-pairs.js';
import { type Listener, SocketListener, StreamListener, when } from './live-listeners.js';

let sandbox: OpenedSandbox;
let balancer: Balancer;
let replicas: ServedProcess[];
let listeners: Listener[];
let changes: Churn | undefined;

beforeEach(async () => {
  sandbox = await openSandbox();
  for (const namespace of ['a1', 'cpaas-system']) await createNamespace(sandbox.api, namespace);
  await createClasses(sandbox.api);
  balancer = await Balancer.start();
  replicas = [];
  listeners = [];
}, 60_000);

afterEach(async () => {
  await changes?.stop();
  changes = undefined;
  for (const listener of listeners) listener.dispose();
  await Promise.all(replicas.map((replica) => replica.kill()));
  await balancer.close();
  await sandbox.close();
}, 60_000);

async function startReplica(): Promise<ServedProcess> {
  const replica = await ServedProcess.start({
    KUBECONFIG: await sandbox.kubeconfig(),
    PRELOAD: 'sandbox',
    DRAIN_DELAY_MS: '200',
    DRAIN_SPREAD_MS: '500',
  });
  replicas.push(replica);
  balancer.add(replica.url);
  return replica;
}

/** Most of them by WebSocket, every sixth by an event stream. */
async function listen(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    listeners.push(at % 6 === 0 ? new StreamListener(balancer.url) : new SocketListener(balancer.url));
  }
  await when(() => listeners.every(({ table }) => table.synced));
}

interface Churn {
  /** How many there were so far. */
  readonly writes: number;
  stop(): Promise<void>;
}

/** Gateways come, change and go, one write after the other, until it is told to stop. */
function churn(): Churn {
  let stopped = false;
  let writes = 0;
  const run = async () => {
    for (let round = 0; !stopped; round += 1) {
      const name = `g${round % 20}`;
      if ((await sandbox.api.get(paths.gateway('a1', name))).status === 200) {
        if (round % 3 === 0) {
          await sandbox.api.delete(paths.gateway('a1', name));
          await sandbox.api.delete(paths.alb('a1', `${name}-alb`));
          writes += 2;
        } else {
          await setPort(sandbox.api, 'a1', name, 1000 + round);
          writes += 1;
        }
      } else {
        await createPair(sandbox.api, 'a1', name, { port: 1000 + round });
        writes += 2;
      }
    }
  };
  const running = run();
  return {
    get writes() {
      return writes;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

const waysOfClosing = () => new Set(listeners.flatMap(({ closes }) => closes));

/** The tables hold what the store holds, once they show the last write of all. */
async function expectTablesAsStored(): Promise<void> {
  await createPair(sandbox.api, 'a1', 'the-last', { port: 9999 });
  await when(() => listeners.every(({ shown }) => 'the-last' in shown));
  const { body } = await sandbox.api.get(paths.gateway('a1'));
  const stored = Object.fromEntries(body.items.map((item: any) => [item.metadata.name, item.spec.listeners[0].port]));
  for (const { shown, faults } of listeners) expect([shown, faults]).toEqual([stored, []]);
}

describe('two replicas, and listeners with a live table each, while gateways come and go', () => {
  it('one is told to stop: its listeners are closed with 1001, and find the other; nothing is lost', async () => {
    const leaving = await startReplica();
    await startReplica();
    await listen(30);
    changes = churn();
    const before = changes.writes;
    const code = await leaving.stop();
    replicas.splice(replicas.indexOf(leaving), 1);
    await when(() => listeners.every(({ table }) => table.synced));
    expect(changes.writes).toBeGreaterThan(before);
    await changes.stop();
    expect(code).toBe(0);
    const moved = listeners.filter(({ closes }) => closes.length > 0).length;
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(listeners.length);
    expect(waysOfClosing()).toEqual(new Set([1001, 'broken off']));
    await expectTablesAsStored();
  }, 120_000);

  it('both are replaced, one after the other, as an upgrade does', async () => {
    const old = [await startReplica(), await startReplica()];
    await listen(30);
    changes = churn();
    for (const leaving of old) {
      await startReplica();
      expect(await leaving.stop()).toBe(0);
      replicas.splice(replicas.indexOf(leaving), 1);
      balancer.remove(leaving.url);
    }
    await when(() => listeners.every(({ table }) => table.synced));
    await changes.stop();
    // All of them moved, some of them twice.
    expect(listeners.filter(({ closes }) => closes.length === 0)).toEqual([]);
    expect(waysOfClosing()).toEqual(new Set([1001, 'broken off']));
    await expectTablesAsStored();
  }, 120_000);

  it('one is killed: its listeners find the other; nothing is lost', async () => {
    const dying = await startReplica();
    await startReplica();
    await listen(30);
    changes = churn();
    await dying.kill();
    replicas.splice(replicas.indexOf(dying), 1);
    await when(() => listeners.some(({ closes }) => closes.length > 0));
    await when(() => listeners.every(({ table }) => table.synced));
    await changes.stop();
    expect(waysOfClosing()).toEqual(new Set([1006, 'broken off']));
    await expectTablesAsStored();
  }, 120_000);
});
