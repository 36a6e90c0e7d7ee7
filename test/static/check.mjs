/** `npm run check`: everything static. Runs all of it, then says what failed and what to do. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { checkAdditive } from './additive-schema.mjs';
import { findHandMadeCombinations } from './awaitables.mjs';
import { checkCompose } from './compose.mjs';
import { checkDockerfile } from './dockerfile.mjs';
import { checkDocs } from './docs.mjs';
import { findWrongImports } from './import-direction.mjs';
import { translationFaults } from './schema-words.mjs';
import { filesWithTables } from './tables.mjs';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

const command = (...args) => commandIn(root, {}, ...args);

async function commandIn(cwd, env, ...args) {
  try {
    await run(args[0], args.slice(1), { cwd, env: { ...process.env, ...env }, maxBuffer: 64 << 20 });
    return [];
  } catch (error) {
    return [`${error.stdout ?? ''}${error.stderr ?? ''}`.trim() || String(error)];
  }
}

async function schemaDrift() {
  const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-schema-'));
  try {
    const emitted = join(folder, 'schema.graphql');
    const faults = await command('node', 'dist/graphql/emit-schema.js', emitted);
    if (faults.length > 0) return faults;
    const same = (await readFile(emitted, 'utf8')) === (await readFile(join(root, 'schema.graphql'), 'utf8'));
    return same ? [] : ['schema.graphql is not what the code emits; run: npm run schema'];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** By their own configuration, which asks a server for its schema unless it is told of a file. */
async function examplesDrift() {
  const faults = [];
  for (const name of ['graphql-request', 'urql']) {
    const env = { ALB_GRAPHQL_URL: '../../schema.graphql' };
    faults.push(...(await commandIn(join(root, 'examples', name), env, 'graphql-codegen', '--check')));
  }
  return faults;
}

async function tableDrift() {
  const files = await filesWithTables(root);
  return files
    .filter(({ text, wanted }) => text !== wanted)
    .map(({ path }) => `${path} holds a table that is out of date`);
}

const checks = [
  ['format and lint', 'npm run format', () => command('biome', 'ci', '--colors=off', '--error-on-warnings', '.')],
  ['types of src', '', () => command('npm', 'run', 'build', '--silent')],
  ['types of test', '', () => command('tsc', '-p', 'test')],
  ['types of the console', '', () => command('tsc', '-p', 'src/console')],
  ['schema drift', 'npm run schema', schemaDrift],
  ["schema.graphql and the last release's", '', () => checkAdditive(root)],
  [
    "the console's documents and schema.graphql",
    'npm run console:types',
    () => command('graphql-codegen', '--config', 'src/console/tools/codegen.ts', '--check'),
  ],
  ["the examples' documents and schema.graphql", 'npm run examples:types', examplesDrift],
  ['import direction', '', () => findWrongImports(join(root, 'src'))],
  ['combination of awaitables', '', () => findHandMadeCombinations(join(root, 'src'))],
  ['docker-compose.yml', '', () => checkCompose(root)],
  ['Dockerfile', '', () => checkDockerfile(root)],
  ["docs' tables", 'npm run docs', tableDrift],
  ["the schema's words in Chinese", '', () => translationFaults(root)],
  ["docs' commands, names and links", '', () => checkDocs(root)],
];

let failed = 0;
for (const [name, mend, check] of checks) {
  const faults = await check();
  console.log(`${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  for (const fault of faults) console.log(fault.replace(/^/gm, '       '));
  if (faults.length > 0 && mend) console.log(`       mend: ${mend}`);
  if (faults.length > 0) failed += 1;
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
