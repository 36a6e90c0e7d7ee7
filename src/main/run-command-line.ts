import { readFileSync } from 'node:fs';
import { commandLine } from './command-line.js';
import { withConfig } from './with-config.js';

const packaged = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

/** The program: its commands, on this process. What a command needs is loaded when it is the one. */
export function runCommandLine(argv: readonly string[]): Promise<number> {
  const terminal = {
    version: (JSON.parse(packaged('package.json')) as { version: string }).version,
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
