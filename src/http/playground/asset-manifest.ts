/** One file of a page: its name holds a hash of its content. `stamp` tells whether its source has changed. */
export interface Asset {
  readonly name: string;
  readonly stamp: string;
}

/** In the order in which a page loads them. */
export interface AssetManifest {
  readonly files: readonly Asset[];
}

export const manifestName = 'manifest.json';
