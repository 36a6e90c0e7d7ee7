import { describe, expect, it } from '@jest/globals';
import { type ExecutionArgs, execute } from 'graphql';
import { EventLoopShares } from '../../../src/event-loop-shares.js';
import { TextBudget } from '../../../src/graphql/quick/kept-texts.js';
import type { SchemaEvent, SchemaEvents, ToldSoFar } from '../../../src/graphql/shared/schema-events.js';
import type { TopicListener } from '../../../src/graphql/shared/topic-listener.js';
import { Topics } from '../../../src/graphql/shared/topics.js';
import { subscribe } from '../../../src/graphql/subscribe.js';
import type { SharedSet } from '../../../src/kube/ports.js';
import { until } from '../../harness/until.js';
import { document, schema } from './gateway-events-schema.js';

/** A time that passes as the test says, and turns of the event loop that come when it says. */
function shares() {
  const turns: (() => void)[] = [];
  const time = { ms: 0, ofEachText: 0 };
  const nextTurn = () => turns.shift()?.();
  const ofProcess = new EventLoopShares({
    elapsed: () => time.ms,
    sliceMs: 10,
    afterTurn: (task) => void turns.push(task),
  });
  return { shares: ofProcess, time, nextTurn, waiting: () => turns.length };
}

/** A topic that was told to nobody yet, and whatever listens to it. */
function world() {
  const { shares: ofProcess, time, nextTurn } = shares();
  const written: string[] = [];
  const told: SchemaEvent[] = [];
  let wake = () => {};
  const events = (): AsyncIterableIterator<SchemaEvent> => ({
    async next() {
      while (told.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return { done: false, value: told.shift() as SchemaEvent };
    },
    async return() {
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  });
  const tell = (type: SchemaEvent['type'], name?: string, note = '') => {
    const gateway = name && {
      name,
      get note() {
        // A text takes time; so does the one by which it is compared.
        written.push(`${type} ${name} ${note}`);
        time.ms += time.ofEachText;
        return note;
      },
    };
    const event = { type, resourceVersion: '1', key: name, gateway: gateway ?? null };
    told.push({ ...event, gatewayEvents: event } as SchemaEvent);
    wake();
  };
  const topics = new Topics({
    schema,
    shares: ofProcess,
    budget: new TextBudget(0),
    execute,
    formatError: String as never,
  });
  const sets: SharedSet[] = [{ open: () => undefined as never }];
  const join = async () => {
    const own = { end: (_error: Error, _goesOn: boolean) => {}, after: undefined as any };
    const source: SchemaEvents = {
      [Symbol.asyncIterator]: events,
      shared: { sets, initial: true, open: events },
      onEnd(handler) {
        own.end = handler;
      },
      goOn(after) {
        own.after = after;
        return events();
      },
      close: () => undefined,
    };
    const args: ExecutionArgs = { schema, document, rootValue: { gatewayEvents: () => source } };
    const listener = (await subscribe(args, execute, topics)) as TopicListener;
    return { listener, own, ...roomFor(listener) };
  };
  return { tell, written, topics, join, time, nextTurn };
}

/** A client that takes so many texts, and is then full. */
function roomFor(listener: TopicListener) {
  const got: string[] = [];
  let room = 0;
  let whenRoom: (() => void) | undefined;
  listener.pushTo((json, resume) => {
    whenRoom = resume;
    if (room === 0) return false;
    room -= 1;
    const { type, gateway } = JSON.parse(json).data.gatewayEvents;
    got.push(gateway === null ? type : `${type} ${gateway.name} ${gateway.note}`.trim());
    return true;
  });
  const take = (count: number) => {
    room = count;
    whenRoom?.();
  };
  return { got, take };
}

describe('what exists, told to a listener', () => {
  it('waits as a position, not as events: an object is told in its newest state, one that has gone is not told', async () => {
    const { tell, topics, join } = world();
    const [listener, prompt] = [await join(), await join()];
    prompt.take(Number.POSITIVE_INFINITY);
    for (const name of ['a', 'b', 'c']) tell('ADDED', name, '1');
    tell('SYNCED');
    await until(() => prompt.got.includes('SYNCED'));
    listener.take(1);
    await until(() => listener.got.length === 1);
    for (let note = 2; note <= 2_000; note += 1) tell('MODIFIED', 'b', String(note));
    tell('DELETED', 'c');
    tell('MODIFIED', 'a', '2');
    tell('ADDED', 'd', '1');
    await until(() => prompt.got.includes('ADDED d 1'));
    // b, SYNCED, a, d.
    expect([topics.waiting, listener.listener.waiting]).toEqual([4, 4]);
    listener.take(9);
    await until(() => listener.got.length === 5);
    expect(listener.got).toEqual(['ADDED a 1', 'ADDED b 2000', 'SYNCED', 'MODIFIED a 2', 'ADDED d 1']);
  });

  it('is told of an object that took the name of another after that one has gone', async () => {
    const { tell, join } = world();
    const [listener, prompt] = [await join(), await join()];
    prompt.take(Number.POSITIVE_INFINITY);
    listener.take(1);
    tell('ADDED', 'a');
    await until(() => listener.got.length === 1);
    tell('DELETED', 'a');
    tell('ADDED', 'a', 'anew');
    tell('SYNCED');
    await until(() => prompt.got.includes('SYNCED'));
    listener.take(9);
    await until(() => listener.got.length === 4);
    expect(listener.got).toEqual(['ADDED a', 'DELETED a', 'ADDED a anew', 'SYNCED']);
  });

  it('is written once for all, however late they come', async () => {
    const { tell, written, join } = world();
    const first = await join();
    first.take(Number.POSITIVE_INFINITY);
    tell('ADDED', 'a', '1');
    tell('MODIFIED', 'a', '2');
    tell('SYNCED');
    await until(() => first.got.includes('SYNCED'));
    const before = written.length;
    const later = [await join(), await join(), await join()];
    for (const { take } of later) take(2);
    await until(() => later.every(({ got }) => got.length === 2));
    for (const { got } of later) expect(got).toEqual(['ADDED a 2', 'SYNCED']);
    expect(written.length - before).toBe(1);
  });

  it('ends with the right: not one object more is told, and alone they go on from what they were told', async () => {
    const { tell, join } = world();
    const [losing, leaving, prompt] = [await join(), await join(), await join()];
    prompt.take(Number.POSITIVE_INFINITY);
    for (const name of ['a', 'b', 'c']) tell('ADDED', name);
    tell('SYNCED');
    await until(() => prompt.got.includes('SYNCED'));
    for (const { take } of [losing, leaving]) take(1);
    await until(() => losing.got.length + leaving.got.length === 2);
    losing.own.end(new Error('no right'), false);
    leaving.own.end(new Error('no ALBs'), true);
    for (const { take } of [losing, leaving]) take(Number.POSITIVE_INFINITY);
    await expect(losing.listener.next()).rejects.toThrow('no right');
    const { events, synced } = leaving.own.after as ToldSoFar;
    expect([events.map(({ key }) => key), synced]).toEqual([['a'], false]);
    for (const { got } of [losing, leaving]) expect(got).toEqual(['ADDED a']);
  });

  it('leaves the event loop to others when its slice of a turn is over, and takes up again where it was', async () => {
    const { tell, time, nextTurn, join } = world();
    const listener = await join();
    listener.take(Number.POSITIVE_INFINITY);
    for (let count = 0; count < 100; count += 1) tell('ADDED', `g${count}`);
    tell('SYNCED');
    // So many are told in a slice of 10 ms.
    time.ofEachText = 1;
    let turns = 0;
    for (let before = -1; !listener.got.includes('SYNCED'); turns += 1) {
      await until(() => listener.got.length > before);
      expect(listener.got.length - before).toBeLessThanOrEqual(11);
      before = listener.got.length;
      nextTurn();
      await new Promise((resolve) => setImmediate(resolve));
      nextTurn();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(turns).toBeGreaterThan(9);
    expect(new Set(listener.got).size).toBe(101);
  });
});
