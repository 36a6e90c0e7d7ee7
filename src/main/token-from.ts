import { readFile } from 'node:fs/promises';
import { SetupError } from './setup-error.js';

/** What the file of --token-file holds. Throws SetupError where it is not there, or empty. */
export async function tokenFrom(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new SetupError(`--token-file names ${path}, which cannot be read`, { cause });
  });
  if (text.trim() === '') throw new SetupError(`--token-file names ${path}, which is empty`);
  return text.trim();
}
