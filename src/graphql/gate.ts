import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  specifiedRules,
  validate,
} from 'graphql';
import { getComplexity } from 'graphql-query-complexity';
import { listCost } from './list-cost.js';
import { measureShape } from './measure-shape.js';

/** Limits of one operation. What is above is QUERY_TOO_COMPLEX, and nothing of it runs. */
export interface GateLimits {
  /** Levels of nested fields. */
  readonly maxDepth: number;
  /** Points: about one per object that could come back; a list costs its page. */
  readonly maxComplexity: number;
  /** Aliased fields, fragments counted wherever they are spread. */
  readonly maxAliases: number;
  /** Fields directly under the root. */
  readonly maxRootFields: number;
}

interface Request {
  document: DocumentNode;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

export function createGate(
  schema: GraphQLSchema,
  limits: GateLimits,
): { check(request: Request): readonly GraphQLError[] } {
  return {
    check(request) {
      const faults = validate(schema, request.document, specifiedRules);
      if (faults.length > 0) return faults.map(asValidationError);
      return [...shapeErrors(request, limits), ...costErrors(schema, request, limits)];
    },
  };
}

function asValidationError(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

function shapeErrors({ document, operationName }: Request, limits: GateLimits): GraphQLError[] {
  const operation = getOperationAST(document, operationName);
  if (operation == null) return [];
  const shape = measureShape(document, operation);
  const errors: GraphQLError[] = [];
  const expect = (what: string, measured: number, limit: number) => {
    if (measured > limit)
      errors.push(tooComplex(`The operation has ${measured} ${what}; ${limit} is the most.`, { measured, limit }));
  };
  expect('levels of fields', shape.depth, limits.maxDepth);
  expect('aliases', shape.aliases, limits.maxAliases);
  expect('root fields', shape.rootFields, limits.maxRootFields);
  return errors;
}

function costErrors(
  schema: GraphQLSchema,
  { document, operationName, variables }: Request,
  limits: GateLimits,
): GraphQLError[] {
  let cost: number;
  try {
    cost = getComplexity({
      schema,
      query: document,
      ...(operationName != null && { operationName }),
      variables: variables ?? {},
      estimators: [listCost],
    });
  } catch {
    // Variables that do not fit their types: execution says so, naming each.
    return [];
  }
  if (cost <= limits.maxComplexity) return [];
  return [
    tooComplex(
      `The operation costs ${cost} points; ${limits.maxComplexity} is the most. Ask for smaller pages or fewer fields.`,
      {
        measured: cost,
        limit: limits.maxComplexity,
      },
    ),
  ];
}

function tooComplex(message: string, extensions: { measured: number; limit: number }): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'QUERY_TOO_COMPLEX', ...extensions } });
}
