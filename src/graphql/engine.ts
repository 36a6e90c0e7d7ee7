import type {
  DocumentNode,
  ExecutionArgs,
  ExecutionResult,
  GraphQLError,
  GraphQLFormattedError,
  GraphQLSchema,
} from 'graphql';
import type { Caller } from '../kube/ports.js';

type PromiseOrValue<T> = T | Promise<T>;

/** What every operation carries: who asked, and when to stop reading. */
export interface OperationContext {
  readonly caller: Caller;
  readonly signal: AbortSignal;
}

/** All that a host needs to answer operations, whatever way they came in. */
export interface Engine<C extends OperationContext = OperationContext> {
  readonly schema: GraphQLSchema;
  /** The one gate of all hosts: GraphQL's own rules, then depth, page sizes and cost, with variables. Empty: go on. */
  check(request: {
    document: DocumentNode;
    operationName?: string | null;
    variables?: Record<string, unknown> | null;
  }): readonly GraphQLError[];
  contextFor(caller: Caller, signal: AbortSignal): C;
  execute(args: ExecutionArgs): PromiseOrValue<ExecutionResult>;
  subscribe(args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>;
  /** Resolves when no mutation is under way, its caller still there or not. */
  idle(): Promise<void>;
  /** What a caller may see of an error. */
  formatError(error: unknown): GraphQLFormattedError;
}
