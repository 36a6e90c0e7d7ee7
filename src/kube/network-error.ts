import { AlbError } from '../errors.js';

/** Errors of the time before a request's first byte: resolving, connecting, agreeing on TLS. */
const notSentCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
]);
const tlsCode = /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;

/** The code of an error of sockets or undici; of the first where several addresses were tried; '' where there is none. */
export function networkCodeOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return '';
  const { code, errors, cause } = thrown as { code?: unknown; errors?: unknown[]; cause?: unknown };
  if (typeof code === 'string') return code;
  return networkCodeOf(Array.isArray(errors) ? errors[0] : cause);
}

/** True when not one byte of the request can have reached the cluster. */
function isCertainlyNotSent(thrown: unknown): boolean {
  const code = networkCodeOf(thrown);
  const syscall = (thrown as { syscall?: unknown } | null)?.syscall;
  return notSentCodes.has(code) || tlsCode.test(code) || syscall === 'connect' || syscall === 'getaddrinfo';
}

/** A failure to get an answer at all, as CLUSTER_UNAVAILABLE; `changes`: the request was a write. */
export function errorFromNetwork(thrown: unknown, context: { cluster: string; changes: boolean }): AlbError {
  if (thrown instanceof AlbError) return thrown;
  const code = networkCodeOf(thrown);
  const what = tlsCode.test(code) ? 'has no certificate to be trusted' : 'did not answer';
  return new AlbError('CLUSTER_UNAVAILABLE', `Cluster ${context.cluster} ${what}${code === '' ? '' : ` (${code})`}`, {
    cause: thrown,
    outcomeUnknown: context.changes && !isCertainlyNotSent(thrown),
  });
}
