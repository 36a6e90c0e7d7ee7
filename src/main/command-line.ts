import { Command, CommanderError } from 'commander';
import { settingsText } from '../config/settings.js';
import type { Overrides } from '../config.js';
import { exitCodes } from './exit-codes.js';

export interface SandboxOptions {
  /** What the options say, as settings. */
  readonly overrides: Overrides;
  /** What else counts where the environment says nothing. */
  readonly fallbacks: Overrides;
  /** A program and its arguments, to be run beside the sandbox; empty: none. */
  readonly command: readonly string[];
}

export interface CheckOptions {
  /** Holds the token of the caller whose rights are asked for. */
  readonly tokenFile: string | undefined;
}

/** What each command does; the number is the exit code. */
export interface Commands {
  serve(): Promise<number>;
  sandbox(options: SandboxOptions): Promise<number>;
  schema(): Promise<number>;
  checkConfig(options: CheckOptions): Promise<number>;
}

export interface Terminal {
  readonly version: string;
  out(text: string): void;
  err(text: string): void;
}

/** Runs what the arguments ask for; without any, `serve`. Answers the exit code. */
export async function commandLine(argv: readonly string[], commands: Commands, terminal: Terminal): Promise<number> {
  let code: number = exitCodes.done;
  const program = programFor(terminal);
  const end = async (ending: Promise<number>) => {
    code = await ending;
  };
  program
    .command('serve')
    .description('serve the clusters that the settings name (the default)')
    .action(() => end(commands.serve()));
  addSandbox(program, (options) => end(commands.sandbox(options)));
  program
    .command('schema')
    .description('print schema.graphql')
    .action(() => end(commands.schema()));
  program
    .command('check-config')
    .description('say every fault of the settings, then try each cluster: versions, kinds, rights')
    .option('--token-file <path>', "look with a caller's token, read from this file, instead of the server's identity")
    .addHelpText('after', `\n${checkNotes}`)
    .action(({ tokenFile }: { tokenFile?: string }) => end(commands.checkConfig({ tokenFile })));
  try {
    await program.parseAsync(argv.length === 0 ? ['serve'] : argv, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.done : exitCodes.misused;
  }
}

/** Subcommands inherit how it ends and where it writes. */
function programFor({ version, out, err }: Terminal): Command {
  return new Command('alb-graphql')
    .description('A GraphQL API for container-network gateways. Without a command it serves, as npm start does.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .enablePositionalOptions()
    .addHelpText('after', `\n${settingsText()}`)
    .showHelpAfterError('Settings are environment variables, such as PORT=4001; see alb-graphql --help')
    .configureOutput({ writeOut: out, writeErr: err })
    .exitOverride();
}

function addSandbox(program: Command, action: (options: SandboxOptions) => Promise<void>): void {
  program
    .command('sandbox')
    .description(
      'serve the embedded sandbox, whatever clusters the settings name; with a command, for as long as it runs',
    )
    .argument('[command...]', 'after --: what to run once the sandbox is ready; its exit code becomes this one')
    .option('--port <number>', 'port to listen on; 0 takes any free one (default: PORT; any with a command)')
    .option(
      '--users',
      'with users: admin-token, viewer-token (reads all), alice-token (namespace a1), bob-token (nothing)',
    )
    .option('--ready-ms <ms>', "from a gateway's creation until it is READY (default: SANDBOX_READY_MS, 3000)")
    .addHelpText('after', `\n${sandboxNotes}`)
    .passThroughOptions()
    .action((command: string[], options: { port?: string; users?: true; readyMs?: string }) =>
      action({
        command,
        overrides: overridesFrom(options, command.length > 0),
        // What the command prints is not to drown in a log.
        fallbacks: command.length > 0 ? { LOG_LEVEL: 'warn' } : {},
      }),
    );
}

/** The sandbox, and nothing but the sandbox: also where the environment knows real clusters. */
function overridesFrom(
  { port, users, readyMs }: { port?: string; users?: true; readyMs?: string },
  withCommand: boolean,
): Overrides {
  return {
    ...{ KUBECONFIG: '', CLUSTER_URL_TEMPLATE: '', CLUSTER_NAMES: '', CLUSTER_CA_FILE: '', CLUSTER_TOKEN_FILE: '' },
    ...{ KUBERNETES_SERVICE_HOST: '', PRELOAD: '', DEFAULT_CLUSTER: '' },
    ...(port !== undefined ? { PORT: port } : withCommand && { PORT: '0' }),
    ...(users && { SANDBOX_TOKENS: '1' }),
    ...(readyMs !== undefined && { SANDBOX_READY_MS: readyMs }),
  };
}

const sandboxNotes = `The command is given ALB_GRAPHQL_URL and ALB_GRAPHQL_WS_URL, and a KUBECONFIG that leads to the sandbox. The platform is
the same at each start. For example, in the CI of a front end:

  npx alb-graphql sandbox --users --ready-ms 300 -- npm run test:e2e`;

const checkNotes = `Exit code: 0 where all is well, 1 where a cluster does not answer or refuses what the AUTH_MODE needs, 2 where the
settings are wrong.`;
