import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  specifiedRules,
  validate,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { conditionalSubscription } from './conditional-subscription.js';
import { CostVariables } from './cost-variables.js';
import { createListCost } from './list-cost.js';
import { measureShape, type Shape } from './measure-shape.js';
import { tooComplex, withinStack } from './too-complex.js';

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
  /** Directives, counted as aliases are. */
  readonly maxDirectives: number;
}

export interface GateOptions {
  readonly limits: GateLimits;
  /** How many clusters there are: what `clusters` may hold. */
  readonly clusters: number;
  /** Whether the schema may be asked for. Default: it may. */
  readonly introspection?: boolean | undefined;
  /** Told the name of the setting that refused an operation. */
  readonly onRefused?: ((limit: string) => void) | undefined;
}

export interface GateRequest {
  document: DocumentNode;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/** Errors of one request that are worth telling. */
const maxErrors = 20;
/** Selections looked at for one cost, fragments looked into wherever they are spread. */
const maxCostNodes = 10_000;

/** What is the same for every request of one document. */
type Examined =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[]; readonly settings: readonly string[] }
  | { readonly kind: 'valid'; readonly costs: ReadonlyMap<OperationDefinitionNode, CostVariables> };

/** What the rules find has a place in the document. Where the first has none, they gave up on comparing all its fields. */
const tooLong: Examined = {
  kind: 'refused',
  errors: [tooComplex('The document selects too much at once to be checked; select each field once.')],
  settings: [],
};

/**
 * GraphQL's own rules and our limits. A document is examined once, for as long as somebody holds it (see createParser);
 * its cost is counted once for each choice of the variables that it depends on.
 */
export class Gate {
  readonly #examined = new WeakMap<DocumentNode, Examined>();
  readonly #estimator: ComplexityEstimator;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly options: GateOptions,
  ) {
    this.#estimator = createListCost(options);
  }

  /** The errors that refuse it; none: go on. Where `operationName` names no operation there is nothing to refuse. */
  check({ document, operationName, variables }: GateRequest): readonly GraphQLError[] {
    let examined = this.#examined.get(document);
    if (examined === undefined) {
      examined = this.#examine(document);
      this.#examined.set(document, examined);
    }
    if (examined.kind === 'refused') {
      for (const setting of examined.settings) this.options.onRefused?.(setting);
      return examined.errors;
    }
    const operation = getOperationAST(document, operationName);
    const costs = operation ? examined.costs.get(operation) : undefined;
    if (!operation || costs === undefined) return [];
    const cost = costs.remember(variables ?? {}, () => this.#costOf(document, operation, variables ?? {}));
    return typeof cost === 'number' ? this.#judge(cost) : cost;
  }

  /** The shape first: it is told in one pass, while the rules' work grows with the square of what the shape allows. */
  #examine(document: DocumentNode): Examined {
    const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    for (const operation of operations) {
      const shape = withinStack(() => measureShape(document, operation));
      if (shape instanceof GraphQLError) return { kind: 'refused', errors: [shape], settings: ['MAX_DEPTH'] };
      const faults = shapeFaults(shape, this.options.limits);
      if (faults.length > 0) {
        return {
          kind: 'refused',
          errors: faults.map(({ error }) => error),
          settings: faults.map(({ setting }) => setting),
        };
      }
    }
    const conditional = withinStack(() =>
      operations.flatMap((operation) => conditionalSubscription(document, operation)),
    );
    if (conditional instanceof GraphQLError) return { kind: 'refused', errors: [conditional], settings: ['MAX_DEPTH'] };
    if (conditional.length > 0) {
      return { kind: 'refused', errors: conditional.map(asValidationError), settings: [] };
    }
    const curious = this.#introspects(document);
    if (curious.length > 0) return { kind: 'refused', errors: curious, settings: ['INTROSPECTION'] };
    const errors = withinStack(() => validate(this.schema, document, specifiedRules, { maxErrors }));
    if (errors instanceof GraphQLError) return { kind: 'refused', errors: [errors], settings: ['MAX_DEPTH'] };
    if (errors[0] !== undefined && errors[0].nodes === undefined) return tooLong;
    if (errors.length > 0) return { kind: 'refused', errors: errors.map(asValidationError), settings: [] };
    return { kind: 'valid', costs: new Map(operations.map((operation) => [operation, new CostVariables(document)])) };
  }

  /** Errors where the schema is asked for and may not be. */
  #introspects(document: DocumentNode): readonly GraphQLError[] {
    if (this.options.introspection !== false) return [];
    const errors = validate(this.schema, document, [NoSchemaIntrospectionCustomRule], { maxErrors: 1 });
    return errors.slice(0, 1).map(asValidationError);
  }

  #judge(cost: number): readonly GraphQLError[] {
    const { maxComplexity } = this.options.limits;
    if (cost <= maxComplexity) return [];
    this.options.onRefused?.('MAX_COMPLEXITY');
    const message = `The operation costs ${cost} points; ${maxComplexity} is the most. Ask for smaller pages or fewer fields.`;
    return [tooComplex(message, { measured: cost, limit: maxComplexity })];
  }

  /** Its points, or why they cannot be counted. What cannot be counted does not run. */
  #costOf(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Record<string, unknown>,
  ): number | readonly GraphQLError[] {
    try {
      return getComplexity({
        schema: this.schema,
        query: document,
        ...(operation.name && { operationName: operation.name.value }),
        variables,
        estimators: [this.#estimator],
        maxQueryNodes: maxCostNodes,
      });
    } catch (thrown) {
      if (!(thrown instanceof GraphQLError)) throw thrown;
      // Variables that do not fit their types: execution begins with them too, and names each.
      if (getVariableValues(this.schema, operation.variableDefinitions ?? [], variables).errors) return [];
      this.options.onRefused?.('MAX_COMPLEXITY');
      if (thrown.nodes !== undefined) return [tooComplex(`What the operation costs cannot be told: ${thrown.message}`)];
      // Not about a place in the document: there were more selections than are looked at.
      const message = `The operation has more than ${maxCostNodes} selections, with fragments wherever they are spread.`;
      return [tooComplex(message, { measured: maxCostNodes + 1, limit: maxCostNodes })];
    }
  }
}

function asValidationError(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

function shapeFaults(shape: Shape, limits: GateLimits): { setting: string; error: GraphQLError }[] {
  const table = [
    ['MAX_DEPTH', 'levels of fields', shape.depth, limits.maxDepth],
    ['MAX_ALIASES', 'aliases', shape.aliases, limits.maxAliases],
    ['MAX_ROOT_FIELDS', 'root fields', shape.rootFields, limits.maxRootFields],
    ['MAX_DIRECTIVES', 'directives', shape.directives, limits.maxDirectives],
  ] as const;
  return table
    .filter(([, , measured, limit]) => measured > limit)
    .map(([setting, what, measured, limit]) => {
      const message = `The operation has ${measured} ${what}; ${limit} is the most.`;
      return { setting, error: tooComplex(message, { measured, limit }) };
    });
}
