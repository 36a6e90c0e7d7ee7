import { AlbError, type AlbErrorOptions, type ErrorCode } from '../errors.js';
import { ExpiredError } from './expired-error.js';
import { redact } from './redact.js';

/** Kubernetes' Status object, as far as it is read. */
export interface Status {
  kind?: string;
  message?: string;
  reason?: string;
  code?: number;
  details?: { name?: string; retryAfterSeconds?: number; [member: string]: unknown };
}

/** Circumstances that a Status does not tell. */
export interface StatusContext {
  readonly cluster: string;
  /** Whether the request would change something if it was carried out. */
  readonly changes?: boolean;
  readonly retryAfterMs?: number | undefined;
  /** Never to be repeated to anybody, should the cluster echo it. */
  readonly secret?: string | undefined;
}

const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  408: 'TIMEOUT',
  409: 'CONFLICT',
  413: 'INVALID_INPUT',
  422: 'INVALID_INPUT',
  429: 'TOO_MANY_REQUESTS',
  504: 'TIMEOUT',
};

const longestMessage = 2000;

/** An answer that is no success as AlbError: 410 as ExpiredError, all others by the table above. */
export function errorFromStatus(httpStatus: number, body: unknown, context: StatusContext): AlbError {
  const status = isStatus(body) ? redact(body, context.secret) : undefined;
  const message = status?.message || `Cluster ${context.cluster} answered with HTTP status ${httpStatus}`;
  const options = optionsFor(httpStatus, status, context);
  if (httpStatus === 410) return new ExpiredError(message, options);
  return new AlbError(codeFor(httpStatus, status), message.slice(0, longestMessage), options);
}

function codeFor(httpStatus: number, status: Status | undefined): ErrorCode {
  if (httpStatus === 409 && status?.reason === 'AlreadyExists') return 'ALREADY_EXISTS';
  return codes[httpStatus] ?? 'CLUSTER_UNAVAILABLE';
}

function optionsFor(httpStatus: number, status: Status | undefined, context: StatusContext): AlbErrorOptions {
  const seconds = status?.details?.retryAfterSeconds;
  const retryAfterMs = context.retryAfterMs ?? (typeof seconds === 'number' ? seconds * 1000 : undefined);
  // A server error may come after the write reached the storage, for instance when a gateway lost patience.
  const outcomeUnknown = context.changes === true && (httpStatus >= 500 || httpStatus === 408);
  const unexpected = codes[httpStatus] === undefined && httpStatus < 500 && httpStatus !== 410;
  return {
    kubernetes: {
      code: httpStatus,
      reason: status?.reason ?? '',
      ...(status?.details === undefined ? {} : { details: status.details }),
    },
    outcomeUnknown,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(unexpected ? { retryable: false } : {}),
  };
}

function isStatus(body: unknown): body is Status {
  return typeof body === 'object' && body !== null && (body as Status).kind === 'Status';
}

/**
 * Whether a 404 says that the cluster does not know the kind, rather than that one object is missing. Then the answer
 * is plain text, or a Status that names nobody; `named` tells whether the request's path named an object.
 */
export function isKindNotServed(error: unknown, named: boolean): boolean {
  if (!(error instanceof AlbError) || error.code !== 'NOT_FOUND' || error.kubernetes === undefined) return false;
  const { reason, details } = error.kubernetes;
  if (reason !== 'NotFound') return true;
  if (details === undefined) return !named;
  return !(details as { name?: string }).name;
}
