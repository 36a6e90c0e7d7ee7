import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blocksOf } from '../docs/markdown.js';
import { root, run } from './run.js';

/** A front end that has the package from its tarball, with what it needs at run time and nothing of this repository. */
describe('the package', () => {
  let folder: string;
  let cwd: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alb-graphql-package-'));
    cwd = join(folder, 'front-end');
    await mkdir(cwd);
    await run(`npm pack --pack-destination ${folder}`);
    const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    const scripts = { 'test:e2e': 'node e2e.js' };
    await writeFile(
      join(cwd, 'package.json'),
      JSON.stringify({ name: 'front-end', private: true, type: 'module', scripts }),
    );
    await run(`npm install --prefer-offline --no-audit --no-fund --omit=optional ../${tarball}`, { cwd });
  }, 240_000);

  afterAll(() => rm(folder, { recursive: true }));

  it('brings the schema, by path and by command', async () => {
    const schema = await readFile(`${root}schema.graphql`, 'utf8');
    expect(await readFile(join(cwd, 'node_modules/alb-graphql/schema.graphql'), 'utf8')).toBe(schema);
    expect(await run('npx alb-graphql schema', { cwd })).toBe(schema);
    const resolve = `node --input-type=commonjs -p 'require.resolve("alb-graphql/schema.graphql")'`;
    expect(await run(resolve, { cwd })).toContain('node_modules/alb-graphql/schema.graphql');
  });

  it('has the types that its page compiles against, and that refuse what the schema refuses', async () => {
    const [example] = blocksOf('docs/contract-tests.md').filter(({ language }) => language === 'ts');
    const compile = async (text: string) => {
      await writeFile(join(cwd, 'input.ts'), text);
      return run(`${root}node_modules/.bin/tsc --noEmit --strict --module nodenext --ignoreConfig input.ts`, { cwd });
    };
    expect(await compile(example?.text ?? '')).toBe('');
    await expect(compile((example?.text ?? '').replace("'READY'", "'DONE'"))).rejects.toThrow(
      /'"DONE"' is not assignable/,
    );
  });

  it('runs a front end’s own tests beside the sandbox, as its page says', async () => {
    const query = '{ gateways(namespace: "a1") { totalCount } }';
    await writeFile(
      join(cwd, 'e2e.js'),
      `const headers = { 'content-type': 'application/json', authorization: 'Bearer alice-token' };
       const body = JSON.stringify({ query: ${JSON.stringify(query)} });
       const answer = await fetch(process.env.ALB_GRAPHQL_URL, { method: 'POST', headers, body });
       console.log(await answer.text(), process.env.ALB_GRAPHQL_WS_URL, process.env.KUBECONFIG);`,
    );
    const [command] = blocksOf('docs/contract-tests.md').filter(({ language }) => language === 'sh');
    const output = await run(command?.text.trim() ?? '', { cwd, env: { KUBECONFIG: '/nowhere', PORT: '1' } });
    expect(output).toContain('{"data":{"gateways":{"totalCount":2}}}');
    expect(output).toMatch(/ ws:\/\/127\.0\.0\.1:\d+\/graphql \/\S+\/kubeconfig$/m);
  });

  it('ends as the command ends, and says when there is no such command', async () => {
    await expect(run('npx alb-graphql sandbox -- sh -c "exit 7"', { cwd })).rejects.toThrow('ended with 7');
    await expect(run('npx alb-graphql sandbox -- no-such-program', { cwd })).rejects.toThrow(
      /ended with 127:[\s\S]*no-such-program is no program/,
    );
    await expect(run('npx alb-graphql sandbox -- sh -c "kill -KILL \\$\\$"', { cwd })).rejects.toThrow(
      'ended with 137',
    );
  });
});
