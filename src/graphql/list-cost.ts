import { type GraphQLOutputType, getNamedType, isLeafType, isListType, isNonNullType } from 'graphql';
import type { ComplexityEstimatorArgs } from 'graphql-query-complexity';

/** Pages where nothing is said, and at most: as the lists themselves do. */
const defaultPageSize = 50;
const maxPageSize = 1_000;

/** What a list without a page is taken to hold, where it belongs to one object: listeners, conditions, addresses. */
const shortList = 3;

/** What a leaf costs that is worked out, or asked of the cluster, by itself. */
const costlyLeaves: Readonly<Record<string, number>> = { manifest: 5, can: 5, reachable: 5 };
const requests: Readonly<Record<string, number>> = { events: 10, gatewayClasses: 10, clusters: 5 };

/** An object costs 1, a leaf nothing, and a list what it may hold: a connection its page, by the variables given. */
export function listCost({ field, args, childComplexity }: ComplexityEstimatorArgs): number {
  const named = getNamedType(field.type);
  if (isLeafType(named)) return costlyLeaves[field.name] ?? 0;
  const own = requests[field.name] ?? 1;
  if (named.name.endsWith('Connection')) return own + pageSize(args) * childComplexity;
  // The page is counted at the connection itself.
  if (field.name === 'nodes' && !('ids' in args)) return 1 + childComplexity;
  if (field.name === 'edges' || field.name === 'node') return childComplexity;
  if ('ids' in args) return own + (args['ids'] as unknown[]).length * (1 + childComplexity);
  return isList(field.type) ? own + shortList * childComplexity : own + childComplexity;
}

function pageSize(args: Record<string, unknown>): number {
  const size = args['first'] ?? args['last'] ?? defaultPageSize;
  return typeof size === 'number' ? Math.min(Math.max(size, 0), maxPageSize) : defaultPageSize;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
