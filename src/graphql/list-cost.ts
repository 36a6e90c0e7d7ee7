import { type GraphQLOutputType, getNamedType, isLeafType, isListType, isNonNullType } from 'graphql';
import type { ComplexityEstimator } from 'graphql-query-complexity';

/** Pages where nothing is said, and at most: as the lists themselves do. */
const defaultPageSize = 50;
const maxPageSize = 1_000;

/** What a list without a page is taken to hold, where it belongs to one object: listeners, conditions, addresses. */
const shortList = 3;
/** The others, by their fields. */
const lists: Readonly<Record<string, number>> = { gatewayClasses: 20, gateways: 10, events: 10 };

/** What a leaf costs that is worked out, or asked of the cluster, by itself. */
const costlyLeaves: Readonly<Record<string, number>> = { manifest: 5, can: 5, reachable: 5, namespaces: 10 };
/**
 * What a field costs by itself. For each `events` a cluster is asked once more, whatever else is asked; and most of the
 * `ofType` that introspection asks for are null.
 */
const ownCosts: Readonly<Record<string, number>> = {
  events: 100,
  gatewayClasses: 10,
  clusters: 5,
  viewer: 5,
  ofType: 0,
};
/** An id may lead to any kind in any cluster. */
const perId = 5;

/** The schema's own lists, as they stand in this one. */
const introspection: Readonly<Record<string, number>> = { types: 100, fields: 10, enumValues: 5, inputFields: 5 };

/** The arguments by whose values the cost is told: those of lists, and of @include and @skip. */
export const costArguments: ReadonlySet<string> = new Set(['first', 'last', 'ids', 'if']);

/**
 * An object costs 1, a leaf nothing, and a list what it may hold: a connection its page, by the variables given, and the
 * clusters as many as there are.
 */
export function createListCost(options: { readonly clusters: number }): ComplexityEstimator {
  const listSizes: Readonly<Record<string, number>> = { ...lists, clusters: options.clusters };
  return ({ type, field, args, childComplexity }) => {
    const named = getNamedType(field.type);
    if (isLeafType(named)) return costlyLeaves[field.name] ?? 0;
    const own = ownCosts[field.name] ?? 1;
    if (named.name.endsWith('Connection')) return own + pageSize(args) * childComplexity;
    // The page is counted at the connection itself.
    if (type.name.endsWith('Connection') && field.name === 'nodes') return 1 + childComplexity;
    if (field.name === 'edges' || field.name === 'node') return 1 + childComplexity;
    if (Array.isArray(args['ids'])) return own + args['ids'].length * (perId + childComplexity);
    if (!isList(field.type)) return own + childComplexity;
    const sizes = named.name.startsWith('__') ? introspection : listSizes;
    return own + (sizes[field.name] ?? shortList) * (1 + childComplexity);
  };
}

function pageSize(args: Record<string, unknown>): number {
  const size = args['first'] ?? args['last'] ?? defaultPageSize;
  return typeof size === 'number' ? Math.min(Math.max(size, 0), maxPageSize) : defaultPageSize;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
