/** What a write takes from outside. */
export interface WriteOptions {
  /** 0 <= n < 1, for the suffix of an ALB's name. */
  readonly random: () => number;
  /** Unique for this call: the claim on the ALB. */
  readonly operationId: string;
  /** For the log: a constant message, and facts that hold no secret. */
  readonly onNotice?: ((message: string, facts: Record<string, unknown>) => void) | undefined;
}
