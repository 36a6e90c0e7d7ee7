import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
} from 'graphql';
import { badUserInput } from './bad-user-input.js';
import { collectFields, fragmentsOf } from './collect-fields.js';
import { type Execute, ownResults, type SourceEvent, type SourceEvents } from './own-results.js';
import { coerceVariables } from './quick/quick-plan.js';
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
  if (selectsNothing(args)) {
    return { errors: [badUserInput('A subscription is of one field; @skip and @include leave this one none.')] };
  }
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const listener = topics?.join(args, source as AsyncIterable<SourceEvent> & Partial<SchemaEvents>);
  if (listener !== undefined) return listener;
  const events: SourceEvents = (source as AsyncIterable<SourceEvent>)[Symbol.asyncIterator]();
  return ownResults(args, execute, events, undefined, topics?.alone);
}

/** graphql-js takes it for granted that something is left. */
function selectsNothing({ schema, document, operationName = null, variableValues }: ExecutionArgs): boolean {
  const operation = getOperationAST(document, operationName);
  const type = schema.getSubscriptionType();
  const variables = coerceVariables(schema, document, operationName, variableValues ?? {});
  if (!operation || !type || variables === undefined) return false;
  const scope = { schema, fragments: fragmentsOf(document as DocumentNode), variables };
  return collectFields(scope, type, [operation.selectionSet]).size === 0;
}
