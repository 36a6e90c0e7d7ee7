import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readStaticFile, type StaticFile } from '../static-file.js';
import { type AssetManifest, manifestName } from './asset-manifest.js';

export interface LoadedAsset {
  readonly name: string;
  readonly file: StaticFile;
}

/** Everything the manifest lists, in its order. Nothing where there is no manifest: the program was not built by npm. */
export async function loadAssets(directory: string): Promise<readonly LoadedAsset[]> {
  const manifest = await readFile(join(directory, manifestName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (manifest === undefined) return [];
  const { files } = JSON.parse(manifest) as AssetManifest;
  return Promise.all(files.map(async ({ name }) => ({ name, file: await readStaticFile(join(directory, name)) })));
}
