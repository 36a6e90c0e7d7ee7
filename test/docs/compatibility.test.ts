import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { compatibilityRows } from '../operations/compatibility-rows.js';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

describe('docs/operations/compatibility.md', () => {
  it('has a line for each platform that the operations run on, and none beside', async () => {
    const lines = (await read('docs/operations/compatibility.md')).split('\n');
    const start = lines.findIndex((line) => line.startsWith('| platform |')) + 2;
    const table = lines.slice(start, lines.indexOf('', start));
    expect(table.map((line) => line.split('|')[1]?.trim())).toEqual(compatibilityRows.map(({ title }) => title));
  });

  it('names the releases of Node that the tests run on', async () => {
    const { scripts, engines } = JSON.parse(await read('package.json'));
    const releases = /for v in ([\d. ]+);/.exec(scripts['test:nodes'])?.[1]?.split(' ') ?? [];
    expect(`>=${releases[0]?.split('.').slice(0, 2).join('.')}`).toBe(engines.node);
    const text = await read('docs/operations/compatibility.md');
    expect(releases.filter((release) => !text.includes(release))).toEqual([]);
  });
});
