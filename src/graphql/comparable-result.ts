import {
  type ExecutionArgs,
  type ExecutionResult,
  type FragmentDefinitionNode,
  getOperationAST,
  type SelectionSetNode,
} from 'graphql';
import { fieldsByKey, fragmentsOf } from './collect-fields.js';

/** Fields that are no news by themselves: anywhere, and of the event itself (its first MODIFIED follows an ADDED). */
const ignored = new Set(['resourceVersion']);
const ignoredOfEvent = new Set(['resourceVersion', 'type']);

/**
 * A text that is equal for two results of one subscription if they differ in nothing but resourceVersion and the event's
 * type, under whatever alias or fragment they were selected. An alias used for resourceVersion on one type and for another field on another is
 * left out of both.
 */
export function comparableResult(
  { data, errors }: ExecutionResult,
  { document, operationName }: ExecutionArgs,
): string {
  const operation = getOperationAST(document, operationName);
  if (operation == null || data == null) return JSON.stringify([data, errors]);
  return JSON.stringify([strip(data, [operation.selectionSet], fragmentsOf(document), 0), errors]);
}

function strip(
  value: unknown,
  sets: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  level: number,
): unknown {
  if (Array.isArray(value)) return value.map((entry) => strip(entry, sets, fragments, level));
  if (typeof value !== 'object' || value === null || sets.length === 0) return value;
  const fields = fieldsByKey(fragments, sets, () => true);
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const nodes = fields.get(key) ?? [];
    const names = level === 1 ? ignoredOfEvent : ignored;
    if (nodes.some((node) => names.has(node.name.value))) continue;
    result[key] = strip(
      member,
      nodes.flatMap((node) => node.selectionSet ?? []),
      fragments,
      level + 1,
    );
  }
  return result;
}
