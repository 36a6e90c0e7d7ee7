import { GraphQLError } from 'graphql';

/** The refusal of an answer that grew past the limit while it was made. */
export class AnswerTooLarge extends GraphQLError {
  constructor(measured: number, limit: number) {
    const message = `The answer is larger than ${limit} bytes, which is the most. Ask for smaller pages or fewer fields.`;
    super(message, { extensions: { code: 'QUERY_TOO_COMPLEX', measured, limit } });
  }
}

export interface AnswerLimits {
  /** What one answer may come to as JSON; Infinity, as absent: no limit. */
  readonly maxAnswerBytes?: number | undefined;
}
