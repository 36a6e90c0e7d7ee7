import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Peer } from './bench.js';

export interface Options {
  /** A thousand objects, the rows that a push can break, judged by what docs/performance.md records. */
  readonly quick: boolean;
  /** Where to write all figures. */
  readonly json: string | undefined;
  readonly peer: Peer | undefined;
  /** The sizes measured; the rows that want one use the middle, memory and start the last. */
  readonly sizes: readonly [number, number, number];
}

const usage = `npm run bench -- [--quick] [--json FILE] [--peer URL --peer-query FILE] [--sizes 100,1000,10000]`;

export async function readOptions(argv: readonly string[]): Promise<Options> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      peer: { type: 'string' },
      'peer-query': { type: 'string' },
      sizes: { type: 'string', default: '100,1000,10000' },
    },
  });
  const { peer, 'peer-query': file } = values;
  if ((peer === undefined) !== (file === undefined))
    throw new Error(`--peer and --peer-query belong together\n${usage}`);
  const sizes = values.sizes.split(',').map(Number);
  const [first = 0, second = 0, third = 0] = sizes;
  if (!(first > 0 && second > first && third > second))
    throw new Error(`--sizes wants three growing numbers\n${usage}`);
  return {
    quick: values.quick,
    json: values.json,
    peer: peer === undefined ? undefined : { url: peer, query: await readFile(file ?? '', 'utf8') },
    sizes: [first, second, third],
  };
}
