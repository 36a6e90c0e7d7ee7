import { type DocumentNode, type GraphQLError, visit } from 'graphql';
import { costArguments } from './list-cost.js';

/** Either the points or the errors of counting them. */
type Cost = number | readonly GraphQLError[];

/** Choices of variables remembered for one operation, and the longest text of one. */
const maxChoices = 50;
const maxChoiceChars = 200;

/** The costs of one operation by the variables that they depend on: with pages written out there is one. */
export class CostVariables {
  readonly #names: readonly string[];
  readonly #costs = new Map<string, number>();

  constructor(document: DocumentNode) {
    this.#names = variablesOfCost(document);
  }

  /** The cost, counted where it is not known. */
  remember(variables: Readonly<Record<string, unknown>>, count: () => Cost): Cost {
    const choice = this.#names.length === 0 ? '' : JSON.stringify(this.#names.map((name) => variables[name]));
    const known = this.#costs.get(choice);
    if (known !== undefined) return known;
    const cost = count();
    if (typeof cost !== 'number' || choice.length > maxChoiceChars) return cost;
    if (this.#costs.size >= maxChoices) this.#costs.clear();
    this.#costs.set(choice, cost);
    return cost;
  }
}

/** Those used in an argument that tells the cost, wherever in the document. */
function variablesOfCost(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Argument(argument) {
      if (!costArguments.has(argument.name.value)) return false;
      visit(argument.value, { Variable: ({ name }) => void names.add(name.value) });
      return false;
    },
  });
  return [...names];
}
