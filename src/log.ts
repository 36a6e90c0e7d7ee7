import { type DestinationStream, type LevelWithSilent, type Logger, pino, stdSerializers } from 'pino';
import { printable } from './printable.js';

export type { Logger };

const secretFields = ['authorization', 'Authorization', 'token', 'idToken', 'password', 'secret'];

/**
 * JSON lines, on standard error unless told otherwise: standard output is for the one line that people read. pino's own
 * destination is left alone: it ends the process when the disk is full, and while doing so tries for ever to write the rest.
 * Messages are constant; facts go in fields, errors in `err`. Fields that hold secrets are masked down to the third level. pino leaves
 * some characters as they are that a terminal obeys.
 */
export function createLogger(level: LevelWithSilent, destination: DestinationStream = process.stderr): Logger {
  const paths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths, censor: '[redacted]' },
      serializers: { err: stdSerializers.errWithCause, durationMs: toTenths },
    },
    { write: (line) => destination.write(printable(line)) },
  );
}

/** Absent stays absent. */
function toTenths(ms: number | undefined): number | undefined {
  return ms && Math.round(ms * 10) / 10;
}
