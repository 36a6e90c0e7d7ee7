import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ExecutionResult, parse } from 'graphql';
import { AlbError } from '../../../src/errors.js';
import { EventLoopShares, OperationSlices } from '../../../src/event-loop-shares.js';
import { createSchema } from '../../../src/graphql/build-schema.js';
import { executeOperation } from '../../../src/graphql/execute-operation.js';

const schema = createSchema();

/** How one entry of a list, or one field of it, comes. */
type Way = 'now' | 'later' | 'throws' | 'rejects';
const ways: readonly Way[] = ['now', 'later', 'throws', 'rejects'];

const come = (way: Way, value: unknown): unknown => {
  if (way === 'now') return value;
  if (way === 'later') return Promise.resolve(value);
  if (way === 'throws') throw new AlbError('CONFLICT', 'thrown');
  return Promise.reject(new AlbError('CONFLICT', 'rejected'));
};

/** Time in which every look at the clock finds the slice over. */
function busyShares() {
  let nowMs = 0;
  return new EventLoopShares({ elapsed: () => ++nowMs, sliceMs: 1, freeEntries: 0, entriesPerLook: 1 });
}

const unhandled: unknown[] = [];
const note = (thrown: unknown) => void unhandled.push(thrown);
beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});
afterEach(() => {
  process.off('unhandledRejection', note);
});

/** Node tells of an unhandled rejection once the microtasks of its turn are through. */
const turnOver = () => new Promise((resolve) => setImmediate(resolve));

/** What `gateway` of an event shows: an object with a list of objects. */
async function run(rootValue: object, shares: EventLoopShares, slices?: OperationSlices, more = {}) {
  const query = 'subscription { gatewayEvents { gateway { name listeners { name port } } } }';
  const result = (await executeOperation(
    { shares, mutations: undefined as never, maxAnswerBytes: Number.POSITIVE_INFINITY, ...more },
    { schema, document: parse(query), rootValue, contextValue: { slices } },
  )) as ExecutionResult<any>;
  await turnOver();
  return result;
}

describe('a list of objects', () => {
  const entry = fc.record({
    comes: fc.constantFrom(...ways),
    name: fc.constantFrom(...ways),
    port: fc.constantFrom(...ways),
  });

  it.each([
    ['at once', () => new EventLoopShares({ elapsed: () => 0 })],
    ['giving way after each entry', busyShares],
  ])('hears all its entries, however they come: %s', async (_, sharesOf) => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 6 }), async (entries) => {
        const fails = ({ comes, name, port }: (typeof entries)[number]) =>
          [comes, name, port].some((way) => way === 'throws' || way === 'rejects');
        const listeners = entries.map(({ comes, name, port }, at) => {
          const view = { name: () => come(name, `l${at}`), port: () => come(port, at) };
          if (comes === 'throws') return new AlbError('CONFLICT', 'is an error');
          return come(comes, view);
        });
        // Those that come as rejections are heard by whoever makes the list.
        for (const one of listeners) if (one instanceof Promise) one.catch(() => undefined);
        const { data, errors } = await run({ gateway: { name: 'g', listeners } }, sharesOf());
        if (entries.some(fails)) {
          const [error] = errors ?? [];
          const at = error?.path?.indexOf('listeners') ?? -1;
          expect(data.gatewayEvents?.gateway ?? null).toBeNull();
          expect(fails(entries[error?.path?.[at + 1] as number] as (typeof entries)[number])).toBe(true);
          expect(errors).toHaveLength(1);
        } else {
          expect(errors).toBeUndefined();
          expect(data.gatewayEvents.gateway.listeners).toEqual(entries.map((_, port) => ({ name: `l${port}`, port })));
        }
        expect(unhandled).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a list under way', () => {
  const name = () => 'x';

  it('is cut where its operation ends: the rest is not done, and the answer is TIMEOUT', async () => {
    const caller = new AbortController();
    const shares = busyShares();
    const done: number[] = [];
    const listeners = Array.from({ length: 100 }, (_, at) => ({
      name() {
        done.push(at);
        if (at === 9) caller.abort(new AlbError('TIMEOUT', 'The operation was not done within 1 ms'));
        return 'x';
      },
      port: () => at,
    }));
    const slices = new OperationSlices(shares, caller.signal);
    const { data, errors } = await run({ gateway: { name, listeners } }, shares, slices);
    expect(errors?.map(({ originalError, path }) => [(originalError as AlbError).code, path?.at(-1)])).toEqual([
      ['TIMEOUT', done.length],
    ]);
    expect(data).toEqual({ gatewayEvents: { gateway: null } });
    expect(done.length).toBeLessThan(15);
  });

  it('lets the others go on between its entries', async () => {
    const order: string[] = [];
    const listeners = (of: string) =>
      [0, 1, 2, 3, 4, 5].map((port) => ({ name: () => `${order.push(of)}`, port: () => port }));
    const shares = busyShares();
    await Promise.all(['a', 'b'].map((of) => run({ gateway: { name, listeners: listeners(of) } }, shares)));
    expect(order).toHaveLength(12);
    expect(order.indexOf('b')).toBeLessThan(order.lastIndexOf('a'));
  });

  it('is refused as a whole where it grows past the largest answer', async () => {
    const listeners = Array.from({ length: 100 }, (_, port) => ({ name: () => 'n'.repeat(100), port: () => port }));
    const refused: string[] = [];
    const limits = { maxAnswerBytes: 5_000, onRefused: (setting: string) => void refused.push(setting) };
    const { data, errors } = await run({ gateway: { name, listeners } }, busyShares(), undefined, limits);
    expect(data).toBeUndefined();
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'QUERY_TOO_COMPLEX', measured: expect.any(Number), limit: 5_000 },
    ]);
    expect(refused).toEqual(['MAX_ANSWER_BYTES']);
  });
});
