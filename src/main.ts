#!/usr/bin/env node
import { type Config, readConfig } from './config.js';
import { createLogger } from './log.js';
import { SetupError, start } from './main/start.js';

const exitCodes = { done: 0, failed: 1, misconfigured: 2 } as const;

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

async function serve(config: Config): Promise<number> {
  const logger = createLogger(config.logLevel);
  const signalled = untilSignalled();
  const running = await start(config, logger);
  const { url, clusterNames, ready } = running;
  const first = await Promise.race([ready, signalled]);
  if (first === undefined) {
    console.log(
      `alb-graphql is ready at ${url} · clusters: ${clusterNames.join(', ')} · auth mode: ${config.authMode}`,
    );
  }
  const signal = await signalled;
  logger.info({ signal }, 'draining');
  await running.stop();
  return exitCodes.done;
}

/** A failure to start, in a line for people, and the code to exit with. */
function explain(error: unknown, { host, port }: Config): number {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof SetupError) {
    console.error(`The settings do not work out: ${message}`);
    return exitCodes.misconfigured;
  }
  const reasons: Partial<Record<string, string>> = {
    EADDRINUSE: `Port ${port} of ${host} is in use; set PORT to another one, or to 0 for any`,
    EACCES: `Port ${port} of ${host} is not open to this user; set PORT to another one`,
    EADDRNOTAVAIL: `${host} is no address of this machine; set HOST to one that is`,
    ENOTFOUND: `${host} is no known host; set HOST to an address of this machine`,
  };
  console.error(reasons[code ?? ''] ?? error);
  return exitCodes.failed;
}

async function main(): Promise<number> {
  const parsed = readConfig();
  switch (parsed.kind) {
    case 'help':
      console.log(parsed.text);
      return exitCodes.done;
    case 'faults':
      for (const { variable, message } of parsed.faults) console.error(`${variable} ${message}`);
      return exitCodes.misconfigured;
    case 'config':
      return serve(parsed.config).catch((error: unknown) => explain(error, parsed.config));
    default:
      return parsed satisfies never;
  }
}

// Said outright: a connection that a client keeps open is no reason to stay.
process.exit(await main());
