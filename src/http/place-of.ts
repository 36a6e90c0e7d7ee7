import type { GraphQLError, OperationTypeNode } from 'graphql';
import type { Held } from './held-bytes.js';
import type { Host } from './host-options.js';
import { tooManyRequests } from './request-error.js';

/**
 * What gives back the place of an operation whose type is known by now: that of a query or mutation is the one it came
 * in by, while a subscription leaves that for one among the subscriptions, where there is one.
 */
export function placeOf(
  { admission }: Host,
  key: string,
  type: `${OperationTypeNode}`,
  leave: () => void,
  held: Held,
): (() => void) | GraphQLError {
  if (type !== 'subscription') return leave;
  const entry = admission.subscription(key, held);
  if (entry.kind === 'refused') return tooManyRequests(entry);
  leave();
  return entry.leave;
}
