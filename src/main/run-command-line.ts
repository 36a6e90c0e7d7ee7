import { commandLine } from './command-line.js';
import { packaged, packageVersion } from './packaged.js';
import { withConfig } from './with-config.js';

/** The program: its commands, on this process. What a command needs is loaded when it is the one. */
export function runCommandLine(argv: readonly string[]): Promise<number> {
  const terminal = {
    version: packageVersion(),
    out: (text: string) => process.stdout.write(text),
    err: (text: string) => process.stderr.write(text),
  };
  return commandLine(
    argv,
    {
      serve: () => withConfig(async (config) => (await import('./serve.js')).serve(config)),
      sandbox: ({ overrides, fallbacks, command }) =>
        withConfig(
          async (config) => (await import('./serve-sandbox.js')).serveSandbox(config, command),
          overrides,
          fallbacks,
        ),
      schema: async () => {
        process.stdout.write(packaged('schema.graphql'));
        return 0;
      },
      checkConfig: ({ tokenFile }) =>
        withConfig(async (config) => (await import('./check-config.js')).checkConfig(config, tokenFile, console.log)),
      exportBackup: (options) =>
        withConfig(async (config) => (await import('./export.js')).exportBackup(config, options, terminal)),
      restoreBackup: (options) =>
        withConfig(async (config) => (await import('./restore.js')).restoreBackup(config, options, terminal)),
      health: ({ ready }) =>
        withConfig(async (config) => (await import('./health.js')).health(config, ready, console.error)),
    },
    terminal,
  );
}
