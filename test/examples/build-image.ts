import { cp, mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
// @ts-expect-error: a tool of the checks, without types
import { stagesOf } from '../static/dockerfile.mjs';
import { root, run } from './run.js';

/** What the last stage of the Dockerfile says of the image. */
export interface Image {
  /** Its files, below the folders of this machine that the base images bring. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: number;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
}

interface Stage {
  readonly name: string | null;
  readonly folder: string;
  workdir: string;
}

/**
 * Does what the Dockerfile says, instruction by instruction, by this machine's Node in place of the base images'. Throws at
 * an instruction that it does not know.
 */
export async function buildImage(): Promise<Image> {
  const folder = await mkdtemp(join(tmpdir(), 'alb-graphql-image-'));
  const text = await readFile(join(root, 'Dockerfile'), 'utf8');
  const stages: Stage[] = [];
  const said: Record<string, string> = {};
  for (const { name, instructions } of stagesOf(text)) {
    const stage: Stage = { name, folder: join(folder, String(stages.length)), workdir: '/' };
    for (const instruction of instructions) await carryOut(instruction, stage, stages, said);
    stages.push(stage);
  }
  const list = (keyword: string): string[] => JSON.parse(/\[.*\]/.exec(said[keyword] ?? '')?.[0] ?? '[]');
  return {
    folder: stages.at(-1)?.folder ?? '',
    environment: Object.fromEntries((said['ENV'] ?? '').split(' ').map((pair) => pair.split('='))),
    user: Number.parseInt(said['USER'] ?? '', 10),
    command: [...list('ENTRYPOINT'), ...list('CMD')],
    healthcheck: list('HEALTHCHECK'),
  };
}

async function carryOut(instruction: any, stage: Stage, earlier: readonly Stage[], said: Record<string, string>) {
  const content: string = instruction.getArgumentsContent();
  switch (instruction.getKeyword()) {
    case 'WORKDIR':
      stage.workdir = content;
      await mkdir(join(stage.folder, content), { recursive: true });
      return;
    case 'COPY':
      return copy(content.split(' '), fromOf(instruction), stage, earlier);
    case 'RUN': {
      const env = { PATH: `${dirname(process.execPath)}:${process.env['PATH']}`, npm_config_prefer_offline: 'true' };
      await run(content, { cwd: join(stage.folder, stage.workdir), env });
      return;
    }
    case 'ENV':
    case 'USER':
    case 'HEALTHCHECK':
    case 'ENTRYPOINT':
    case 'CMD':
    case 'EXPOSE':
      said[instruction.getKeyword()] = content;
      return;
    default:
      throw new Error(`nobody here knows what to do with ${instruction.getKeyword()}`);
  }
}

const fromOf = (copy: any): string | undefined =>
  copy
    .getFlags()
    .find((flag: any) => flag.getName() === 'from')
    ?.getValue();

async function copy(words: string[], from: string | undefined, stage: Stage, earlier: readonly Stage[]): Promise<void> {
  const source = from === undefined ? root : earlier.find(({ name }) => name === from)?.folder;
  if (source === undefined) throw new Error(`no stage is called ${from}`);
  const to = words.pop() ?? '';
  const paths = from === undefined ? await fromContext(words) : words;
  for (const path of paths) {
    const target = to.endsWith('/') || paths.length > 1 || to === '.' ? join(to, basename(path)) : to;
    await cp(join(source, path), join(stage.folder, stage.workdir, target), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
}

/** .dockerignore leaves out everything, and then names what is let in. */
async function fromContext(paths: readonly string[]): Promise<readonly string[]> {
  const lines = (await readFile(join(root, '.dockerignore'), 'utf8'))
    .split('\n')
    .filter((line) => !/^(#|$)/.test(line));
  if (lines[0] !== '*' || lines.slice(1).some((line) => !/^![\w.-]+$/.test(line))) throw new Error('.dockerignore');
  const letIn = lines.slice(1).map((line) => line.slice(1));
  const missing = paths.filter((path) => path !== '.' && !letIn.includes(path));
  if (missing.length > 0) throw new Error(`.dockerignore leaves out ${missing}`);
  return paths.includes('.') ? letIn : paths;
}
