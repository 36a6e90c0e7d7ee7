import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ExecutionArgs, type ExecutionResult, execute } from 'graphql';
import { EventLoopShares } from '../../../src/event-loop-shares.js';
import { foldAbove } from '../../../src/gateway/event-queue.js';
import { ObjectEvents } from '../../../src/gateway/object-events.js';
import { mapEvents } from '../../../src/graphql/map-events.js';
import { TextBudget } from '../../../src/graphql/quick/kept-texts.js';
import type { SchemaEvent, SchemaEvents } from '../../../src/graphql/shared/schema-events.js';
import type { TopicListener } from '../../../src/graphql/shared/topic-listener.js';
import { Topics } from '../../../src/graphql/shared/topics.js';
import { subscribe } from '../../../src/graphql/subscribe.js';
import { LiveHandle } from '../../../src/kube/live-handle.js';
import type { KubeObject, SharedSet } from '../../../src/kube/ports.js';
import { Store } from '../../../src/kube/store.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';
import { document, schema } from './gateway-events-schema.js';

const names = ['a', 'b', 'c', 'd'];

/** The row of each name, as a client keeps it. */
class Table {
  readonly rows = new Map<string, string>();
  synced = 0;

  read(result: ExecutionResult<any>): void {
    const { type, gateway } = result.data?.gatewayEvents ?? {};
    if (type === 'SYNCED') this.synced += 1;
    else if (type === 'DELETED') this.rows.delete(gateway.name);
    else this.rows.set(gateway.name, gateway.note);
  }
}

/** One set of objects that changes, told to a listener alone, and to two who share a topic: one is pushed to, one asks. */
async function world() {
  const store = new Store();
  const handles = new Set<LiveHandle>();
  let version = 0;
  const open = () => {
    const handle = new LiveHandle({ listing: store });
    handles.add(handle);
    const viewOf = (resource: KubeObject) => ({
      resource,
      uid: resource.metadata.uid,
      name: resource.metadata.name,
      note: resource.metadata.resourceVersion,
      resourceVersion: resource.metadata.resourceVersion,
      settle: () => undefined,
    });
    const events = new ObjectEvents({
      primary: handle,
      dependencies: [],
      viewOf: viewOf as never,
      matches: () => true,
      initial: true,
      debounceMs: 0,
      clock: new FakeClock(),
      onClose: () => void handles.delete(handle),
    });
    return mapEvents(events, (event) => {
      const told = { ...event, gateway: event.type === 'SYNCED' ? null : event.view };
      return { ...told, gatewayEvents: told } as unknown as SchemaEvent;
    });
  };
  const sets: SharedSet[] = [{ open: () => undefined as never }];
  const shares = new EventLoopShares({ elapsed: () => 0 });
  const topics = new Topics({ schema, shares, budget: new TextBudget(1e6), execute, formatError: String as never });
  const source = (shared: boolean): Partial<SchemaEvents> => ({
    [Symbol.asyncIterator]: open,
    ...(shared && { shared: { sets, initial: true, open } }),
    onEnd: () => undefined,
    goOn: open,
    close: () => undefined,
  });
  const args = (shared: boolean): ExecutionArgs => ({
    schema,
    document,
    rootValue: { gatewayEvents: () => source(shared) },
  });
  const join = async (shared: boolean) =>
    (await subscribe(args(shared), execute, topics)) as AsyncIterableIterator<ExecutionResult>;
  /** A name that is there is changed or deleted, and made anew, with a uid of its own. */
  const change = (name: string, remove: boolean) => {
    version += 1;
    const found = store.get('n', name);
    const type = found === undefined ? 'ADDED' : remove ? 'DELETED' : 'MODIFIED';
    const uid = found?.metadata.uid ?? `${name}-${version}`;
    const object = { metadata: { name, namespace: 'n', uid, resourceVersion: String(version) } };
    const changes = store.apply({ type, object });
    for (const handle of handles) handle.emit(changes);
  };
  return { store, topics, join, change };
}

/** Asks for one result after another, when the test says so. */
function asking(stream: AsyncIterableIterator<ExecutionResult>) {
  const table = new Table();
  let asked = false;
  let room = 0;
  const go = async () => {
    asked = true;
    while (room > 0) {
      room -= 1;
      const { done, value } = await stream.next();
      if (done) break;
      table.read(value);
    }
    asked = false;
  };
  const read = (count: number) => {
    room = count;
    if (!asked) void go();
  };
  return { table, read };
}

/** Takes finished text, as far as there is room. */
function pushed(stream: AsyncIterableIterator<ExecutionResult>) {
  const table = new Table();
  let room = 0;
  let whenRoom: (() => void) | undefined;
  (stream as TopicListener).pushTo((json, resume) => {
    whenRoom = resume;
    if (room === 0) return false;
    room -= 1;
    table.read(JSON.parse(json));
    return true;
  });
  const read = (count: number) => {
    room = count;
    const resume = whenRoom;
    whenRoom = undefined;
    resume?.();
  };
  return { table, read };
}

it('however slowly they read, all come to the same table, and no more than was promised waits for one', async () => {
  const burst = fc.record({
    names: fc.subarray(names, { minLength: 1 }),
    rounds: fc.integer({ min: 1, max: 300 }),
    removeEach: fc.constantFrom(0, 1, 2, 3, 7),
  });
  const reads = fc.tuple(fc.nat(3), fc.nat(2_000));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(burst, reads), { minLength: 1, maxLength: 12 }), async (happenings) => {
      const { store, topics, join, change } = await world();
      for (const name of names.slice(2)) change(name, false);
      const streams = [await join(false), await join(true), await join(true), await join(true)] as const;
      // The last one reads all the time: it shows when the topic has told what there is.
      const listeners = [asking(streams[0]), asking(streams[1]), pushed(streams[2]), pushed(streams[3])] as const;
      const prompt = listeners[3];
      const told = async () => {
        prompt.read(Number.POSITIVE_INFINITY);
        const rows = () => Object.fromEntries([...prompt.table.rows].sort());
        await until(() => prompt.table.synced === 1 && JSON.stringify(rows()) === JSON.stringify(rowsOf(store)));
      };
      for (const happening of happenings) {
        if (Array.isArray(happening)) listeners[happening[0]]?.read(happening[1]);
        else {
          for (let round = 1; round <= happening.rounds; round += 1) {
            const remove = happening.removeEach > 0 && round % happening.removeEach === 0;
            for (const name of happening.names) change(name, remove);
          }
        }
        await told();
        expect(topics.waiting).toBeLessThanOrEqual(3 * (foldAbove + 2 * names.length + 1));
      }
      for (const name of names) change(name, false);
      await told();
      for (const { read, table } of listeners) {
        read(Number.POSITIVE_INFINITY);
        await until(() => table.synced === 1 && Object.keys(rowsOf(store)).every((name) => table.rows.has(name)));
      }
      await until(() => topics.waiting === 0);
      for (const { table } of listeners) expect(Object.fromEntries([...table.rows].sort())).toEqual(rowsOf(store));
      for (const stream of streams) await stream.return?.();
    }),
    { numRuns: 15 },
  );
});

function rowsOf(store: Store): Record<string, string> {
  const rows = [...store.all()].map(({ metadata }) => [metadata.name, metadata.resourceVersion ?? ''] as const);
  return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
}
