import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type Asset, type AssetManifest, manifestName } from './asset-manifest.js';

/** One level more would be a tenth smaller, and take seconds of the first start. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
const { resolve: resolveModule } = createRequire(import.meta.url);
const fileOf = (packageName: string, path: string) => join(dirname(resolveModule(`${packageName}/package.json`)), path);

/** The playground's files and where they come from, in the order in which a page loads them. */
export function playgroundSources(staticDirectory: string): readonly string[] {
  return [
    fileOf('graphiql', 'graphiql.min.css'),
    fileOf('@graphiql/plugin-explorer', 'dist/style.css'),
    join(staticDirectory, 'playground.css'),
    fileOf('react', 'umd/react.production.min.js'),
    fileOf('react-dom', 'umd/react-dom.production.min.js'),
    fileOf('graphiql', 'graphiql.min.js'),
    fileOf('@graphiql/plugin-explorer', 'dist/index.umd.js'),
    fileOf('graphql-ws', 'umd/graphql-ws.min.js'),
    join(staticDirectory, 'mend-accessibility.js'),
    join(staticDirectory, 'playground.js'),
  ];
}

/**
 * Copies files under names that hold a hash of their content, each with its compressed twins, and lists them in a manifest.
 * Does nothing, and says false, when the manifest fits the sources already.
 */
export async function copyAssets(sources: readonly string[], directory: string): Promise<boolean> {
  const stamps = await Promise.all(sources.map(stampOf));
  if (await isUpToDate(directory, stamps)) return false;
  await mkdir(directory, { recursive: true });
  await Promise.all((await readdir(directory)).map((name) => rm(join(directory, name))));
  const files = await Promise.all(sources.map((source, index) => copy(source, directory, stamps[index] ?? '')));
  const manifest: AssetManifest = { files };
  // Last, so that a copy which was broken off is done again.
  await writeFile(join(directory, manifestName), JSON.stringify(manifest));
  return true;
}

async function copy(source: string, directory: string, stamp: string): Promise<Asset> {
  const content = await readFile(source);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const [, base = '', extension = ''] = /([^/\\]+)\.(\w+)$/.exec(source) ?? [];
  const name = `${base}.${hash}.${extension}`;
  await writeFile(join(directory, name), content);
  await writeFile(join(directory, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
  await writeFile(join(directory, `${name}.br`), await promisify(brotliCompress)(content, brotli));
  return { name, stamp };
}

async function stampOf(source: string): Promise<string> {
  const { size, mtimeMs } = await stat(source);
  return `${source}:${size}:${mtimeMs}`;
}

async function isUpToDate(directory: string, stamps: readonly string[]): Promise<boolean> {
  try {
    const { files } = JSON.parse(await readFile(join(directory, manifestName), 'utf8')) as AssetManifest;
    await Promise.all(files.map(({ name }) => access(join(directory, `${name}.br`))));
    return files.length === stamps.length && files.every(({ stamp }, index) => stamp === stamps[index]);
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // From dist/http/playground: the static files are not compiled, so they are where they were written.
  const staticDirectory = fileURLToPath(new URL('../../../src/http/playground/static/', import.meta.url));
  await copyAssets(playgroundSources(staticDirectory), fileURLToPath(new URL('./assets/', import.meta.url)));
}
