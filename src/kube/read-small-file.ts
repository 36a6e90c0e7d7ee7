import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** A token, a certificate, a bundle of authorities, a kubeconfig of thousands of clusters: none comes near it. */
const longestBytes = 16 * 1024 * 1024;

/**
 * The text of a file. A pipe or a device is refused: reading one could wait for ever, in one of the few threads that all files and
 * names of this process are looked up in.
 */
export async function readSmallFile(path: string): Promise<string> {
  // Opening a pipe that nobody writes to would wait, too.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error(`${path} is not a regular file`);
    if (stats.size > longestBytes) throw new Error(`${path} is larger than ${longestBytes} bytes`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
