/**
 * The direction of imports: main -> http -> graphql -> gateway -> kube/ports, with kube and sandbox beside each other
 * below, and the console by itself. Read from the import statements themselves: the usual graph tools parse with
 * TypeScript's JavaScript API, which version 7 does not have.
 */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const shared = [
  'awaitable',
  'bounded-cache',
  'clock',
  'errors',
  'event-loop-shares',
  'map-in-slices',
  'memory-bounds',
  'observation',
  'printable',
];

/** room -> the rooms (or single files) it may import, its own always. */
const allowed = {
  awaitable: [],
  'bounded-cache': [],
  'memory-bounds': ['bounded-cache'],
  clock: [],
  errors: [],
  'event-loop-shares': [],
  'map-in-slices': ['awaitable', 'event-loop-shares'],
  observation: [],
  printable: [],
  tracing: shared,
  log: shared,
  metrics: shared,
  config: [...shared, 'gateway/settings'],
  kube: shared,
  sandbox: [...shared, 'kube/kinds'],
  gateway: [...shared, 'kube/ports', 'kube/kinds'],
  graphql: [...shared, 'log', 'gateway', 'kube/ports', 'kube/kinds'],
  http: [...shared, 'log', 'metrics', 'config', 'graphql', 'kube/ports'],
  // An ordinary client of the API: it has the schema alone.
  console: [],
  main: [...shared, 'tracing', 'log', 'metrics', 'config', 'kube', 'sandbox', 'gateway', 'graphql', 'http'],
};

/** package -> the rooms that may import it. */
const packages = {
  '@kubernetes/client-node': ['kube'],
  graphql: ['graphql', 'http'],
  'type-graphql': ['graphql', 'http'],
  undici: ['kube'],
  // Every cache is bounded in bytes by the one module.
  'lru-cache': ['bounded-cache'],
  preact: ['console'],
  '@urql/core': ['console'],
  fastify: ['http'],
  '@opentelemetry': ['tracing'],
};

const importPattern =
  /^\s*(?:import|export)\b[^'"]*?\bfrom\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** One line for each arrow that points the wrong way. */
export async function findWrongImports(root) {
  const faults = [];
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const from = relative(root, file).replace(/\.tsx?$/, '');
    const room = from.split('/')[0];
    const rule = allowed[room];
    if (rule === undefined) {
      faults.push(`${from}: no room of that name; add it to test/static/import-direction.mjs`);
      continue;
    }
    for (const [, a, b, c] of (await readFile(file, 'utf8')).matchAll(importPattern)) {
      const target = a ?? b ?? c;
      if (target.startsWith('.')) {
        const to = relative(root, join(dirname(file), target)).replace(/\.[jt]s$/, '');
        const fine = to.split('/')[0] === room || rule.some((name) => to === name || to.startsWith(`${name}/`));
        if (!fine) faults.push(`${from} imports ${to}`);
      } else {
        const rooms = Object.entries(packages).find(([name]) => target === name || target.startsWith(`${name}/`))?.[1];
        if (rooms !== undefined && !rooms.includes(room)) faults.push(`${from} imports the package ${target}`);
      }
    }
  }
  return faults;
}
