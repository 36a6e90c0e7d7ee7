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
import { badUserInput } from './bad-user-input.js';
import { conditionalSubscription } from './conditional-subscription.js';
import { CostVariables, variablesOfCost } from './cost-variables.js';
import { createListCost } from './list-cost.js';
import { measureShape, type Shape } from './measure-shape.js';
import { hasLongFragmentChain } from './nesting.js';
import { nestedTooDeeply, tooComplex, withinStack } from './too-complex.js';
import { type ValueLimits, valueFault } from './value-fault.js';

/** Limits of one operation. What is above is QUERY_TOO_COMPLEX, and nothing of it runs. */
export interface GateLimits extends ValueLimits {
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

/** What a host was sent, with its document parsed. */
export interface GateRequest {
  readonly document: DocumentNode;
  /** Empty is none: a URL has no other way to say so. */
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: unknown;
}

/** Everything behind the gate takes the operation and its variables from here, never from the request. */
export interface PassedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /**
   * The declared variables alone, coerced to their types, with their defaults. One that is absent has no member. Coercing
   * them again changes nothing, and their JSON tells any two of them apart.
   */
  readonly variables: Readonly<Record<string, unknown>>;
}

export type GateResult =
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
  | ({ readonly kind: 'passed' } & PassedOperation);

/** Of an operation that declares none. */
const noVariables = { coerced: Object.freeze({}), errors: undefined };

/** Errors of one request that are worth telling. */
const maxErrors = 20;
/** Longest message about a variable, which quotes its value. */
const maxMessageChars = 500;
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
 * its cost is counted once for each choice of the variables that it depends on. The result never depends on earlier requests.
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

  check({ document, operationName, variables, extensions }: GateRequest): GateResult {
    const bare = variables == null && extensions == null;
    const fault = bare ? undefined : valueFault([variables, extensions], this.options.limits);
    if (fault !== undefined) return this.#refuse([fault.error], fault.setting);
    let examined = this.#examined.get(document);
    if (examined === undefined) {
      examined = this.#examine(document);
      if (examined.kind === 'refused') for (const error of examined.errors) forgetStack(error);
      this.#examined.set(document, examined);
    }
    if (examined.kind === 'refused') return this.#refuse(examined.errors, ...examined.settings);
    const operation = getOperationAST(document, operationName || null);
    const costs = operation ? examined.costs.get(operation) : undefined;
    if (!operation || costs === undefined) return this.#refuse([unknownOperation()]);
    const coerced = operation.variableDefinitions?.length ? this.#coerce(operation, variables ?? {}) : noVariables;
    if (coerced.errors !== undefined) return this.#refuse(coerced.errors.map(asVariableError));
    const passed = { kind: 'passed', document, operation, variables: coerced.coerced } as const;
    const cost = costs.remember(passed.variables, () => this.#costOf(passed));
    const errors = typeof cost === 'number' ? this.#judge(cost) : cost;
    return errors.length > 0 ? { kind: 'refused', errors } : passed;
  }

  #refuse(errors: readonly GraphQLError[], ...settings: readonly (string | undefined)[]): GateResult {
    for (const setting of settings) if (setting !== undefined) this.options.onRefused?.(setting);
    return { kind: 'refused', errors };
  }

  #coerce({ variableDefinitions = [] }: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>) {
    const hideSuggestions = this.options.introspection === false;
    return getVariableValues(this.schema, variableDefinitions, variables, { maxErrors, hideSuggestions });
  }

  /** The shape first: it is told in one pass, while the rules' work grows with the square of what the shape allows. */
  #examine(document: DocumentNode): Examined {
    if (hasLongFragmentChain(document)) {
      return { kind: 'refused', errors: [nestedTooDeeply()], settings: ['MAX_DEPTH'] };
    }
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
    const costly = variablesOfCost(document);
    return {
      kind: 'valid',
      costs: new Map(operations.map((operation) => [operation, new CostVariables(costly, operation)])),
    };
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
  #costOf({ document, operation, variables }: PassedOperation): number | readonly GraphQLError[] {
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
      // A variable that is null where its argument wants a value: no type of a variable with a default forbids that.
      if (thrown.nodes !== undefined) return [asVariableError(thrown)];
      // Not about a place in the document: there were more selections than are looked at.
      this.options.onRefused?.('MAX_COMPLEXITY');
      const message = `The operation has more than ${maxCostNodes} selections, with fragments wherever they are spread.`;
      return [tooComplex(message, { measured: maxCostNodes + 1, limit: maxCostNodes })];
    }
  }
}

const unknownOperation = () => badUserInput('operationName names none of the operations');

/** Made anew, without the error of the scalar that refused the value. */
function asVariableError({ message, nodes }: GraphQLError): GraphQLError {
  const shown = message.length > maxMessageChars ? `${message.slice(0, maxMessageChars)}…` : message;
  return new GraphQLError(shown, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } });
}

/** A stack that nobody has read holds on to all that the rules had looked at: 60 KB for a document of four characters. */
function forgetStack(error: GraphQLError): void {
  error.stack = '';
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
