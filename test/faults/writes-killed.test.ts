import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WriteWorld } from '../harness/write-world.js';
import { albNames, albsFor, allDone, requestsOf, type WriteCase, writeCases } from './writes-cases.js';

const root = new URL('../../', import.meta.url).pathname;
const compiled = `${root}node_modules/.cache/alb-graphql-writes`;

/** The operation by a process of its own. */
function startChild(url: string, { mutation, input }: WriteCase): ChildProcess {
  const args = [compiled, url, mutation, JSON.stringify({ namespace: 'a1', ...input })];
  return spawn(process.execPath, [`${root}test/harness/write-child.mjs`, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

const isWrite = (request: string) => /^(create|update|delete) /.test(request) && !request.includes('dry run');
const table = await Promise.all(
  writeCases.map(async (write) => ({
    write,
    moments: (await requestsOf(write)).flatMap((at) =>
      (isWrite(at) ? (['before', 'after'] as const) : (['before'] as const)).map((when) => ({ at, when })),
    ),
  })),
);

beforeAll(async () => {
  await promisify(execFile)(
    `${root}node_modules/.bin/tsc`,
    ['--outDir', compiled, '--tsBuildInfoFile', `${compiled}.info`],
    {
      cwd: root,
    },
  );
}, 60_000);

describe.each(table)('$write.title, its process killed', ({ write, moments }) => {
  let world: WriteWorld;

  afterEach(() => world.close());

  it.each(moments)('$when "$at" was carried out: the same call by the next one heals', async ({ at, when }) => {
    world = await WriteWorld.open({}, { startMs: Date.now() });
    await write.prepare(world);
    const before = world.snapshot();
    let child: ChildProcess | undefined;
    const call = () => child?.kill('SIGKILL');
    world.api.arm({ at, fault: { type: `call-${when}`, call }, onward: false });
    child = startChild(world.api.url, write);
    const [, signal] = await once(child, 'exit');
    expect(signal).toBe('SIGKILL');

    const standing = Object.values(write.standing(world.snapshot(), before));
    expect(standing).not.toContain('neither');
    world.api.arm();
    const again = await world.run(write.mutation, write.input);
    if (again.error !== undefined) {
      expect(write.doneAlready).toContain(again.error.code);
      expect(new Set(standing)).toEqual(new Set(['done']));
    }
    expect(write.standing(world.snapshot(), before)).toEqual(allDone(write));
    await world.pass(60_000);
    expect(albNames(world.snapshot())).toEqual(albsFor(world.snapshot()));
  });
});
