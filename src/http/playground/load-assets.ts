import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AssetManifest, manifestName } from './asset-manifest.js';

export interface LoadedAsset {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
  readonly gzipped: Buffer;
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** Everything the manifest lists, in its order. Nothing where there is no manifest: the program was not built by npm. */
export async function loadAssets(directory: string): Promise<readonly LoadedAsset[]> {
  const manifest = await readFile(join(directory, manifestName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (manifest === undefined) return [];
  const { files } = JSON.parse(manifest) as AssetManifest;
  return Promise.all(
    files.map(async ({ name }) => ({
      name,
      type: types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
      content: await readFile(join(directory, name)),
      gzipped: await readFile(join(directory, `${name}.gz`)),
    })),
  );
}
