import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller, Clusters } from '../../kube/ports.js';
import type { Context } from '../context.js';
import type { OperationContext, OperationResources } from '../engine.js';
import { Answer, AnswerCache } from './answer-cache.js';
import type { TextBudget } from './kept-texts.js';
import { OperationTrace } from './operation-trace.js';
import { coerceVariables, QuickPlan, variablesOfSelections } from './quick-plan.js';

export interface QuickAnswersOptions {
  readonly schema: GraphQLSchema;
  readonly clusters: Clusters;
  readonly contextFor: (caller: Caller, resources: OperationResources, trace: OperationTrace) => Context;
  /** For whole answers. */
  readonly maxKeptBytes: number;
  /** For their parts. */
  readonly budget: TextBudget;
}

export interface QuickRequest {
  /** It has passed the gate. */
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

/** Without an answer, the context in which to execute it: what was read already is not read again. */
export type QuickResult =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'unanswered'; readonly context: OperationContext };

const maxPlans = 1000;

/** What is known of a document: one and the same object is one and the same text. */
interface Known {
  readonly id: number;
  readonly selectionVariables: readonly string[];
}

/**
 * Queries of the three kinds, answered as finished bytes: from what was kept, else by a plan that writes text. Whatever is in
 * the way of an answer without errors (a refusal, a failure, a null where none may be) is left to graphql-js.
 */
export class QuickAnswers {
  readonly #known = new WeakMap<DocumentNode, Known>();
  readonly #plans = new LRUCache<string, { plan: QuickPlan | undefined }>({ max: maxPlans });
  readonly #kept: AnswerCache;
  #documents = 0;

  constructor(private readonly options: QuickAnswersOptions) {
    this.#kept = new AnswerCache(options.clusters, options.maxKeptBytes);
  }

  async answer(request: QuickRequest, caller: Caller, resources: OperationResources): Promise<QuickResult> {
    const { document, operationName = null, variables } = request;
    const known = this.#knownOf(document);
    const key = `${known.id} ${operationName ?? ''} ${JSON.stringify(variables ?? {})}`;
    const trace = new OperationTrace();
    const context = this.options.contextFor(caller, resources, trace);
    const { signal } = resources;
    try {
      const kept = await this.#kept.find(key, caller, signal);
      if (kept !== undefined) return { kind: 'answered', answer: kept };
      const coerced = coerceVariables(this.options.schema, document, operationName, variables ?? {});
      const plan = coerced && this.#planOf(known, document, operationName, coerced);
      if (coerced === undefined || plan === undefined) return { kind: 'unanswered', context };
      const text = await plan.run(context, coerced);
      if (signal.aborted) return { kind: 'unanswered', context };
      const answer = new Answer(Buffer.from(text), trace.traces);
      this.#kept.keep(key, answer);
      return { kind: 'answered', answer };
    } catch {
      // What it was is met again, and told, by the execution.
      return { kind: 'unanswered', context };
    }
  }

  #planOf(
    { id, selectionVariables }: Known,
    document: DocumentNode,
    operationName: string | null,
    variables: Record<string, unknown>,
  ): QuickPlan | undefined {
    // Absent is not null: a default takes the place of the one alone.
    const choice = JSON.stringify(selectionVariables.map((name) => (name in variables ? [variables[name]] : [])));
    const key = `${id} ${operationName ?? ''} ${choice}`;
    let entry = this.#plans.get(key);
    if (entry === undefined) {
      const options = { schema: this.options.schema, document, operationName, variables, budget: this.options.budget };
      entry = { plan: QuickPlan.make(options) };
      this.#plans.set(key, entry);
    }
    return entry.plan;
  }

  #knownOf(document: DocumentNode): Known {
    let known = this.#known.get(document);
    if (known === undefined) {
      this.#documents += 1;
      known = { id: this.#documents, selectionVariables: variablesOfSelections(document) };
      this.#known.set(document, known);
    }
    return known;
  }
}
