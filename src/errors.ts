/**
 * The closed list of error codes that callers can meet in `extensions.code`; a code is API and keeps its meaning.
 * Each entry says what it means and whether the same call may succeed when simply repeated.
 */
export const errorCodes = {
  INVALID_INPUT: { meaning: 'An input value is wrong; `path` names the field. Nothing was written.', retryable: false },
  UNAUTHENTICATED: { meaning: 'No token, or one that the cluster does not accept.', retryable: false },
  FORBIDDEN: { meaning: 'The cluster refused: the caller lacks the right, or a policy said no.', retryable: false },
  NOT_FOUND: { meaning: 'The object to change is not there.', retryable: false },
  ALREADY_EXISTS: { meaning: 'An object of that name exists.', retryable: false },
  CONFLICT: { meaning: 'The object changed since it was seen; `current` tells where it stands.', retryable: false },
  CLUSTER_UNKNOWN: { meaning: 'No cluster of that name is configured.', retryable: false },
  CLUSTER_UNAVAILABLE: { meaning: 'The cluster did not answer, or answered with a server error.', retryable: true },
  TIMEOUT: { meaning: 'The deadline passed before the answer came.', retryable: true },
  TOO_MANY_REQUESTS: { meaning: 'A rate or concurrency limit was met, here or in the cluster.', retryable: true },
  QUERY_TOO_COMPLEX: { meaning: 'The operation costs more than the limit; ask for less at once.', retryable: false },
  PARTIAL_WRITE: {
    meaning:
      'A write of two objects could be neither finished nor undone; `written`, `undone`, `unknown` say what stands.',
    retryable: false,
  },
  INTERNAL_SERVER_ERROR: { meaning: 'A fault of this server. The log has the cause.', retryable: false },
} as const satisfies Record<string, { meaning: string; retryable: boolean }>;

export type ErrorCode = keyof typeof errorCodes;

/** What a cluster said, from its Status object: HTTP code, reason and details (whose causes name fields). */
export interface KubernetesStatus {
  code: number;
  reason: string;
  details?: unknown;
}

export interface AlbErrorOptions {
  /** For the log alone; never shown to a caller. */
  cause?: unknown;
  /** Overrides the code's own answer. */
  retryable?: boolean;
  kubernetes?: KubernetesStatus;
  /** Further members of `extensions`, such as `path`, `current`, `written`. */
  extensions?: Record<string, unknown>;
  /** A write was sent and no answer came: it may have happened. */
  outcomeUnknown?: boolean;
  /** From Retry-After, where the cluster gave one. */
  retryAfterMs?: number;
}

/** The one error class inside. `message` is for the caller and holds no secret; `cause` is for the log. */
export class AlbError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly kubernetes: KubernetesStatus | undefined;
  readonly extensions: Record<string, unknown>;
  readonly outcomeUnknown: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: AlbErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AlbError';
    this.code = code;
    this.retryable = options.retryable ?? errorCodes[code].retryable;
    this.kubernetes = options.kubernetes;
    this.extensions = options.extensions ?? {};
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Any thrown value as an AlbError; what is not one already becomes INTERNAL_SERVER_ERROR with the value as cause. */
  static from(thrown: unknown): AlbError {
    if (thrown instanceof AlbError) return thrown;
    return new AlbError('INTERNAL_SERVER_ERROR', 'Internal server error', { cause: thrown });
  }
}

/** One fault of an input: which field, and what to do about it. */
export interface InputFault {
  /** From the argument down, e.g. `['input', 'listeners', 0, 'port']`. */
  path: (string | number)[];
  message: string;
}

/** All faults of one input at once: one INVALID_INPUT per fault, thrown together. */
export class InputFaultsError extends AggregateError {
  override readonly errors: AlbError[];

  constructor(faults: readonly InputFault[]) {
    const errors = faults.map(
      (fault) => new AlbError('INVALID_INPUT', fault.message, { extensions: { path: fault.path } }),
    );
    super(errors, faults.map((fault) => fault.message).join('; '));
    this.name = 'InputFaultsError';
    this.errors = errors;
  }
}
