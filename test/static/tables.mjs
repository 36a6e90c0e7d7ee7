/** The tables of the docs that are made from the code, between `<!-- table: NAME -->` and `<!-- end of table -->`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { wordTables } from './schema-words.mjs';

const pages = [
  'settings',
  'errors',
  'glossary',
  'glossary.zh-CN',
  'features',
  'features.zh-CN',
  'operations/limits',
  'operations/monitoring',
].map((name) => `docs/${name}.md`);

/** Files that hold such tables, as they ought to be: [path, text, wanted text]. Wants src to be built. */
export async function filesWithTables(root) {
  const { settings } = await import(join(root, 'dist/config/settings.js'));
  const { errorCodes } = await import(join(root, 'dist/errors.js'));
  const { createMetrics } = await import(join(root, 'dist/metrics.js'));
  const { cacheBounds, countBounds } = await import(join(root, 'dist/memory-bounds.js'));
  const tables = {
    metrics: table(metricsRows(createMetrics())),
    caches: table(cacheRows(Object.values(cacheBounds))),
    counts: table(countRows(countBounds)),
    alerts: table(await alertsRows(root)),
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

/** Those of this server first, then those of the process, which the client library brings. */
function metricsRows(metrics) {
  const none = () => [];
  metrics.reportWatches(none);
  metrics.reportCaches(none);
  metrics.reportMemory(none);
  metrics.reportUpstream(none);
  metrics.reportOperations(() => 0);
  metrics.reportEvents(() => 0);
  const own = ({ name }) => name.startsWith('alb_graphql_');
  const all = metrics.describe();
  return [
    ['metric', 'type', 'labels', 'meaning'],
    ...[...all.filter(own), ...all.filter((metric) => !own(metric))].map(({ name, type, labels, help }) => [
      `\`${name}\``,
      type,
      labels.map((label) => `\`${label}\``).join(', '),
      help,
    ]),
  ];
}

const mib = (bytes) => `${bytes / (1 << 20)} MiB`;
const list = (names) => names.join(', ');

function cacheRows(caches) {
  const size = (bytes) => (bytes < 1 << 20 ? `${bytes / 1024} KiB` : mib(bytes));
  const rows = caches.map(({ name, holds, key, settings, maxBytes, maxEntryBytes, maxKeyChars }) => [
    `\`${name}\``,
    holds,
    key,
    settings.includes('MAX_KEPT_BYTES') ? `half of MAX_KEPT_BYTES: ${mib(maxBytes)}` : mib(maxBytes),
    size(maxEntryBytes),
    maxKeyChars === 0 ? '' : maxKeyChars.toLocaleString('en'),
    list(settings),
    `\`alb_graphql_cache_bytes{cache="${name}"}\``,
  ]);
  const sum = mib(caches.reduce((bytes, { maxBytes }) => bytes + maxBytes, 0));
  return [
    ['name', 'what', 'key', 'bound', 'largest entry', 'characters of a key', 'settings', 'metric'],
    ...rows,
    ['all', '', '', sum, '', '', '', ''],
  ];
}

function countRows(counts) {
  return [
    ['name', 'what', 'key', 'bound', 'settings', 'metric'],
    ...counts.map(({ name, holds, key, bound, settings, metric }) => [
      `\`${name}\``,
      holds,
      key,
      bound,
      list(settings),
      `\`${metric}\``,
    ]),
  ];
}

async function alertsRows(root) {
  const { groups } = parse(await readFile(join(root, 'deploy/monitoring/alerts.yaml'), 'utf8'));
  return [
    ['alert', 'severity', 'after', 'expression'],
    ...groups.flatMap(({ rules }) =>
      rules.map(({ alert, labels, for: after, expr }) => [
        `[${alert}](#${alert.toLowerCase()})`,
        labels.severity,
        after ?? 'at once',
        `\`${expr.trim().replaceAll(/\s+/g, ' ')}\``,
      ]),
    ),
  ];
}

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
