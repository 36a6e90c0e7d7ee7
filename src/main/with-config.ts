import { type Config, type Overrides, readConfig } from '../config.js';
import { exitCodes } from './exit-codes.js';
import { SetupError } from './setup-error.js';

/** Runs a command on the settings, or says on standard error what is in the way. Answers the exit code. */
export async function withConfig(
  err: (text: string) => void,
  run: (config: Config) => Promise<number>,
  overrides: Overrides = {},
  fallbacks: Overrides = {},
): Promise<number> {
  const parsed = readConfig(overrides, fallbacks);
  if (parsed.kind === 'faults') {
    for (const { variable, message } of parsed.faults) err(`${variable} ${message}\n`);
    return exitCodes.misused;
  }
  try {
    return await run(parsed.config);
  } catch (error) {
    const { line, code } = explain(error, parsed.config);
    err(`${line}\n`);
    return code;
  }
}

/** A failure in a line for people, and the code to exit with. */
function explain(error: unknown, { host, port }: Config): { line: string; code: number } {
  if (!(error instanceof Error)) return { line: 'An unknown fault', code: exitCodes.failed };
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof SetupError) {
    return { line: `The settings do not work out: ${message}`, code: exitCodes.misused };
  }
  const reasons: Partial<Record<string, string>> = {
    EADDRINUSE: `Port ${port} of ${host} is in use; set PORT to another one, or to 0 for any`,
    EACCES: `Port ${port} of ${host} is not open to this user; set PORT to another one`,
    EADDRNOTAVAIL: `${host} is no address of this machine; set HOST to one that is`,
    ENOTFOUND: `${host} is no known host; set HOST to an address of this machine`,
  };
  return { line: reasons[code ?? ''] ?? message, code: exitCodes.failed };
}
