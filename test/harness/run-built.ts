import { execFile } from 'node:child_process';

const main = new URL('../../dist/main.js', import.meta.url).pathname;

/** Runs a command of the built program as a process of its own, to its end. Answers all that it printed. */
export function runBuilt(
  args: readonly string[],
  environment: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}
