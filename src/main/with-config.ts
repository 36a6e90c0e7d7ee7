import { type Config, type Overrides, readConfig } from '../config.js';
import { exitCodes } from './exit-codes.js';
import { SetupError } from './setup-error.js';

/** Runs a command on the settings, or says on standard error what is in the way. Answers the exit code. */
export async function withConfig(
  run: (config: Config) => Promise<number>,
  overrides: Overrides = {},
  fallbacks: Overrides = {},
): Promise<number> {
  const parsed = readConfig(overrides, fallbacks);
  if (parsed.kind === 'faults') {
    for (const { variable, message } of parsed.faults) console.error(`${variable} ${message}`);
    return exitCodes.misused;
  }
  return run(parsed.config).catch((error: unknown) => explain(error, parsed.config));
}

/** A failure, in a line for people, and the code to exit with. */
function explain(error: unknown, { host, port }: Config): number {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof SetupError) {
    console.error(`The settings do not work out: ${message}`);
    return exitCodes.misused;
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
