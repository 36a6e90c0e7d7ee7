import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, type ExecutionArgs, type ExecutionResult, execute, parse } from 'graphql';
import { EventLoopShares } from '../../../src/event-loop-shares.js';
import { TextBudget } from '../../../src/graphql/quick/kept-texts.js';
import type { SchemaEvent, SchemaEvents } from '../../../src/graphql/shared/schema-events.js';
import type { TopicListener } from '../../../src/graphql/shared/topic-listener.js';
import { Topics } from '../../../src/graphql/shared/topics.js';
import { subscribe } from '../../../src/graphql/subscribe.js';
import type { SharedSet } from '../../../src/kube/ports.js';

const schema = buildSchema(`
  type Gateway { name: String  resourceVersion: String  note: String! }
  type GatewayEvent { type: String  gateway: Gateway  resourceVersion: String }
  type Query { none: String }
  type Subscription { gatewayEvents: GatewayEvent }
`);
const document = parse('subscription { gatewayEvents { type rv: resourceVersion gateway { name note } } }');

type Event = SchemaEvent & { gateway: { name: string; note: string | null } | null };
const event = (type: string, name?: string, note: string | null = ''): Event => {
  const gateway = name === undefined ? null : { name, note };
  const told = { type, resourceVersion: '1', key: name, gateway };
  return { ...told, gatewayEvents: told } as Event;
};

/** Events as they are told, for one iterator after another. */
function eventSource() {
  const opened: { tell(event: Event): void; end(error: Error): void; readonly closed: boolean }[] = [];
  const open = (): AsyncIterableIterator<Event> => {
    const queue: (Event | Error)[] = [];
    let closed = false;
    let wake = () => {};
    opened.push({
      tell(event) {
        queue.push(event);
        wake();
      },
      end(error) {
        queue.push(error);
        wake();
      },
      get closed() {
        return closed;
      },
    });
    return {
      async next() {
        while (queue.length === 0 && !closed) await new Promise<void>((resolve) => (wake = resolve));
        const first = queue.shift();
        if (first instanceof Error) throw first;
        return first === undefined ? { done: true, value: undefined } : { done: false, value: first };
      },
      async return() {
        closed = true;
        wake();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  };
  return { opened, open };
}

function world() {
  const { opened, open } = eventSource();
  const topics = new Topics({
    schema,
    budget: new TextBudget(1e6),
    shares: new EventLoopShares({ elapsed: () => 0 }),
    execute,
    formatError: (error) => ({ message: String((error as Error).message) }),
  });
  const sets: SharedSet[] = [{ open: () => undefined as never }];
  const args = (source: SchemaEvents): ExecutionArgs => ({
    schema,
    document,
    rootValue: { gatewayEvents: () => source },
  });
  /** One listener, with holds of its own. */
  const join = async () => {
    const holds = { end: (_error: Error, _goesOn: boolean) => {}, closed: 0, after: undefined as unknown };
    const source: SchemaEvents = {
      [Symbol.asyncIterator]: open,
      shared: { sets, initial: true, open },
      onEnd(handler) {
        holds.end = handler;
      },
      goOn(after) {
        holds.after = after;
        return open();
      },
      close() {
        holds.closed += 1;
      },
    };
    const listener = (await subscribe(args(source), execute, topics)) as TopicListener;
    return { listener, holds, take: (count: number) => take(listener, count) };
  };
  return { opened, join };
}

async function take(stream: AsyncIterator<ExecutionResult<any>>, count: number): Promise<any[]> {
  const results: any[] = [];
  while (results.length < count) {
    const { done, value } = await stream.next();
    if (done) throw new Error(`it ended after ${JSON.stringify(results)}`);
    results.push(value.errors ?? value.data.gatewayEvents);
  }
  return results;
}

const told = (type: string, name: string, note = '') => ({ type, rv: '1', gateway: { name, note } });
const synced = { type: 'SYNCED', rv: '1', gateway: null };

describe('listeners who are shown the same', () => {
  it('share one source, and each is told all of it', async () => {
    const { opened, join } = world();
    const [one, other] = [await join(), await join()];
    expect(opened.length).toBe(1);
    opened[0]?.tell(event('ADDED', 'a'));
    opened[0]?.tell(event('SYNCED'));
    for (const { take } of [one, other]) expect(await take(2)).toEqual([told('ADDED', 'a'), synced]);
  });

  it('are told first what exists, however late they come', async () => {
    const { opened, join } = world();
    const early = await join();
    for (const one of [event('ADDED', 'a'), event('ADDED', 'b'), event('SYNCED'), event('MODIFIED', 'a', 'new')])
      opened[0]?.tell(one);
    opened[0]?.tell(event('DELETED', 'b'));
    await early.take(5);
    const late = await join();
    opened[0]?.tell(event('MODIFIED', 'a', 'newer'));
    expect(await late.take(3)).toEqual([told('ADDED', 'a', 'new'), synced, told('MODIFIED', 'a', 'newer')]);
  });

  it('are told nothing from the moment on at which their own rights end; the others are', async () => {
    const { opened, join } = world();
    const [losing, keeping] = [await join(), await join()];
    opened[0]?.tell(event('ADDED', 'a'));
    await losing.take(1);
    losing.holds.end(new Error('no right'), false);
    opened[0]?.tell(event('ADDED', 'secret'));
    expect(await keeping.take(2)).toEqual([told('ADDED', 'a'), told('ADDED', 'secret')]);
    await expect(losing.listener.next()).rejects.toThrow('no right');
    expect(losing.holds.closed).toBe(1);
    expect(await losing.listener.next()).toEqual({ done: true, value: undefined });
  });

  it.each(['iterated', 'pushed'])('go on alone where a part of their rights ends: %s', async (how) => {
    const { opened, join } = world();
    const [losing, keeping] = [await join(), await join()];
    const pushed: unknown[] = [];
    if (how === 'pushed') {
      losing.listener.pushTo((json) => pushed.push(JSON.parse(json).data.gatewayEvents) > 0);
    }
    const first = event('ADDED', 'a', 'x');
    for (const one of [first, event('SYNCED')]) opened[0]?.tell(one);
    await keeping.take(2);
    if (how === 'iterated') pushed.push(...(await losing.take(2)));
    expect(pushed).toEqual([told('ADDED', 'a', 'x'), synced]);
    losing.holds.end(new Error('no ALBs'), true);
    expect(losing.holds.after).toEqual({ events: [first], synced: true });
    opened[0]?.tell(event('MODIFIED', 'a', 'secret'));
    await keeping.take(1);
    for (const note of ['x', 'y']) opened[1]?.tell(event('MODIFIED', 'a', note));
    expect(await losing.take(1)).toEqual([told('MODIFIED', 'a', 'y')]);
    expect([pushed.length, losing.holds.closed]).toEqual([2, 0]);
    opened[1]?.end(new Error('no gateways'));
    await expect(losing.listener.next()).rejects.toThrow('no gateways');
    await losing.listener.return();
    expect([losing.holds.closed, opened[0]?.closed]).toEqual([1, false]);
  });

  it('leave nothing open behind them; the next one opens it anew', async () => {
    const { opened, join } = world();
    const [one, other] = [await join(), await join()];
    await one.listener.return();
    expect(opened[0]?.closed).toBe(false);
    await other.listener.return();
    expect([opened[0]?.closed, one.holds.closed, other.holds.closed]).toEqual([true, 1, 1]);
    const next = await join();
    opened[1]?.tell(event('ADDED', 'a'));
    expect(await next.take(1)).toEqual([told('ADDED', 'a')]);
  });

  it('hear all of an end that the source comes to', async () => {
    const { opened, join } = world();
    const listeners = [await join(), await join()];
    opened[0]?.end(new Error('gone'));
    for (const { listener } of listeners) await expect(listener.next()).rejects.toThrow('gone');
  });

  it('are told of an error as graphql-js tells it, and of what follows', async () => {
    const { opened, join } = world();
    const { take } = await join();
    opened[0]?.tell(event('ADDED', 'a', null));
    opened[0]?.tell(event('ADDED', 'b'));
    const message = 'Cannot return null for non-nullable field Gateway.note.';
    expect(await take(2)).toEqual([[{ message }], told('ADDED', 'b')]);
  });
});

describe('a listener that takes finished text', () => {
  it('waits where there is no room, and then misses nothing', async () => {
    const { opened, join } = world();
    const { listener } = await join();
    const other = await join();
    const texts: string[] = [];
    let room = 2;
    let whenRoom = () => {};
    listener.pushTo((json, resume) => {
      whenRoom = resume;
      if (room === 0) return false;
      room -= 1;
      texts.push(json);
      return true;
    });
    for (const name of ['a', 'b', 'c', 'd']) opened[0]?.tell(event('ADDED', name));
    await other.take(4);
    expect(texts.length).toBe(2);
    room = 9;
    whenRoom();
    opened[0]?.tell(event('ADDED', 'e'));
    await other.take(1);
    const names = texts.map((text) => JSON.parse(text).data.gatewayEvents.gateway.name);
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('finds the newest state where it was away for long', async () => {
    const { opened, join } = world();
    const [slow, other] = [await join(), await join()];
    opened[0]?.tell(event('ADDED', 'a'));
    await slow.take(1);
    for (let at = 1; at <= 1500; at += 1) opened[0]?.tell(event('MODIFIED', 'a', String(at)));
    await other.take(1501);
    const results = await slow.take(1000);
    expect(results.at(-1)).toEqual(told('MODIFIED', 'a', '1500'));
  });

  it('keeps a bounded number of events for a client that does not read, whatever their types', async () => {
    const { opened, join } = world();
    const [slow, other] = [await join(), await join()];
    opened[0]?.tell(event('ADDED', 'a'));
    for (let at = 1; at < 1000; at += 1) opened[0]?.tell(event('MODIFIED', 'a', String(at)));
    for (let at = 1; at <= 5000; at += 1) {
      opened[0]?.tell(event('ADDED', 'b'));
      opened[0]?.tell(event('DELETED', 'b'));
    }
    opened[0]?.tell(event('ADDED', 'c'));
    while ((await other.take(1))[0].gateway.name !== 'c');
    expect(slow.listener.waiting).toBeLessThanOrEqual(1003);
  });
});

it('whatever happens, they are sent what each would be sent alone', async () => {
  const happening = fc.tuple(
    fc.constantFrom('ADDED', 'MODIFIED', 'MODIFIED', 'DELETED'),
    fc.constantFrom('a', 'b'),
    fc.constantFrom('', 'x', null),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 30 }), async (list) => {
      const events = [event('SYNCED'), ...list.map(([type, name, note]) => event(type, name, note)), event('SYNCED')];
      async function* own() {
        for (const one of events) yield { ...one, gatewayEvents: one };
      }
      const alone: unknown[] = [];
      const stream = await subscribe({ schema, document, rootValue: { gatewayEvents: own } }, execute);
      for await (const { data, errors } of stream as AsyncIterable<ExecutionResult<any>>)
        alone.push(errors ? errors.map(({ message }) => ({ message })) : data.gatewayEvents);
      const { opened, join } = world();
      const { take } = await join();
      for (const one of events) opened[0]?.tell(one);
      expect(await take(alone.length)).toEqual(alone);
    }),
    { numRuns: 200 },
  );
});
