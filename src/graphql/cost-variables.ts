import {
  type DocumentNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { costArguments } from './list-cost.js';

/** Either the points or the errors of counting them. */
type Cost = number | readonly GraphQLError[];

/** Choices of variables remembered for one operation, and the longest text of one. */
const maxChoices = 50;
const maxChoiceChars = 200;

/** The costs of one operation by the variables that they depend on: with pages written out there is one. */
export class CostVariables {
  /** Those of which the value counts, and those of which it counts whether they are null: some arguments forbid that. */
  readonly #byValue: readonly string[];
  readonly #byNull: readonly string[];
  readonly #costs = new Map<string, number>();

  /** `costly`: see variablesOfCost. */
  constructor(costly: ReadonlySet<string>, { variableDefinitions = [] }: OperationDefinitionNode) {
    const nullable = variableDefinitions.filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE);
    this.#byValue = variableDefinitions.map(nameOf).filter((name) => costly.has(name));
    this.#byNull = nullable.map(nameOf).filter((name) => !costly.has(name));
  }

  /** The cost with these coerced variables, counted where it is not known. */
  remember(variables: Readonly<Record<string, unknown>>, count: () => Cost): Cost {
    const choice = this.#choiceOf(variables);
    const known = this.#costs.get(choice);
    if (known !== undefined) return known;
    const cost = count();
    if (typeof cost !== 'number' || choice.length > maxChoiceChars) return cost;
    if (this.#costs.size >= maxChoices) this.#costs.clear();
    this.#costs.set(choice, cost);
    return cost;
  }

  /** An absent variable is an empty list, since it is not null: the default of the argument takes its place. */
  #choiceOf(variables: Readonly<Record<string, unknown>>): string {
    if (this.#byValue.length + this.#byNull.length === 0) return '';
    const values = this.#byValue.map((name) => (name in variables ? [variables[name]] : []));
    return JSON.stringify([...values, ...this.#byNull.map((name) => variables[name] === null)]);
  }
}

const nameOf = ({ variable }: VariableDefinitionNode) => variable.name.value;

/** The names of variables that are used in an argument that tells the cost, wherever in the document: once for all its operations. */
export function variablesOfCost(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    Argument(argument) {
      if (!costArguments.has(argument.name.value)) return false;
      visit(argument.value, { Variable: ({ name }) => void names.add(name.value) });
      return false;
    },
  });
  return names;
}
