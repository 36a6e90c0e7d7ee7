import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { comparableResult } from './comparable-result.js';

/** What the core's streams yield, as far as this file looks. */
interface SourceEvent {
  readonly type: string;
  readonly key?: string | undefined;
}

type Execute = (args: ExecutionArgs) => Promise<ExecutionResult> | ExecutionResult;

/**
 * Runs a subscription: each source event is executed for this listener's selection, and a MODIFIED one is sent only if
 * the result differs from what was last sent of the same object.
 */
export async function subscribe(
  args: ExecutionArgs,
  execute: Execute,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const events = (source as AsyncIterable<SourceEvent>)[Symbol.asyncIterator]();
  const lastSent = new Map<string, string>();

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
