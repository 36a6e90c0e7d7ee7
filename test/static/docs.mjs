/** Markdown: links lead somewhere, also within a page; each folder's README lists its pages; npm scripts, settings and codes that it names are there. */
import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const skipped = /(^|\/)(node_modules|dist|coverage|\.git|\.venv)(\/|$)/;
/** Names in capitals that are no settings of this program: of the tests, and what a command is given. */
const otherNames = [
  'KUBEBUILDER_ASSETS',
  'CHROMIUM_PATH',
  'ALB_GRAPHQL_URL',
  'ALB_GRAPHQL_WS_URL',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'BENCH_NODE_OPTIONS',
];

/** Scripts of a front end that reads the pages. */
const readersScripts = ['test:e2e'];

export async function checkDocs(root) {
  const files = await markdownFiles(root);
  const texts = new Map();
  for (const file of files) texts.set(file, await readFile(join(root, file), 'utf8'));
  const names = await knownNames(root);
  const faults = unlisted(texts);
  for (const [file, text] of texts) {
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path, anchor] = target.split('#');
      const to = path === '' ? file : join(dirname(file), path);
      await access(join(root, to)).catch(() => faults.push(`${file}: link to ${target}, which is not there`));
      if (anchor !== undefined && texts.has(to) && !anchorsOf(texts.get(to)).includes(anchor))
        faults.push(`${file}: link to ${target}, where no heading is called so`);
    }
    const scripts = await scriptsNear(root, file);
    for (const [, name] of text.matchAll(/\bnpm run ([a-z][\w:-]*)/g)) {
      if (!scripts.includes(name) && !readersScripts.includes(name))
        faults.push(`${file}: npm run ${name} is no script`);
    }
    // The changelog may speak of what is no more.
    for (const [, name] of file === 'CHANGELOG.md' ? [] : text.matchAll(/\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/g)) {
      if (!names.has(name)) faults.push(`${file}: ${name} is no setting, error code or value of the schema`);
    }
  }
  return faults;
}

/** Pages below docs/ that no index leads to: their folder's README, or docs/README.md where it has none. */
function unlisted(texts) {
  const pages = [...texts.keys()].filter((file) => file.startsWith('docs/') && file !== 'docs/README.md');
  return pages.flatMap((file) => {
    const own = `${dirname(file)}/README.md`;
    const index = texts.has(own) && own !== file ? own : 'docs/README.md';
    const link = relative(dirname(index), file);
    return texts.get(index)?.includes(`](${link})`) ? [] : [`${index}: no link to ${link}`];
  });
}

/** As GitHub makes them of headings. */
function anchorsOf(text) {
  const headings = text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Of the package that the page belongs to, and of this one: an example's page may speak of both. */
async function scriptsNear(root, file) {
  const scripts = [];
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const text = await readFile(join(root, folder, 'package.json'), 'utf8').catch(() => '{}');
    scripts.push(...Object.keys(JSON.parse(text).scripts ?? {}));
    if (folder === '.') return scripts;
  }
}

async function knownNames(root) {
  const { settings } = await import(join(root, 'dist/config/settings.js'));
  const { errorCodes } = await import(join(root, 'dist/errors.js'));
  const schema = await readFile(join(root, 'schema.graphql'), 'utf8');
  const values = [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]*)$/gm)].map(([, value]) => value);
  return new Set([...Object.keys(settings), ...Object.keys(errorCodes), 'BAD_USER_INPUT', ...values, ...otherNames]);
}

async function markdownFiles(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !skipped.test(file));
}
