import { AlbError } from '../errors.js';

/** The reason of an aborted signal as AlbError. */
export function errorFromAbort(signal: AbortSignal | undefined): AlbError {
  const reason: unknown = signal?.reason;
  if (reason instanceof AlbError) return reason;
  return new AlbError('TIMEOUT', 'The operation was given up before the cluster answered', { cause: reason });
}
