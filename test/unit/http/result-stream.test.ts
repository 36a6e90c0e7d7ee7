import { describe, expect, it, jest } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { ResultStream } from '../../../src/http/result-stream.js';

/** A source whose next() hangs until it is told what to answer, and whose return() never answers, like a generator's. */
function createSource() {
  const asked: PromiseWithResolvers<IteratorResult<ExecutionResult>>[] = [];
  const returned = jest.fn(() => new Promise<IteratorResult<ExecutionResult>>(() => undefined));
  const source: AsyncIterableIterator<ExecutionResult> = {
    next() {
      const answer = Promise.withResolvers<IteratorResult<ExecutionResult>>();
      asked.push(answer);
      return answer.promise;
    },
    return: returned,
    [Symbol.asyncIterator]: () => source,
  };
  return { source, asked, returned };
}

const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

describe('ResultStream', () => {
  it('ends while a next result is awaited', async () => {
    const { source, returned } = createSource();
    const onEnd = jest.fn();
    const stream = new ResultStream(source, { onEnd });
    const pending = stream.next();
    await settle();
    stream.end();
    stream.end();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await stream.return()).toEqual({ done: true, value: undefined });
    expect(returned).toHaveBeenCalledTimes(1);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('ends with its source', async () => {
    const { source, asked } = createSource();
    const onEnd = jest.fn();
    const stream = new ResultStream(source, { onEnd });
    const first = stream.next();
    await settle();
    asked[0]?.resolve({ done: false, value: { data: { tick: '1' } } });
    expect(await first).toEqual({ done: false, value: { data: { tick: '1' } } });
    const second = stream.next();
    await settle();
    asked[1]?.resolve({ done: true, value: undefined });
    expect(await second).toEqual({ done: true, value: undefined });
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  it('passes a failure of its source on, once', async () => {
    const { source, asked } = createSource();
    const stream = new ResultStream(source, { onEnd: () => undefined });
    const pending = stream.next();
    await settle();
    asked[0]?.reject(new Error('lost'));
    await expect(pending).rejects.toThrow('lost');
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('asks its source for nothing before the reader is ready', async () => {
    const { source, asked } = createSource();
    const ready = Promise.withResolvers<void>();
    const stream = new ResultStream(source, { onEnd: () => undefined, ready: () => ready.promise });
    void stream.next();
    await settle();
    expect(asked).toHaveLength(0);
    ready.resolve();
    await settle();
    expect(asked).toHaveLength(1);
  });
});
