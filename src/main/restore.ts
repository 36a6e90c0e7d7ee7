import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Config } from '../config.js';
import { AlbError } from '../errors.js';
import { type BackedUp, readBackup } from '../gateway/backup/read-backup.js';
import { type Restored, restoreGateway } from '../gateway/backup/restore-gateway.js';
import type { ClusterSession } from '../gateway/session.js';
import { namespaceKind } from '../kube/kinds.js';
import { mapBounded } from '../kube/map-bounded.js';
import type { Terminal } from './command-line.js';
import { exitCodes } from './exit-codes.js';
import { SetupError } from './setup-error.js';
import { type SessionOptions, withSession } from './with-session.js';

export interface RestoreOptions extends SessionOptions {
  /** `-`: standard input. */
  readonly file: string;
  readonly dryRun: boolean;
  readonly createNamespaces: boolean;
}

/** The largest file that is read: some ten thousand gateways, or a few thousand as kubectl dumps them. */
const maxBytes = 64 << 20;

/** Gateways that are made side by side: each has a few requests of its own under way. */
const atOnce = 4;

/** Makes what is not there, and prints a line for each gateway. Exit code 1 where one failed, 2 where the file is wrong: then nothing was written. */
export async function restoreBackup(
  config: Config,
  options: RestoreOptions,
  { out, err }: Pick<Terminal, 'out' | 'err'>,
): Promise<number> {
  const backup = readBackup(await contentOf(options.file), config.gateway);
  if (backup.kind === 'faults') {
    for (const fault of backup.faults) err(`${options.file}: ${fault}\n`);
    return exitCodes.misused;
  }
  return withSession(
    config,
    options,
    (line) => err(`${line}\n`),
    async (session) => {
      const made = options.createNamespaces
        ? await createNamespaces(session, backup.gateways, options.dryRun, out)
        : [];
      const restored = await mapBounded(backup.gateways, atOnce, async (gateway) => {
        const { namespace = '', name } = gateway.gateway.metadata;
        const one: Restored =
          options.dryRun && made.includes(namespace)
            ? {
                namespace,
                name,
                outcome: 'created',
                notes: ['the cluster was not asked: the namespace is not there yet'],
              }
            : await restoreGateway(session, gateway, options.dryRun, {
                random: Math.random,
                operationId: randomUUID(),
              });
        out(`${lineFor(one, options.dryRun)}\n`);
        return one;
      });
      const count = (outcome: Restored['outcome']) => restored.filter((one) => one.outcome === outcome).length;
      const created = options.dryRun ? 'would be created' : 'created';
      out(`${count('created')} ${created}, ${count('skipped')} skipped, ${count('failed')} failed\n`);
      return count('failed') === 0 ? exitCodes.done : exitCodes.failed;
    },
  );
}

function lineFor({ namespace, name, outcome, alb, notes }: Restored, dryRun: boolean): string {
  const marks = { created: dryRun ? 'would create' : 'created', skipped: 'skipped', failed: 'FAILED' };
  const on = alb === undefined ? [] : [`ALB ${alb}`];
  const details = [...on, ...notes].join('; ');
  return `${marks[outcome].padEnd(12)} ${namespace}/${name}${details === '' ? '' : `: ${details}`}`;
}

async function contentOf(file: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
      bytes += chunk.length;
      if (bytes > maxBytes) break;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new SetupError(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
  if (bytes > maxBytes) throw new SetupError(`${file} is larger than ${maxBytes} bytes; give it in parts`);
  return Buffer.concat(chunks).toString();
}

/** Makes those that are not there, and answers which they are. */
async function createNamespaces(
  session: ClusterSession,
  gateways: readonly BackedUp[],
  dryRun: boolean,
  out: (text: string) => void,
): Promise<string[]> {
  const { fresh, writer } = session.ports;
  const made: string[] = [];
  for (const name of new Set(gateways.map(({ gateway }) => gateway.metadata.namespace ?? ''))) {
    if ((await fresh.get(namespaceKind, undefined, name)) !== undefined) continue;
    const namespace = { apiVersion: 'v1', kind: namespaceKind.kind, metadata: { name } };
    try {
      await writer.create(namespaceKind, namespace, { dryRun });
      out(`${(dryRun ? 'would create' : 'created').padEnd(12)} namespace ${name}\n`);
      made.push(name);
    } catch (thrown) {
      // Somebody else was faster.
      if (AlbError.from(thrown).code !== 'ALREADY_EXISTS') throw thrown;
    }
  }
  return made;
}
