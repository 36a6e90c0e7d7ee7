/** The Dockerfile by its own language's linter, and by the rules that this image promises. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';

export async function checkDockerfile(root) {
  const text = await readFile(join(root, 'Dockerfile'), 'utf8');
  return faultsOf(text).map((fault) => `Dockerfile ${fault}`);
}

/** One line for each fault: `line N: what is wrong`. */
export function faultsOf(text) {
  const faults = validate(text).map(({ range, message }) => `line ${range.start.line + 1}: ${message}`);
  const stages = stagesOf(text);
  for (const { from, instructions } of stages) {
    const image = from.getImage();
    if (!stages.some(({ name }) => name === image) && !/[:@][^/]+$/.test(image)) {
      faults.push(`line ${lineOf(from)}: ${image} has no tag`);
    }
    for (const instruction of instructions) {
      if (instruction.getKeyword() === 'ADD')
        faults.push(`line ${lineOf(instruction)}: COPY says what it does, ADD not`);
    }
  }
  return [...faults, ...faultsOfImage(stages.at(-1))];
}

function faultsOfImage(stage) {
  const faults = [];
  const of = (keyword) => stage.instructions.filter((instruction) => instruction.getKeyword() === keyword);
  const user = of('USER').at(-1)?.getArgumentsContent() ?? '';
  // A name could not be checked by a kubelet that is told runAsNonRoot.
  if (!/^[1-9]\d*(:[1-9]\d*)?$/.test(user)) faults.push(`runs as "${user}", not as a number other than 0`);
  for (const run of of('RUN')) faults.push(`line ${lineOf(run)}: there is no shell in the last stage`);
  for (const keyword of ['ENTRYPOINT', 'CMD', 'HEALTHCHECK']) {
    const [instruction] = of(keyword);
    if (instruction === undefined) faults.push(`has no ${keyword}`);
    else if (!instruction.getArgumentsContent().includes('["')) {
      faults.push(`line ${lineOf(instruction)}: ${keyword} wants a shell, which is not there`);
    }
  }
  return faults;
}

/** Each FROM with what follows it. */
export function stagesOf(text) {
  const stages = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      stages.push({ from: instruction, name: instruction.getBuildStage(), instructions: [] });
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

const lineOf = (instruction) => instruction.getRange().start.line + 1;
