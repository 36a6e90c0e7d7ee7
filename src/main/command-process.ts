import type { Terminal } from './command-line.js';
import { exitCodes } from './exit-codes.js';

/** Node's longest delay: the timer is there to be there. */
const foreverMs = 2 ** 31 - 1;

/** What a command, which does its work and ends, holds of the process while it runs. */
export interface CommandProcess {
  /** For a command that serves, and looks after the process itself. */
  release(): void;
  /** Waits until all is written; answers the code to exit with. */
  end(code: number): Promise<number>;
}

/**
 * Keeps the process alive whatever the command waits for: timers of this program do not, and Node ends a process in which nothing
 * else is left. What nobody handled is told in a line, with exit code 1. Where standard output cannot be written, the work goes on,
 * and the exit code is not 0.
 */
export function holdProcess(process: NodeJS.Process, { err }: Pick<Terminal, 'err'>): CommandProcess {
  const alive = setInterval(() => undefined, foreverMs);
  const fail = (thrown: unknown) => {
    err(`alb-graphql: ${thrown instanceof Error ? thrown.message : 'an unknown fault'}\n`);
    process.exit(exitCodes.failed);
  };
  let held = true;
  let lost: NodeJS.ErrnoException | undefined;
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    lost ??= error;
  });
  // There is nowhere left to say it.
  process.stderr.on('error', () => undefined);
  const release = () => {
    held = false;
    clearInterval(alive);
    process.off('uncaughtException', fail).off('unhandledRejection', fail);
  };
  return {
    release,
    async end(code) {
      if (!held) return code;
      await new Promise((resolve) => process.stdout.write('', resolve));
      release();
      if (lost === undefined) return code;
      err(`alb-graphql: standard output cannot be written (${lost.code})\n`);
      return code === exitCodes.done ? exitCodes.failed : code;
    },
  };
}
