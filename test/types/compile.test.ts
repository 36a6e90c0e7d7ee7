import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const root = new URL('../../', import.meta.url).pathname;

it('source and tests have the types that they say', async () => {
  const tsc = promisify(execFile)(`${root}node_modules/.bin/tsc`, ['-p', 'test'], { cwd: root });
  await expect(tsc).resolves.toMatchObject({ stdout: '' });
});
