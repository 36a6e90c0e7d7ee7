import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { EventLoopShares } from '../event-loop-shares.js';
import { comparableResult } from './comparable-result.js';
import { digestOf } from './digest-of.js';

/** What the core's streams yield, as far as this file looks. */
export interface SourceEvent {
  readonly type: string;
  readonly key?: string | undefined;
}

/** What one listener is to be told alone. */
export interface SourceEvents extends AsyncIterator<SourceEvent> {
  /** Those that nobody has taken yet. */
  readonly waiting?: number;
}

export type Execute = (args: ExecutionArgs) => Promise<ExecutionResult> | ExecutionResult;

export interface OwnResultsOptions {
  /** Listeners take turns. Absent: there is one. */
  readonly shares?: EventLoopShares | undefined;
  /** Holds the events until they are over. */
  readonly open?: Set<SourceEvents> | undefined;
  /** Where somebody sent the same listener events before: the digest of the last one, by key. */
  readonly lastSent?: Map<string, string> | undefined;
}

/**
 * Events executed for one listener's selection. A MODIFIED one is sent only if the result differs from what was last sent of
 * the same object.
 */
export function ownResults(
  args: ExecutionArgs,
  execute: Execute,
  events: SourceEvents,
  { shares, open, lastSent = new Map() }: OwnResultsOptions = {},
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
    const digest = digestOf(comparableResult(result, args));
    if (event.type === 'MODIFIED' && lastSent.get(key) === digest) return undefined;
    lastSent.set(key, digest);
    return result;
  };

  open?.add(events);
  // Hand-written: the return() of an async generator waits for its pending next(), which on a quiet stream never comes.
  const results: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      try {
        for (;;) {
          const { done, value } = await events.next();
          if (done) break;
          if (shares?.isSliceOver() === true) await shares.nextSlice();
          const result = await resultOf(value);
          if (result !== undefined) return { done: false, value: result };
        }
      } catch (error) {
        open?.delete(events);
        throw error;
      }
      open?.delete(events);
      return { done: true, value: undefined };
    },
    async return() {
      lastSent.clear();
      open?.delete(events);
      await events.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return results;
    },
  };
  return results;
}
