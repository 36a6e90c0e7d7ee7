import { writeFile } from 'node:fs/promises';
import type { Config } from '../config.js';
import { backupText } from '../gateway/backup/backup-text.js';
import { exportGateways } from '../gateway/backup/export-gateways.js';
import type { Terminal } from './command-line.js';
import { exitCodes } from './exit-codes.js';
import { SetupError } from './setup-error.js';
import { type SessionOptions, withSession } from './with-session.js';

export interface ExportOptions extends SessionOptions {
  readonly namespace: string | undefined;
  readonly selector: string | undefined;
  /** Absent: standard output. */
  readonly output: string | undefined;
}

/** Writes the manifests, and says on standard error what is missing from them: then the exit code is 1. */
export function exportBackup(
  config: Config,
  options: ExportOptions,
  { out, err }: Pick<Terminal, 'out' | 'err'>,
): Promise<number> {
  const say = (line: string) => err(`${line}\n`);
  return withSession(config, options, say, async (session) => {
    const { manifests, gateways, gaps, partial } = await exportGateways(session, options);
    const text = backupText(session.cluster, manifests);
    if (options.output === undefined) out(text);
    else await save(options.output, text);
    say(`${gateways} gateway(s), ${manifests.length - gateways} ALB(s) of cluster ${session.cluster}`);
    for (const gap of gaps) say(`MISSING ${gap}`);
    if (partial) say('MISSING what is in namespaces whose gateways this identity may not list');
    return gaps.length > 0 || partial ? exitCodes.failed : exitCodes.done;
  });
}

/** For its owner alone: what annotations hold is not known here. */
async function save(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 }).catch((cause: NodeJS.ErrnoException) => {
    throw new SetupError(`--output names ${path}, which cannot be written (${cause.code})`, { cause });
  });
}
