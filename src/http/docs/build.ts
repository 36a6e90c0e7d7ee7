/** Run by `npm run build`: docs/ as pages of the server, beside the compiled code. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderDocs } from './render-docs.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const target = fileURLToPath(new URL('./pages/', import.meta.url));

const names = (await readdir(join(root, 'docs'), { recursive: true })).filter((name) => name.endsWith('.md'));
const texts = await Promise.all(
  names.map(async (name) => [name, await readFile(join(root, 'docs', name), 'utf8')] as const),
);
await rm(target, { recursive: true, force: true });
const styles = await readFile(join(root, 'src/http/docs/static/docs.css'), 'utf8');
for (const [name, content] of [...renderDocs(new Map(texts)), ['docs.css', styles] as const]) {
  await mkdir(dirname(join(target, name)), { recursive: true });
  await writeFile(join(target, name), content);
}
