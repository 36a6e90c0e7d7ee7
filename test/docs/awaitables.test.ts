import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
// @ts-expect-error: a tool of the checks, without types
import { findHandMadeCombinations } from '../static/awaitables.mjs';

const root = new URL('../../', import.meta.url).pathname;
let folder: string;

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alb-graphql-awaitables-'));
  for (const room of ['gateway', 'graphql', 'kube']) await mkdir(join(folder, room));
});

afterEach(() => rm(folder, { recursive: true }));

describe('the check of combined promises', () => {
  it.each([
    'const is = value instanceof Promise;',
    'await Promise.all(rows.map(look));',
    'return Promise.allSettled([a(), b()]);',
    'await Promise.race([a, b]);',
  ])('finds %s', async (line) => {
    await write('gateway/deep/planted.ts', `// why\n${line}\n`);
    expect(await findHandMadeCombinations(folder)).toContain(
      `src/gateway/deep/planted.ts:2 combines promises by hand; use src/awaitable.ts: ${line}`,
    );
  });

  it('finds nothing in what speaks of it, and the exceptions that are none', async () => {
    await write(
      'kube/spoken-of.ts',
      '/**\n * Not Promise.all(rows), since\n */\n// x instanceof Promise\nmapAll(rows, look);\n',
    );
    const faults: string[] = await findHandMadeCombinations(folder);
    expect(faults.filter((fault) => !fault.startsWith('test/static/awaitables.mjs excuses'))).toEqual([]);
    expect(faults.length).toBeGreaterThan(0);
  });
});

it('the linter finds a promise that nobody awaits, also one that comes from another file or may be a value', async () => {
  await copyFile(join(root, 'biome.json'), join(folder, 'biome.json'));
  await write(
    'kube/ports.ts',
    'export interface Reader {\n  list(): number | Promise<number>;\n}\nexport async function look(): Promise<void> {}\n',
  );
  await write(
    'gateway/planted.ts',
    "import { look, type Reader } from '../kube/ports.js';\n\nexport function planted(reader: Reader): void {\n  look();\n  reader.list();\n}\n",
  );
  const linted = promisify(execFile)(join(root, 'node_modules/.bin/biome'), ['lint', '--colors=off', folder], {
    cwd: folder,
  });
  const { stdout, stderr } = (await linted.catch((failed: unknown) => failed)) as { stdout: string; stderr: string };
  const found = `${stdout}${stderr}`.matchAll(/planted\.ts:(\d+):\d+ lint\/nursery\/noFloatingPromises/g);
  expect([...found].map(([, line]) => line)).toEqual(['4', '5']);
});
