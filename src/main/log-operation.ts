import type { Logger } from '../log.js';
import type { OperationEvent } from '../metrics.js';

/** Outcomes that are this server's, or a cluster's, to mend; the others are their callers'. */
const faults: ReadonlySet<string> = new Set([
  'CLUSTER_UNAVAILABLE',
  'TIMEOUT',
  'PARTIAL_WRITE',
  'INTERNAL_SERVER_ERROR',
]);

/** One line for each operation: of faults as a warning, of the rest where the level is debug. */
export function logOperation(logger: Logger, { name, field, type, code, durationMs, caller }: OperationEvent): void {
  const level = faults.has(code) ? 'warn' : 'debug';
  if (!logger.isLevelEnabled(level)) return;
  const { requestId, clusters } = caller?.observation ?? {};
  const who = caller && callerHash(caller.key);
  // Names are the callers', of any length.
  const operation = name?.slice(0, 100);
  logger[level](
    { requestId, operation, field, type, code, durationMs, clusters: clusters && [...clusters], caller: who },
    'operation',
  );
}

/** Enough to tell callers apart, and of no use beyond this process: the key is keyed with a secret of it. */
export function callerHash(key: string): string {
  return key.slice(0, 16);
}
