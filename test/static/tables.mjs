/** The tables of the docs that are made from the code, between `<!-- table: NAME -->` and `<!-- end of table -->`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wordTables } from './schema-words.mjs';

const pages = ['settings', 'errors', 'glossary', 'glossary.zh-CN', 'features', 'features.zh-CN'].map(
  (name) => `docs/${name}.md`,
);

/** Files that hold such tables, as they ought to be: [path, text, wanted text]. Wants src to be built. */
export async function filesWithTables(root) {
  const { settings } = await import(join(root, 'dist/config/settings.js'));
  const { errorCodes } = await import(join(root, 'dist/errors.js'));
  const tables = {
    settings: settingsTable(settings),
    errors: errorsTable(errorCodes),
    ...Object.fromEntries(Object.entries(await wordTables(root)).map(([name, rows]) => [name, table(rows)])),
  };
  return Promise.all(
    pages.map(async (path) => {
      const text = await readFile(join(root, path), 'utf8');
      const wanted = text.replace(
        /(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- end of table -->)/g,
        (_, begin, name, end) => `${begin}${tables[name]}${end}`,
      );
      return { path, text, wanted };
    }),
  );
}

const row = (...cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;

const table = ([head, ...rows]) => [head, head.map(() => '---'), ...rows].map((cells) => row(...cells)).join('');

function settingsTable(settings) {
  const rows = Object.entries(settings).map(([name, { type, unit, default: standard, meaning, off }]) =>
    row(
      `\`${name}\``,
      unit === undefined ? type : `${type}, ${unit}`,
      standard,
      [meaning, off].filter(Boolean).join('; '),
    ),
  );
  return [row('name', 'type', 'default', 'meaning; how to turn it off'), row('---', '---', '---', '---'), ...rows].join(
    '',
  );
}

/** BAD_USER_INPUT is GraphQL's own, given before any of this code is asked. */
function errorsTable(codes) {
  const ofGraphql =
    'GraphQL itself found the request wrong: it does not parse, does not fit the schema, or a variable does not fit its type.';
  const all = { BAD_USER_INPUT: { meaning: ofGraphql, retryable: false }, ...codes };
  const rows = Object.entries(all).map(([code, { meaning, retryable }]) =>
    row(code, meaning, retryable ? 'yes' : 'no'),
  );
  return [row('code', 'meaning', 'the same call again may succeed'), row('---', '---', '---'), ...rows].join('');
}
