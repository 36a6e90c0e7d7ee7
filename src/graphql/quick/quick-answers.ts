import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller, Clusters } from '../../kube/ports.js';
import type { Context } from '../context.js';
import type { OperationContext, OperationResources } from '../engine.js';
import type { PassedOperation } from '../gate.js';
import { Answer, AnswerCache } from './answer-cache.js';
import type { TextBudget } from './kept-texts.js';
import { OperationTrace } from './operation-trace.js';
import { QuickPlan, variablesOfSelections } from './quick-plan.js';

export interface QuickAnswersOptions {
  readonly schema: GraphQLSchema;
  readonly clusters: Clusters;
  readonly contextFor: (caller: Caller, resources: OperationResources, trace: OperationTrace) => Context;
  /** For whole answers. */
  readonly maxKeptBytes: number;
  /** For their parts. */
  readonly budget: TextBudget;
}

/** Without an answer, the context in which to execute it: what was read already is not read again. */
export type QuickResult =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unanswered'; readonly context: OperationContext };

const maxPlans = 1000;

/** What is known of an operation: one and the same node is one and the same text. */
interface Known {
  readonly id: number;
  readonly selectionVariables: readonly string[];
}

/**
 * Queries of the three kinds, answered as finished bytes: from what was kept, else by a plan that writes text. Whatever is in
 * the way of an answer without errors (a refusal, a failure, a null where none may be) is left to graphql-js.
 */
export class QuickAnswers {
  readonly #known = new WeakMap<OperationDefinitionNode, Known>();
  readonly #plans = new LRUCache<string, { plan: QuickPlan | undefined }>({ max: maxPlans });
  readonly #kept: AnswerCache;
  #operations = 0;

  constructor(private readonly options: QuickAnswersOptions) {
    this.#kept = new AnswerCache(options.clusters, options.maxKeptBytes);
  }

  async answer(passed: PassedOperation, caller: Caller, resources: OperationResources): Promise<QuickResult> {
    const known = this.#knownOf(passed);
    const key = `${known.id} ${JSON.stringify(passed.variables)}`;
    const trace = new OperationTrace();
    const context = this.options.contextFor(caller, resources, trace);
    const { signal } = resources;
    try {
      const kept = await this.#kept.find(key, caller, signal);
      if (kept !== undefined) return { kind: 'answered', answer: kept };
      const plan = this.#planOf(known, passed);
      if (plan === undefined) return { kind: 'unanswered', context };
      const text = await plan.run(context, passed.variables);
      if (signal.aborted) return { kind: 'unanswered', context };
      const answer = new Answer(Buffer.from(text), trace.traces);
      this.#kept.keep(key, answer);
      return { kind: 'answered', answer };
    } catch {
      // What it was is met again, and told, by the execution.
      return { kind: 'unanswered', context };
    }
  }

  #planOf({ id, selectionVariables }: Known, passed: PassedOperation): QuickPlan | undefined {
    const { variables } = passed;
    // Absent is not null: a default takes the place of the one alone.
    const choice = JSON.stringify(selectionVariables.map((name) => (name in variables ? [variables[name]] : [])));
    const key = `${id} ${choice}`;
    let entry = this.#plans.get(key);
    if (entry === undefined) {
      const { schema, budget } = this.options;
      entry = { plan: QuickPlan.make({ schema, budget, ...passed }) };
      this.#plans.set(key, entry);
    }
    return entry.plan;
  }

  #knownOf({ document, operation }: PassedOperation): Known {
    let known = this.#known.get(operation);
    if (known === undefined) {
      this.#operations += 1;
      known = { id: this.#operations, selectionVariables: variablesOfSelections(document) };
      this.#known.set(operation, known);
    }
    return known;
  }
}
