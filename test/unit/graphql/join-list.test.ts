import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlbError } from '../../../src/errors.js';
import { EventLoopShares, OperationSlices } from '../../../src/event-loop-shares.js';
import { AnswerWriting } from '../../../src/graphql/quick/answer-writing.js';
import { joinList } from '../../../src/graphql/quick/join-list.js';

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
const write = (value: unknown) => JSON.stringify(value);

describe('a long list written as text', () => {
  const unhandled: unknown[] = [];
  const note = (thrown: unknown) => void unhandled.push(thrown);
  let nowMs: number;
  let turns: number;
  /** Each look at the clock takes a millisecond; a slice is three. */
  let shares: EventLoopShares;
  beforeEach(() => {
    unhandled.length = 0;
    process.on('unhandledRejection', note);
    [nowMs, turns] = [0, 0];
    const afterTurn = (task: () => void) => {
      setImmediate(() => {
        turns += 1;
        task();
      });
    };
    shares = new EventLoopShares({ elapsed: () => ++nowMs, sliceMs: 3, freeEntries: 0, entriesPerLook: 1, afterTurn });
  });
  afterEach(() => {
    process.off('unhandledRejection', note);
  });
  const open = (signal?: AbortSignal, maxChars = Number.POSITIVE_INFINITY) =>
    new AnswerWriting(new OperationSlices(shares, signal), maxChars);

  it('is the same text, whether it gave way or not', async () => {
    for (const count of [0, 1, 2, 50]) {
      const nested = numbers(count).map((at) => numbers(at % 5));
      const writeNested = (value: unknown, writing?: AnswerWriting) => joinList(value as unknown[], write, writing);
      expect(joinList(nested, writeNested, undefined)).toBe(JSON.stringify(nested));
      expect(await joinList(nested, writeNested, open())).toBe(JSON.stringify(nested));
    }
    expect(turns).toBeGreaterThan(10);
  });

  it('ends with the operation: what is left is not written', async () => {
    const caller = new AbortController();
    const written: unknown[] = [];
    const text = joinList(
      numbers(1_000),
      (value) => {
        written.push(value);
        if (value === 20) caller.abort(new AlbError('TIMEOUT', 'too late'));
        return '1';
      },
      open(caller.signal),
    );
    await expect(text).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(written.length).toBeLessThan(30);
  });

  it('hears entries that fail while it gives way, and those beside one that throws', async () => {
    const fails = (at: number) => Promise.reject(new Error(`entry ${at}`));
    const later = joinList(numbers(50), (at) => (at === 3 ? fails(3) : '1'), open());
    await expect(later).rejects.toThrow('entry 3');
    const throws = (at: unknown) => {
      if (at === 40) throw new Error('entry 40');
      return fails(at as number);
    };
    await expect(async () => joinList(numbers(50), throws, open())).rejects.toThrow();
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  });
});
