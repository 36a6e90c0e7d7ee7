import { systemClock } from '../clock.js';
import type { Config } from '../config.js';
import type { Logger } from '../log.js';
import type { OpenTracing } from '../tracing/open-tracing.js';
import { packageVersion } from './packaged.js';

/** Undefined where no collector is set: then OpenTelemetry's libraries are not even loaded. */
export async function openTracer(
  { tracing }: Pick<Config, 'tracing'>,
  logger: Logger,
): Promise<OpenTracing | undefined> {
  if (tracing === undefined) return undefined;
  const { openTracing } = await import('../tracing/open-tracing.js');
  const onLost = (err: unknown, spans: number) => logger.warn({ err, spans }, 'spans lost');
  return openTracing({ ...tracing, version: packageVersion(), clock: systemClock, onLost });
}
