import type { ExecutionArgs, GraphQLFormattedError, GraphQLSchema } from 'graphql';
import type { OnCache } from '../bounded-cache.js';
import { EventLoopShares } from '../event-loop-shares.js';
import type { Caller } from '../kube/ports.js';
import type { AnswerLimits } from './answer-size.js';
import { createSchema } from './build-schema.js';
import { Context, type ContextOptions } from './context.js';
import { createParser, type DocumentLimits } from './documents.js';
import type { Engine, OperationResources } from './engine.js';
import { executeOperation, withAllErrors } from './execute-operation.js';
import { formatError } from './format-error.js';
import { Gate, type GateLimits } from './gate.js';
import { Mutations, type MutationsOptions } from './mutations.js';
import { TextBudget } from './quick/kept-texts.js';
import type { OperationTrace } from './quick/operation-trace.js';
import { QuickAnswers } from './quick/quick-answers.js';
import { Topics } from './shared/topics.js';
import { subscribe } from './subscribe.js';
import type { TrustedDocuments } from './trusted-documents.js';

export interface EngineOptions extends Omit<ContextOptions, 'shares' | 'listenerShares'>, MutationsOptions {
  /** Of queries and mutations. Default: made here, of the clock given. */
  readonly shares?: EventLoopShares | undefined;
  readonly limits: DocumentLimits & GateLimits & AnswerLimits;
  /** Whether the schema may be asked for, and errors suggest names of it. Default: it may. */
  readonly introspection?: boolean | undefined;
  /** The only documents that run; absent: any. */
  readonly trusted?: TrustedDocuments | undefined;
  /** Told of every operation that a limit refused, by the name of its setting. */
  readonly onRefused?: ((limit: string) => void) | undefined;
  /** For answers, and parts of answers, that are kept; 0: none is. Default 128 MiB. */
  readonly maxKeptBytes?: number | undefined;
  /** Default: made here. For whoever needs many engines. */
  readonly schema?: GraphQLSchema | undefined;
  /** Told of every failure that a caller only sees as INTERNAL_SERVER_ERROR. */
  readonly onInternalError?: ((error: unknown) => void) | undefined;
  /** Told of each cache that the engine makes. */
  readonly onCache?: OnCache | undefined;
}

export function createEngine(options: EngineOptions): Engine<Context> {
  const { schema = createSchema(), clusters, maxKeptBytes = 128 << 20, onCache } = options;
  const { maxAnswerBytes = Number.POSITIVE_INFINITY } = options.limits;
  const gate = new Gate(schema, { ...options, clusters: options.clusters.names().length });
  const mutations = new Mutations(options);
  const shares = options.shares ?? new EventLoopShares({ elapsed: () => options.clock.elapsed() });
  const execution = { shares, mutations, maxAnswerBytes, onRefused: options.onRefused };
  const execute = (args: ExecutionArgs) => executeOperation(execution, args);
  // Beside those of queries, which are not to wait behind hundreds of listeners.
  const listenerShares = new EventLoopShares({ elapsed: () => options.clock.elapsed() });
  const common = { ...options, shares, listenerShares };
  const contextFor = (caller: Caller, resources: OperationResources, trace?: OperationTrace) =>
    new Context(common, caller, resources, mutations, trace);
  const half = Math.floor(maxKeptBytes / 2);
  const budget = new TextBudget(half);
  onCache?.(budget);
  const quick = new QuickAnswers({
    schema,
    contextFor,
    clusters,
    budget,
    maxKeptBytes: half,
    maxAnswerBytes,
    onRefused: options.onRefused,
    onCache,
  });
  const inform = (error: unknown): GraphQLFormattedError => formatError(error, options);
  const topics = new Topics({ schema, budget, shares: listenerShares, execute, formatError: inform });
  return {
    schema,
    trusted: options.trusted,
    parse: createParser(options),
    check: (request) => gate.check(request),
    execute,
    answer: (operation, caller, resources) => quick.answer(operation, caller, resources),
    contextFor,
    subscribe: async (args: ExecutionArgs) => {
      const started = await subscribe(args, execute, topics);
      return 'errors' in started ? withAllErrors(started) : started;
    },
    eventsWaiting: () => topics.waiting,
    idle: () => mutations.idle(),
    formatError: inform,
  };
}
