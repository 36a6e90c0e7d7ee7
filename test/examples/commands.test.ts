import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readOptions } from '../../bench/options.js';
import { readSoakOptions } from '../../bench/soak/options.js';
import { blocksOf } from '../docs/markdown.js';
import { type OpenedSandbox, openSandbox } from '../harness/open-sandbox.js';
import { ServedProcess } from '../harness/served-process.js';
import { root, run, runUntil } from './run.js';

const pages = [
  'README.md',
  'README.zh-CN.md',
  ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const commands = pages.flatMap((page) =>
  blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => ({ page, command: text.trim() })),
);

/** What is not run here, by what does as much of it as can be done. */
const elsewhere: Readonly<Record<string, (command: string) => boolean>> = {
  // A test cannot run all tests.
  '.ci/run': (command) => command === 'npm ci && npm test',
  // There is a front end with such a script.
  'test/examples/package.test.ts': (command) => command.endsWith('-- npm run test:e2e'),
  // Without a container engine: what the Dockerfile says is carried out, and what it makes is started as `docker run` would.
  'test/examples/image.test.ts': (command) => command.startsWith('docker '),
  // There is an API server.
  'test/cluster/deploy.test.ts': (command) => command.startsWith('kubectl apply '),
  // .ci/run has `--quick`. The whole bench and the soak take long, and want a machine that does nothing else: by hand.
  'docs/performance.md': (command) => command.startsWith('npm run bench '),
};
const isElsewhere = (command: string) => Object.values(elsewhere).some((is) => is(command));

/** What measures, wherever a page names it: with its options. */
const measuring = pages.flatMap((page) =>
  [...readFileSync(`${root}${page}`, 'utf8').matchAll(/npm run (bench|soak)(?: -- ([^`#\n]+))?/g)].map(
    ([command, name = '', options = '']) => ({
      page,
      command,
      name,
      options: options.trim().split(/\s+/).filter(Boolean),
    }),
  ),
);

it.each(measuring)('$page: $command has options that there are', async ({ name, options }) => {
  const argv = options.map((option) => (option === 'FILE' ? `${root}package.json` : option));
  expect(await (name === 'bench' ? readOptions(argv) : readSoakOptions(argv))).toBeDefined();
});

describe('the commands of the pages', () => {
  let folder: string;
  let server: ServedProcess;
  let opened: OpenedSandbox;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alb-graphql-commands-'));
    opened = await openSandbox();
    server = await ServedProcess.start();
    await mkdir(join(folder, '.kube'));
    const kubeconfig = readFileSync(await opened.kubeconfig(), 'utf8');
    const ca = readFileSync(`${root}test/fixtures/tls/before.crt`, 'utf8');
    const files = { '.kube/config': kubeconfig, 'ca.crt': ca, 'server-token': 'x', 'caller-token': 'alice-token' };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  });

  afterAll(async () => {
    await server.stop();
    await opened.close();
    await rm(folder, { recursive: true });
  });

  /** The command as the reader has it, but for where things are on this machine. */
  const here = (command: string) =>
    command
      .replaceAll('http://127.0.0.1:4000', server.url)
      .replaceAll('/etc/platform', folder)
      .replaceAll('~/', `${folder}/`)
      .replaceAll(/(?<= )gateways\.yaml/g, join(folder, 'gateways.yaml'))
      .replace('npm ci && ', '');

  // First: npx makes it so the first time that it links a folder, and relies on it ever after, a new build or clone there included.
  it('find the command executable as it was built', () => {
    accessSync(`${root}dist/main.js`, constants.X_OK);
  });

  it.each(commands.filter(({ command }) => !isElsewhere(command)))('$page: $command', async ({ command }) => {
    const env = { PORT: '0' };
    if (command.includes('npm start -- ')) return void (await run(here(command), { env }));
    if (/npm start|alb-graphql (serve|sandbox)/.test(command)) {
      await runUntil(/^alb-graphql is ready at http:\S+ /, here(command), { env });
    } else if (command.includes('text/event-stream')) {
      await runUntil(/^data: {"data":{"gatewayEvents":/, here(command));
    } else if (command.includes('curl')) {
      expect(JSON.parse(await run(here(command)))).not.toHaveProperty('errors');
    } else {
      expect(await run(here(command), { env })).not.toContain('FAILED');
    }
  });

  it('are run elsewhere where they are not run here', () => {
    const ci = readFileSync(`${root}.ci/run`, 'utf8');
    for (const command of ['npm ci', 'npm run check', 'npm test', 'npm run bench -- --quick']) {
      expect(ci).toContain(` ${command}\n`);
    }
    for (const [place, is] of Object.entries(elsewhere)) {
      expect([place, commands.filter(({ command }) => is(command))]).not.toEqual([place, []]);
    }
  });
});
