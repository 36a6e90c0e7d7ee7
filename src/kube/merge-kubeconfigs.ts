import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { mapAll } from '../awaitable.js';
import type { Clock } from '../clock.js';
import { readPipe } from './read-pipe.js';
import { readSmallFile } from './read-small-file.js';
import { within } from './within.js';

/** A file that is not there by then hangs, as on a file system whose server has gone, or as a pipe that nobody ends. */
const limitMs = 10_000;

interface Named {
  name?: string;
  [member: string]: unknown;
}

/** A kubeconfig as it is written, as far as it is read here. */
export interface KubeconfigFile {
  'current-context'?: string;
  clusters: Named[];
  users: Named[];
  contexts: Named[];
}

/**
 * Several kubeconfig files as one, as kubectl does it: of two entries of one name the first counts, so does the first
 * current context; relative paths start at their own file; a file that is not there is passed over if another is.
 */
export async function mergeKubeconfigs(paths: readonly string[], clock: Clock): Promise<KubeconfigFile> {
  const files = await mapAll(paths, (path) => readKubeconfig(path, clock));
  const found = files.filter((file) => file !== undefined);
  if (found.length === 0) throw new Error(`No kubeconfig file at ${paths.join(', ')}`);
  const current = found.find((file) => file['current-context'])?.['current-context'];
  return {
    ...(current === undefined ? {} : { 'current-context': current }),
    clusters: firstOfEachName(found.flatMap((file) => file.clusters)),
    users: firstOfEachName(found.flatMap((file) => file.users)),
    contexts: firstOfEachName(found.flatMap((file) => file.contexts)),
  };
}

async function readKubeconfig(path: string, clock: Clock): Promise<KubeconfigFile | undefined> {
  let text: string;
  try {
    text = await readText(path, clock);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const content = (parse(text) ?? {}) as Partial<KubeconfigFile>;
  if (typeof content !== 'object') throw new Error(`${path} is not a kubeconfig`);
  const root = dirname(path);
  const clusters = (content.clusters ?? []).map((entry) => withPaths(entry, 'cluster', root));
  const users = (content.users ?? []).map((entry) => withPaths(entry, 'user', root));
  return { ...content, clusters, users, contexts: content.contexts ?? [] };
}

async function readText(path: string, clock: Clock): Promise<string> {
  const inTime = <V>(work: Promise<V>) =>
    within(work, limitMs, clock, () => new Error(`${path} could not be read within ${limitMs} ms`));
  const stats = await inTime(stat(path));
  return stats.isFIFO() ? readPipe(path, limitMs, clock) : inTime(readSmallFile(path));
}

const pathMembers = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

function withPaths(entry: Named, member: 'cluster' | 'user', root: string): Named {
  const body = { ...(entry[member] as Record<string, unknown> | null | undefined) };
  for (const name of pathMembers) {
    const value = body[name];
    if (typeof value === 'string' && value !== '' && !isAbsolute(value)) body[name] = join(root, value);
  }
  const exec = body['exec'] as { command?: string } | undefined;
  // A bare command is looked for in PATH; one with a slash is a file, beside the kubeconfig.
  if (exec?.command?.includes('/') && !isAbsolute(exec.command)) {
    body['exec'] = { ...exec, command: join(root, exec.command) };
  }
  return { ...entry, [member]: body };
}

function firstOfEachName(entries: readonly Named[]): Named[] {
  const byName = new Map<string, Named>();
  for (const entry of entries) if (entry.name && !byName.has(entry.name)) byName.set(entry.name, entry);
  return [...byName.values()];
}
