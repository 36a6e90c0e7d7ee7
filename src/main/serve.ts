import { systemClock } from '../clock.js';
import type { Config, DrainTimes } from '../config.js';
import { createLogger } from '../log.js';
import { createMetrics } from '../metrics.js';
import type { Terminal } from './command-line.js';
import { exitCodes } from './exit-codes.js';
import { type Running, start } from './start.js';
import { rejectionReporter } from './unhandled-rejections.js';
import { type Ending, untilEnded } from './until-ended.js';

/** What is done while the server is there; answers the exit code. */
type During = (running: Running, ended: Promise<Ending>) => Promise<number>;

/** After a fault nobody else sees to it that the process ends: so long may a drain last beyond its settings. */
const faultGraceMs = 5_000;

/**
 * Serves, and once it is ready announces it and waits for a signal, or does what it is given to do. Then drains. It looks after
 * the process: a rejection that nobody handles is reported, an exception that nobody catches ends it as a signal does, but with
 * exit code 1.
 */
export async function serve(
  config: Config,
  { out }: Pick<Terminal, 'out'>,
  during: During = untilTheEnd,
): Promise<number> {
  // A full disk, or a reader of the log that has gone: what cannot be said is lost, and the work goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const logger = createLogger(config.logLevel);
  const metrics = createMetrics();
  process.on('unhandledRejection', rejectionReporter({ logger, metrics, clock: systemClock }));
  let ending: Ending | undefined;
  const ended = untilEnded(process, logger).then((reason) => {
    ending = reason;
    if (reason === 'fault') systemClock.schedule(longestDrainMs(config.drain), () => process.exit(exitCodes.failed));
    return reason;
  });
  const running = await start(config, logger, metrics);
  const first = await Promise.race([running.ready, ended]);
  if (first === undefined) out(`${readyLine(running, config)}\n`);
  const code = first === undefined ? await during(running, ended) : exitCodes.done;
  logger.info('draining');
  await running.stop();
  return ending === 'fault' ? exitCodes.failed : code;
}

function longestDrainMs({ delayMs, spreadMs, graceMs }: DrainTimes): number {
  return delayMs + spreadMs + graceMs + faultGraceMs;
}

function readyLine({ url, clusterNames }: Running, { authMode }: Config): string {
  return `alb-graphql is ready at ${url} · clusters: ${clusterNames.join(', ')} · auth mode: ${authMode}`;
}

async function untilTheEnd(_: Running, ended: Promise<Ending>): Promise<number> {
  await ended;
  return exitCodes.done;
}
