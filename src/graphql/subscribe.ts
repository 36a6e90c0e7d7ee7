import { createSourceEventStream, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { type Execute, ownResults, type SourceEvent, type SourceEvents } from './own-results.js';
import type { SchemaEvents } from './shared/schema-events.js';
import type { Topics } from './shared/topics.js';

/**
 * Runs a subscription: each source event is executed for this listener's selection, and a MODIFIED one is sent only if
 * the result differs from what was last sent of the same object. Listeners who are shown the same share one topic, which
 * does that once for them all.
 */
export async function subscribe(
  args: ExecutionArgs,
  execute: Execute,
  topics?: Topics,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const listener = topics?.join(args, source as AsyncIterable<SourceEvent> & Partial<SchemaEvents>);
  if (listener !== undefined) return listener;
  const events: SourceEvents = (source as AsyncIterable<SourceEvent>)[Symbol.asyncIterator]();
  return ownResults(args, execute, events, { shares: topics?.shares, open: topics?.alone });
}
