import { printable } from '../printable.js';
import { commandLine } from './command-line.js';
import { holdProcess } from './command-process.js';
import { packaged, packageVersion } from './packaged.js';
import { withConfig } from './with-config.js';

/** The program: its commands, on this process. What a command needs is loaded when it is the one. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  // Names and messages come from files, clusters and callers.
  const terminal = {
    version: packageVersion(),
    out: (text: string) => void process.stdout.write(printable(text)),
    err: (text: string) => void process.stderr.write(printable(text)),
  };
  const held = holdProcess(process, terminal);
  const { err } = terminal;
  const code = await commandLine(
    argv,
    {
      serve: () => {
        held.release();
        return withConfig(err, async (config) => (await import('./serve.js')).serve(config, terminal));
      },
      sandbox: ({ overrides, fallbacks, command }) => {
        held.release();
        return withConfig(
          err,
          async (config) => (await import('./serve-sandbox.js')).serveSandbox(config, command, terminal),
          overrides,
          fallbacks,
        );
      },
      schema: async () => {
        terminal.out(packaged('schema.graphql'));
        return 0;
      },
      checkConfig: ({ tokenFile }) =>
        withConfig(err, async (config) =>
          (await import('./check-config.js')).checkConfig(config, tokenFile, (line) => terminal.out(`${line}\n`)),
        ),
      exportBackup: (options) =>
        withConfig(err, async (config) => (await import('./export.js')).exportBackup(config, options, terminal)),
      restoreBackup: (options) =>
        withConfig(err, async (config) => (await import('./restore.js')).restoreBackup(config, options, terminal)),
      health: ({ ready }) =>
        withConfig(err, async (config) =>
          (await import('./health.js')).health(config, ready, (line) => err(`${line}\n`)),
        ),
    },
    terminal,
  );
  return held.end(code);
}
