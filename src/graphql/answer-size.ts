import type { GraphQLError } from 'graphql';
import { tooComplex } from './too-complex.js';

/** The refusal of an answer that grew past the limit while it was made. */
export function answerTooLarge(measured: number, limit: number): GraphQLError {
  const message = `The answer is larger than ${limit} bytes, which is the most. Ask for smaller pages or fewer fields.`;
  return tooComplex(message, { measured, limit });
}

export interface AnswerLimits {
  /** What one answer may come to as JSON; Infinity, as absent: no limit. */
  readonly maxAnswerBytes?: number | undefined;
}
