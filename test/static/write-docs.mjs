/** `npm run docs`: writes the tables of the docs anew from the code. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { filesWithTables } from './tables.mjs';

const root = resolve(import.meta.dirname, '../..');
for (const { path, wanted } of await filesWithTables(root)) await writeFile(join(root, path), wanted);
