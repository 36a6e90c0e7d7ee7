/** `npm run build` builds the console with this, and at once where nothing has changed. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = join(root, 'src/console');
const output = join(root, 'dist/console');
const stampFile = join(output, '.stamp');

/** Changes with any file of the console, and with any dependency. */
async function stampOfSources(): Promise<string> {
  const entries = await readdir(sources, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of [...files.sort(), join(root, 'package-lock.json')]) hash.update(file).update(await readFile(file));
  return hash.digest('hex');
}

/** A twin of each file for either compression, so that the server never compresses. */
async function compressFiles(): Promise<void> {
  const folder = join(output, 'assets');
  const names = await readdir(folder);
  await Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(folder, name));
      await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(content));
      await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
    }),
  );
}

const stamp = await stampOfSources();
const built = await readFile(stampFile, 'utf8').catch(() => undefined);
if (built !== stamp) {
  // Only here: a start that has nothing to build is not to wait for the bundler to load.
  const { build } = await import('vite');
  await build({ configFile: fileURLToPath(new URL('./vite.config.ts', import.meta.url)) });
  await compressFiles();
  // Last, so that a build which was broken off is done again.
  await writeFile(stampFile, stamp);
}
