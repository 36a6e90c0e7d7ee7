import { Command, CommanderError } from 'commander';
import { settingsText } from '../config/settings.js';
import type { Overrides } from '../config.js';
import { exitCodes } from './exit-codes.js';
import type { ExportOptions } from './export.js';
import type { RestoreOptions } from './restore.js';

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
  exportBackup(options: ExportOptions): Promise<number>;
  restoreBackup(options: RestoreOptions): Promise<number>;
  health(options: { readonly ready: boolean }): Promise<number>;
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
  addExport(program, (options) => end(commands.exportBackup(options)));
  addRestore(program, (options) => end(commands.restoreBackup(options)));
  program
    .command('health')
    .description('ask the server that runs on these settings, on this machine, whether it is alive')
    .option('--ready', 'whether it is able to serve')
    .action(({ ready = false }: { ready?: boolean }) => end(commands.health({ ready })));
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

interface ClusterFlags {
  readonly cluster?: string;
  readonly tokenFile?: string;
}

const tokenHelp = "act with a caller's token, read from this file, instead of the server's identity";

function addExport(program: Command, action: (options: ExportOptions) => Promise<void>): void {
  program
    .command('export')
    .description('print the gateways of a cluster with their ALBs, as manifests for restore and for kubectl')
    .option('--cluster <name>', 'of which cluster (default: DEFAULT_CLUSTER)')
    .option('-n, --namespace <name>', 'of one namespace alone')
    .option('-l, --selector <labels>', 'Gateways with these labels alone, such as team=payments,tier in (a,b)')
    .option('-o, --output <file>', 'write to this file instead of standard output')
    .option('--token-file <path>', tokenHelp)
    .addHelpText('after', `\n${exportNotes}`)
    .action((flags: ClusterFlags & { namespace?: string; selector?: string; output?: string }) => {
      const { cluster, namespace, selector, output, tokenFile } = flags;
      return action({ cluster, namespace, selector, output, tokenFile });
    });
}

function addRestore(program: Command, action: (options: RestoreOptions) => Promise<void>): void {
  program
    .command('restore')
    .description('make the gateways of an export that are not there, each ALB before its Gateway')
    .argument('<file>', 'what export wrote; - reads standard input')
    .option('--cluster <name>', 'in which cluster (default: DEFAULT_CLUSTER)')
    .option('--dry-run', 'ask the cluster about each object, and write nothing')
    .option('--create-namespaces', 'make the namespaces that are not there')
    .option('--token-file <path>', tokenHelp)
    .addHelpText('after', `\n${restoreNotes}`)
    .action((file: string, flags: ClusterFlags & { dryRun?: true; createNamespaces?: true }) => {
      const { cluster, tokenFile, dryRun = false, createNamespaces = false } = flags;
      return action({ file, cluster, tokenFile, dryRun, createNamespaces });
    });
}

const exportNotes = `Left out: what the cluster keeps in an object itself, gateways that are being deleted, and the ALBs of shared classes,
which are the platform's. Exit code: 0; 1 where something is missing, which standard error names; 2 where settings are wrong.`;

const restoreNotes = `What is there is left as it is, so that the same command can be given again. An ALB whose name is taken gets another one.
Exit code: 0; 1 where a gateway failed; 2 where the file or the settings are wrong: then nothing was written.`;

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
