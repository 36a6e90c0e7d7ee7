import type { Target } from './target.js';

/** One hostile input, and how it is refused. */
export interface Abuse {
  readonly what: string;
  /** Answers what was seen. */
  readonly send: (target: Target) => Promise<string>;
  readonly answer: string;
  /** True where the cluster is asked all the same, since a part of it is well-formed. */
  readonly upstream?: boolean;
}
