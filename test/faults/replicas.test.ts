import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { LiveTable } from '../../examples/urql/src/live-table.js';
import { Balancer } from '../harness/balancer.js';
import { createNamespace } from '../harness/control-plane-setup.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { ServedProcess } from '../harness/served-process.js';
import { createClasses, paths } from '../operations/platform.js';
import { createPair, setPort } from './gateway-pairs.js';

const document = 'subscription { gatewayEvents { type gateway { id name listeners { port } } } }';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly listeners: readonly { readonly port: number }[];
}

/** Of any listener. */
const heard = new EventEmitter().setMaxListeners(0);

/** Looks again whenever a listener heard something. */
function when(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!condition()) return;
      heard.off('something', look);
      resolve();
    };
    heard.on('something', look);
    look();
  });
}

/** A live table on a socket of its own, kept as examples/urql keeps it. */
class Listener {
  readonly table = new LiveTable<Row>();
  /** How connections that stood were closed. */
  readonly closes: number[] = [];
  readonly faults: unknown[] = [];
  readonly #client: Client;
  #connected = false;

  constructor(url: string) {
    this.#client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      on: {
        connected: () => {
          this.#connected = true;
          this.table.beginAnew();
        },
        closed: (event) => {
          // An attempt that came to nothing closes too, as where the replica stopped in the same moment.
          if (this.#connected) this.closes.push((event as { code: number }).code);
          this.#connected = false;
          heard.emit('something');
        },
      },
    });
    this.#client.subscribe<{ gatewayEvents: { type: 'ADDED'; gateway: Row } }>(
      { query: document },
      {
        next: ({ data, errors }) => {
          if (errors !== undefined || data == null) return void this.faults.push(errors);
          const { type, gateway } = data.gatewayEvents;
          this.table.take({ type, row: gateway });
          heard.emit('something');
        },
        error: (error) => this.faults.push(error),
        complete: () => this.faults.push('complete'),
      },
    );
  }

  /** Name and port of each row. */
  get shown(): Record<string, number | undefined> {
    return Object.fromEntries(this.table.rows.map(({ name, listeners }) => [name, listeners[0]?.port]));
  }

  dispose(): void {
    void this.#client.dispose();
  }
}

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

async function listen(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) listeners.push(new Listener(balancer.url));
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
    const closes = listeners.flatMap((listener) => listener.closes);
    expect(closes.length).toBeGreaterThan(0);
    expect(closes.length).toBeLessThan(listeners.length);
    expect(new Set(closes)).toEqual(new Set([1001]));
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
    expect(listeners.filter(({ closes }) => !closes.includes(1001))).toEqual([]);
    expect(new Set(listeners.flatMap(({ closes }) => closes))).toEqual(new Set([1001]));
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
    expect(new Set(listeners.flatMap(({ closes }) => closes))).toEqual(new Set([1006]));
    await expectTablesAsStored();
  }, 120_000);
});
