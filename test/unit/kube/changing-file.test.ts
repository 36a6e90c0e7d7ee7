import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { truncateSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ChangingFile, type FileAccess } from '../../../src/kube/changing-file.js';
import { configsFromKubeconfig } from '../../../src/kube/configs-from-kubeconfig.js';
import { FakeClock } from '../../harness/fake-clock.js';
import { until } from '../../harness/until.js';

class CountingClock extends FakeClock {
  scheduled = 0;

  override schedule(delayMs: number, task: () => void): () => void {
    this.scheduled += 1;
    return super.schedule(delayMs, task);
  }
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'changing-file-'));
});

afterEach(() => rm(folder, { recursive: true }));

function pipe(name: string): string {
  const path = join(folder, name);
  execFileSync('mkfifo', [path]);
  return path;
}

describe('ChangingFile', () => {
  it('does not wait for a pipe that nobody writes to', async () => {
    const path = pipe('token');
    await expect(new ChangingFile(path, new FakeClock()).read()).rejects.toThrow(`${path} is not a regular file`);
  });

  it('does not read what is far too large for what it is', async () => {
    const path = join(folder, 'token');
    await writeFile(path, '');
    truncateSync(path, 2 ** 40);
    await expect(new ChangingFile(path, new FakeClock()).read()).rejects.toThrow(
      `${path} is larger than 16777216 bytes`,
    );
  });
});

describe('ChangingFile, on a file system that hangs', () => {
  /** Each look waits until it is let go. */
  function setUp() {
    const waiting: ((stamp: string) => void)[] = [];
    const files: FileAccess = {
      stampOf: () => new Promise((resolve) => waiting.push(resolve)),
      read: async () => `content of ${looks}`,
    };
    let looks = 0;
    const clock = new FakeClock();
    const file = new ChangingFile('/hangs', clock, files);
    const answer = () => {
      looks += 1;
      for (const resolve of waiting.splice(0)) resolve(`stamp ${looks}`);
    };
    return { file, clock, answer, waiting };
  }

  it('gives up in time, and looks again only when the look that hangs is over', async () => {
    const { file, clock, answer, waiting } = setUp();
    const first = expect(file.read()).rejects.toThrow('/hangs could not be read within 2000 ms');
    clock.advance(2000);
    await first;
    await expect(file.read()).rejects.toThrow('/hangs could not be read within 2000 ms');
    expect([waiting.length, clock.pending]).toEqual([1, 0]);
    answer();
    // Its own look, which the one let go has made good.
    expect(await new Promise((resolve) => setImmediate(() => resolve(file.read())))).toBe('content of 1');
  });

  it('goes on with what was read last', async () => {
    const { file, clock, answer, waiting } = setUp();
    const first = file.read();
    answer();
    expect(await first).toBe('content of 1');
    clock.advance(1000);
    const second = file.read();
    clock.advance(2000);
    expect(await second).toBe('content of 1');
    clock.advance(1000);
    expect(await file.read()).toBe('content of 1');
    expect(waiting).toHaveLength(1);
  });
});

describe('configsFromKubeconfig', () => {
  const kubeconfig =
    'clusters: [{name: c, cluster: {server: "https://c"}}]\ncontexts: [{name: x, context: {cluster: c}}]';

  it('reads what a shell gives as a pipe, to its end', async () => {
    const path = pipe('config');
    const writer = spawn('/bin/sh', ['-c', `exec 3<>"${path}"; echo open; cat >&3`], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(writer.stdout, 'data');
    const clock = new CountingClock();
    const read = configsFromKubeconfig([path], { clock });
    // Opened by then: what is written to a pipe that nobody holds open is lost with its writer.
    await until(() => clock.scheduled === 2);
    writer.stdin.end(kubeconfig);
    expect((await read).configs.map(({ name }) => name)).toEqual(['x']);
  });

  it('gives up a pipe that is not ended', async () => {
    const path = pipe('config');
    const writer = spawn('/bin/sh', ['-c', `exec 3<>"${path}"; echo open; cat`], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(writer.stdout, 'data');
    const clock = new CountingClock();
    const read = expect(configsFromKubeconfig([path], { clock })).rejects.toThrow(
      `${path} could not be read to its end within 10000 ms`,
    );
    // The first limit is for the look whether it is a pipe.
    await until(() => clock.scheduled === 2);
    clock.advance(10_000);
    writer.stdin.end();
    await read;
  });
});
