import { expect, it } from '@jest/globals';
import { buildSchema, execute, parse } from 'graphql';
import { EventLoopShares } from '../../../src/event-loop-shares.js';
import { TextBudget } from '../../../src/graphql/quick/kept-texts.js';
import { Topics } from '../../../src/graphql/shared/topics.js';
import { subscribe } from '../../../src/graphql/subscribe.js';
import { until } from '../../harness/until.js';
import { gateways, openWorld } from '../access/world.js';
import { createTestEngine } from '../http/test-engine.js';
import { setUpTestServers } from '../http/test-server.js';

// In shared mode from the topic's queues, in passthrough mode from the listeners' own.
it.each(['shared', 'passthrough'] as const)('events wait until they are taken, in %s mode', async (mode) => {
  const { cluster, engine, subscribe, close } = await openWorld(mode);
  for (const name of ['a', 'b', 'c']) cluster.put(gateways, { name, namespace: 'n' });
  const open = () => subscribe('alice', 'subscription { gatewayEvents { type gateway { name } } }');
  const [reading, asleep] = [await open(), await open()];
  await until(() => engine.eventsWaiting() === 8);
  for (let taken = 1; taken <= 4; taken += 1) {
    await reading.next();
    expect(engine.eventsWaiting()).toBe(8 - taken);
  }
  await asleep.return?.();
  expect(engine.eventsWaiting()).toBe(0);
  await close();
});

it.each(['comes to its end', 'fails'])('a stream of one listener that %s is not looked at any more', async (how) => {
  const schema = buildSchema('type Query { none: String } type Subscription { tick: String }');
  const shares = new EventLoopShares({ elapsed: () => 0 });
  const topics = new Topics({ schema, shares, budget: new TextBudget(0), execute, formatError: String as never });
  const next = async () => {
    if (how === 'fails') throw new Error('cut off');
    return { done: true, value: undefined };
  };
  const rootValue = { tick: () => ({ [Symbol.asyncIterator]: () => ({ next }) }) };
  const stream = await subscribe({ schema, document: parse('subscription { tick }'), rootValue }, execute, topics);
  expect(topics.alone.size).toBe(1);
  await (stream as AsyncIterator<unknown>).next().catch(() => undefined);
  expect(topics.alone.size).toBe(0);
});

const startServer = setUpTestServers();

it('how many wait is a metric', async () => {
  const { engine } = createTestEngine();
  const { metrics } = await startServer({ engine: { ...engine, eventsWaiting: () => 7 } });
  expect(await metrics.expose()).toContain('\nalb_graphql_event_queue 7\n');
});
