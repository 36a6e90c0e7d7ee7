/** Links in Markdown lead somewhere, and every npm command it names is one of package.json's. */
import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const skipped = /^(node_modules|dist|coverage|\.git)(\/|$)/;

export async function checkDocs(root) {
  const scripts = Object.keys(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).scripts);
  const faults = [];
  for (const file of await markdownFiles(root)) {
    const text = await readFile(join(root, file), 'utf8');
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target) || target.startsWith('#')) continue;
      const path = join(root, dirname(file), target.split('#')[0]);
      await access(path).catch(() => faults.push(`${file}: link to ${target}, which is not there`));
    }
    for (const [, name] of text.matchAll(/\bnpm run ([a-z][\w:-]*)/g)) {
      if (!scripts.includes(name)) faults.push(`${file}: npm run ${name} is no script of package.json`);
    }
  }
  return faults;
}

async function markdownFiles(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !skipped.test(file));
}
