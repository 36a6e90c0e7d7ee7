import type {
  DocumentNode,
  ExecutionArgs,
  ExecutionResult,
  GraphQLError,
  GraphQLFormattedError,
  GraphQLSchema,
} from 'graphql';
import type { Caller } from '../kube/ports.js';
import type { GateRequest, GateResult, PassedOperation } from './gate.js';
import type { QuickResult } from './quick/quick-answers.js';
import type { TrustedDocuments } from './trusted-documents.js';

type PromiseOrValue<T> = T | Promise<T>;

/** What one operation may hold open, and for how long. */
export interface OperationResources {
  /** Aborts when nothing more is to be read. */
  readonly signal: AbortSignal;
  /** Calls `close` when the operation is over, or now where it is. */
  own(close: () => void): void;
}

/** What every operation carries: who asked, and what it holds open for them. */
export interface OperationContext extends OperationResources {
  readonly caller: Caller;
}

/** All that a host needs to answer operations, whatever way they came in. */
export interface Engine<C extends OperationContext = OperationContext> {
  readonly schema: GraphQLSchema;
  /** The only documents that are parsed; absent: any. */
  readonly trusted?: TrustedDocuments | undefined;
  /** The document of a text, the same one for a text seen lately; or what is wrong with it. */
  parse(text: string): DocumentNode | GraphQLError;
  /** The one gate of all hosts: shape, GraphQL's own rules, variables, and cost. Passed: what to execute, and with what. */
  check(request: GateRequest): GateResult;
  /** The finished answer of a query that passed the gate, where it can be had quickly; else what to execute it with. */
  answer(operation: PassedOperation, caller: Caller, resources: OperationResources): Promise<QuickResult>;
  contextFor(caller: Caller, resources: OperationResources): C;
  execute(args: ExecutionArgs): PromiseOrValue<ExecutionResult>;
  subscribe(args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>;
  /** Of all subscriptions: events that wait because their listeners read too slowly. */
  eventsWaiting(): number;
  /** Resolves when no mutation is under way, its caller still there or not. */
  idle(): Promise<void>;
  /** What a caller may see of an error. */
  formatError(error: unknown): GraphQLFormattedError;
}
