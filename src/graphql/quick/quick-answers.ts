import type { GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { type Awaitable, recover } from '../../awaitable.js';
import { BoundedCache, type OnCache } from '../../bounded-cache.js';
import type { Caller, Clusters } from '../../kube/ports.js';
import { cacheBounds } from '../../memory-bounds.js';
import { AnswerTooLarge } from '../answer-size.js';
import type { Context } from '../context.js';
import type { OperationContext, OperationResources } from '../engine.js';
import type { PassedOperation } from '../gate.js';
import { Answer, AnswerCache } from './answer-cache.js';
import { AnswerWriting } from './answer-writing.js';
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
  readonly onCache?: OnCache | undefined;
  /** Infinity: no limit. */
  readonly maxAnswerBytes: number;
  /** Told the name of the setting that refused an answer. */
  readonly onRefused?: ((limit: string) => void) | undefined;
}

/** Without an answer, the context in which to execute it: what was read already is not read again. */
export type QuickResult =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
  | { readonly kind: 'unanswered'; readonly context: OperationContext };

/** What is known of an operation: one and the same node is one and the same text. */
interface Known {
  readonly id: number;
  readonly selectionVariables: readonly string[];
  /** True where no plan can be made of it, whatever its variables. */
  isWithoutPlan: boolean;
}

/**
 * Queries of the three kinds, answered as finished bytes: from what was kept, else by a plan that writes text. Whatever is in
 * the way of an answer without errors (a refusal, a failure, a null where none may be) is left to graphql-js.
 */
export class QuickAnswers {
  readonly #known = new WeakMap<OperationDefinitionNode, Known>();
  readonly #plans: BoundedCache<QuickPlan>;
  readonly #kept: AnswerCache;
  #operations = 0;

  constructor(private readonly options: QuickAnswersOptions) {
    const { clusters, maxKeptBytes, onCache } = options;
    this.#plans = new BoundedCache(cacheBounds.plans, ({ bytes }) => bytes, onCache);
    this.#kept = new AnswerCache(clusters, maxKeptBytes, onCache);
  }

  async answer(passed: PassedOperation, caller: Caller, resources: OperationResources): Promise<QuickResult> {
    const known = this.#knownOf(passed);
    const key = `${known.id} ${JSON.stringify(passed.variables)}`;
    // Nothing is opened for an answer that is there.
    const kept = await this.#findKept(key, caller, resources.signal);
    if (kept !== undefined) return { kind: 'answered', answer: kept };
    const trace = new OperationTrace();
    const context = this.options.contextFor(caller, resources, trace);
    const { maxAnswerBytes, onRefused } = this.options;
    try {
      const planKey = planKeyOf(known, passed);
      const keptPlan = this.#plans.get(planKey);
      const plan = keptPlan ?? this.#makePlan(known, passed);
      if (plan === undefined) return { kind: 'unanswered', context };
      const text = await plan.run(context, passed.variables, new AnswerWriting(context.slices, maxAnswerBytes));
      if (resources.signal.aborted) return { kind: 'unanswered', context };
      const bytes = Buffer.from(text);
      if (bytes.byteLength > maxAnswerBytes) throw new AnswerTooLarge(bytes.byteLength, maxAnswerBytes);
      const answer = new Answer(bytes, trace.traces);
      if (trace.isOfKnownCaller) {
        if (keptPlan === undefined) this.#plans.set(planKey, plan);
        this.#kept.keep(key, answer);
      }
      return { kind: 'answered', answer };
    } catch (thrown) {
      if (thrown instanceof AnswerTooLarge) {
        onRefused?.('MAX_ANSWER_BYTES');
        return { kind: 'refused', errors: [thrown] };
      }
      // What it was is met again, and told, by the execution.
      return { kind: 'unanswered', context };
    } finally {
      context.close();
    }
  }

  /** Undefined too where the caller's rights could not be found out: why not is met again, and told, by the execution. */
  #findKept(key: string, caller: Caller, signal: AbortSignal): Awaitable<Answer | undefined> {
    return recover(
      () => this.#kept.find(key, caller, signal),
      () => undefined,
    );
  }

  #makePlan(known: Known, passed: PassedOperation): QuickPlan | undefined {
    if (known.isWithoutPlan) return undefined;
    const { schema, budget } = this.options;
    const plan = QuickPlan.make({ schema, budget, ...passed });
    known.isWithoutPlan = plan === undefined && known.selectionVariables.length === 0;
    return plan;
  }

  #knownOf({ document, operation }: PassedOperation): Known {
    let known = this.#known.get(operation);
    if (known === undefined) {
      this.#operations += 1;
      known = { id: this.#operations, selectionVariables: variablesOfSelections(document), isWithoutPlan: false };
      this.#known.set(operation, known);
    }
    return known;
  }
}

/** Absent is not null: a default takes the place of the one alone. */
function planKeyOf({ id, selectionVariables }: Known, { variables }: PassedOperation): string {
  return `${id} ${JSON.stringify(selectionVariables.map((name) => (name in variables ? [variables[name]] : [])))}`;
}
