import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const moduleFolder = new URL('../controlplane/', import.meta.url).pathname;

export interface ControlPlaneBinaries {
  readonly etcd: string;
  readonly kubeApiserver: string;
  readonly kubectl: string;
}

/**
 * From KUBEBUILDER_ASSETS (the envtest convention), from an earlier build, or built now with Go. Rejects, saying how to get
 * them, where none of these works.
 */
export async function findControlPlaneBinaries(): Promise<ControlPlaneBinaries> {
  const assets = process.env['KUBEBUILDER_ASSETS'];
  if (assets) return binariesIn(assets, 'etcd');
  const folder = await buildFolder();
  // The tool of etcd's server module is named for its folder.
  const binaries = binariesIn(folder, 'server');
  if (!(await exists(binaries.kubeApiserver))) await build(folder);
  return binaries;
}

function binariesIn(folder: string, etcd: string): ControlPlaneBinaries {
  return { etcd: join(folder, etcd), kubeApiserver: join(folder, 'kube-apiserver'), kubectl: join(folder, 'kubectl') };
}

/** One folder for each state of the module, outside the checkout, so that a new clone finds what an old one built. */
async function buildFolder(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(await readFile(join(moduleFolder, file)));
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'alb-graphql', 'controlplane', hash.digest('hex').slice(0, 16));
}

async function build(folder: string): Promise<void> {
  const started = Date.now();
  process.stderr.write(
    'building etcd, kube-apiserver and kubectl from test/controlplane with Go; from nothing this takes some minutes\n',
  );
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  const environment = { ...process.env, CGO_ENABLED: '0' };
  try {
    await run('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', `${unfinished}/`, 'tool'], {
      cwd: moduleFolder,
      env: environment,
      maxBuffer: 64 << 20,
    });
  } catch (cause) {
    throw new Error(
      'etcd, kube-apiserver and kubectl are wanted: set KUBEBUILDER_ASSETS to a folder that holds them (setup-envtest fetches one), or install Go 1.26 so that they can be built from test/controlplane',
      { cause },
    );
  }
  await rename(unfinished, folder);
  process.stderr.write(`built in ${Math.round((Date.now() - started) / 1000)} s\n`);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
