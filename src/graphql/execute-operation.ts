import {
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  type GraphQLError,
  getOperationAST,
  type OperationTypeNode,
} from 'graphql';
import { andThen } from '../awaitable.js';
import { type EventLoopShares, OperationSlices } from '../event-loop-shares.js';
import { AnswerTooLarge } from './answer-size.js';
import type { Context } from './context.js';
import { expandErrors } from './format-error.js';
import { ListCompletion } from './list-completion.js';
import type { Mutations } from './mutations.js';

export interface ExecutionOptions {
  readonly shares: EventLoopShares;
  readonly mutations: Mutations;
  /** Infinity: no limit. */
  readonly maxAnswerBytes: number;
  /** Told the name of the setting that refused an answer. */
  readonly onRefused?: ((limit: string) => void) | undefined;
}

/** What one error takes in an answer, at least. */
const bytesPerError = 150;

/** graphql-js, in slices of time and within the size of an answer. */
export function executeOperation(
  options: ExecutionOptions,
  args: ExecutionArgs,
): Promise<ExecutionResult> | ExecutionResult {
  const { shares, mutations, maxAnswerBytes } = options;
  const context = args.contextValue as Context | undefined;
  context?.open?.();
  const type = operationTypeOf(args);
  // What a mutation wrote is told, however late; and an event for many listeners has no context.
  const slices =
    (type !== 'mutation' && context?.slices) || new OperationSlices(shares, undefined, () => context?.hold?.());
  const lists = new ListCompletion({ slices, maxAnswerBytes });
  const finish = (result: ExecutionResult) => {
    context?.close?.();
    return withAllErrors(type === 'mutation' ? result : withinSize(result, lists, options));
  };
  const { rootValue = lists } = args;
  const result = execute({ ...args, rootValue, fieldResolver: lists.resolveField });
  const answer = andThen(result, finish);
  return type === 'mutation' ? mutations.follow(Promise.resolve(answer)) : answer;
}

function operationTypeOf({ document, operationName }: ExecutionArgs): OperationTypeNode | undefined {
  return getOperationAST(document, operationName)?.operation;
}

/** A mutation's answer tells what was written, and is never refused as a whole. */
function withinSize(
  result: ExecutionResult,
  { refusal }: ListCompletion,
  { maxAnswerBytes, onRefused }: ExecutionOptions,
): ExecutionResult {
  const errorBytes = (result.errors?.length ?? 0) * bytesPerError;
  if (refusal === undefined && errorBytes <= maxAnswerBytes) return result;
  onRefused?.('MAX_ANSWER_BYTES');
  return { errors: [refusal ?? new AnswerTooLarge(errorBytes, maxAnswerBytes)] };
}

/** A root field that found several faults reports each of them as an error of its own. */
export function withAllErrors(result: ExecutionResult): ExecutionResult {
  if (result.errors === undefined) return result;
  return { ...result, errors: expandErrors(result.errors) as GraphQLError[] };
}
