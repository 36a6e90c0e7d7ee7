import type { Logger } from '../log.js';
import { exitCodes } from './exit-codes.js';

/** Why the process is to end: somebody asked, or it came upon a fault of its own after which nothing can be relied on. */
export type Ending = NodeJS.Signals | 'fault';

/** Resolves with the first reason for the process to end. A second one ends it without waiting. */
export function untilEnded(process: NodeJS.Process, logger: Pick<Logger, 'fatal'>): Promise<Ending> {
  return new Promise((resolve) => {
    let ending = false;
    const end = (reason: Ending) => {
      if (ending) process.exit(exitCodes.failed);
      ending = true;
      resolve(reason);
    };
    process
      .on('SIGTERM', end)
      .on('SIGINT', end)
      .on('uncaughtException', (err) => {
        logger.fatal({ err }, 'uncaught exception');
        end('fault');
      });
  });
}
