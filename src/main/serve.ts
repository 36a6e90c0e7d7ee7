import type { Config } from '../config.js';
import { createLogger } from '../log.js';
import { exitCodes } from './exit-codes.js';
import { type Running, start } from './start.js';

/** What is done while the server is there; answers the exit code. */
type During = (running: Running, signalled: Promise<NodeJS.Signals>) => Promise<number>;

/** Serves, and once it is ready announces it and waits for a signal, or does what it is given to do. Then drains. */
export async function serve(config: Config, during: During = untilTheSignal): Promise<number> {
  // A full disk, or a reader of the log that has gone: what cannot be said is lost, and the work goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const logger = createLogger(config.logLevel);
  const signalled = untilSignalled();
  const running = await start(config, logger);
  const first = await Promise.race([running.ready, signalled]);
  if (first === undefined) console.log(readyLine(running, config));
  const code = first === undefined ? await during(running, signalled) : exitCodes.done;
  logger.info('draining');
  await running.stop();
  return code;
}

function readyLine({ url, clusterNames }: Running, { authMode }: Config): string {
  return `alb-graphql is ready at ${url} · clusters: ${clusterNames.join(', ')} · auth mode: ${authMode}`;
}

async function untilTheSignal(_: Running, signalled: Promise<NodeJS.Signals>): Promise<number> {
  await signalled;
  return exitCodes.done;
}

/** Which of the process's ends was asked for; a second signal ends it without waiting. */
function untilSignalled(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked = false;
    const onSignal = (signal: NodeJS.Signals) => {
      if (asked) process.exit(exitCodes.failed);
      asked = true;
      resolve(signal);
    };
    process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  });
}
