import { readFile } from 'node:fs/promises';

/** Whether a process of that id runs. One that has ended, and that nobody has asked after yet, does not. */
export async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat !== undefined && !/\) [ZX] /.test(stat);
}

/** Resolves when none of them runs any more; rejects after many looks. */
export async function untilEnded(...pids: readonly number[]): Promise<void> {
  for (let looks = 0; looks < 50_000; looks += 1) {
    const alive = await Promise.all(pids.map(isAlive));
    if (!alive.includes(true)) return;
  }
  throw new Error(`They have not ended: ${pids}`);
}
