import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { comparableResult } from './comparable-result.js';

/** What the core's streams yield, as far as this file looks. */
export interface SourceEvent {
  readonly type: string;
  readonly key?: string | undefined;
}

export type Execute = (args: ExecutionArgs) => Promise<ExecutionResult> | ExecutionResult;

/**
 * Events executed for one listener's selection. A MODIFIED one is sent only if the result differs from what was last sent of
 * the same object; `lastSent` holds that, by key, where somebody sent it before.
 */
export function ownResults(
  args: ExecutionArgs,
  execute: Execute,
  events: AsyncIterator<SourceEvent>,
  lastSent = new Map<string, string>(),
): AsyncIterableIterator<ExecutionResult> {
  /** Undefined for an event that shows this listener nothing new. */
  const resultOf = async (event: SourceEvent): Promise<ExecutionResult | undefined> => {
    const result = await execute({ ...args, rootValue: event });
    const { key } = event;
    if (key === undefined) return result;
    if (event.type === 'DELETED') {
      lastSent.delete(key);
      return result;
    }
    const comparable = comparableResult(result, args);
    if (event.type === 'MODIFIED' && lastSent.get(key) === comparable) return undefined;
    lastSent.set(key, comparable);
    return result;
  };

  // Hand-written: the return() of an async generator waits for its pending next(), which on a quiet stream never comes.
  const results: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      for (;;) {
        const { done, value } = await events.next();
        if (done) return { done: true, value: undefined };
        const result = await resultOf(value);
        if (result !== undefined) return { done: false, value: result };
      }
    },
    async return() {
      lastSent.clear();
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return results;
    },
  };
  return results;
}
