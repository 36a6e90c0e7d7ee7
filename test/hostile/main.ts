/**
 * `npm run hostile [-- --minutes N] [-- --seconds N] [-- --mode shared]`: what callers, clusters and credentials can send, from
 * fifty connections at once, against the built server in a container's heap. In each mode the process stays alive, its memory
 * stays within what docs/operations/limits.md adds up to, /healthz answers throughout, and a caller who keeps to the limits is
 * answered within three times the usual; a run of less than a minute tells these times, and does not judge them. Prints what was seen; exits with 1 where one of these does not hold. Sends to
 * 127.0.0.1 alone.
 */
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { fillPlatform } from '../../src/sandbox/platform.js';
import { defaultTokens } from '../../src/sandbox/users.js';
import { openSandbox } from '../harness/open-sandbox.js';
import { LoadedServer } from '../load/loaded-server.ts';
import { watchServer } from '../load/watch-server.ts';
import type { AttackOptions, AttackResult } from './attack.ts';
import { startHonestCaller } from './honest-caller.ts';
import { addPairsThatFail } from './pairs-that-fail.ts';

const modes = ['shared', 'passthrough', 'single-user'] as const;
const { values } = parseArgs({
  options: { minutes: { type: 'string' }, seconds: { type: 'string' }, mode: { type: 'string', multiple: true } },
});
const seconds = Number(values.seconds ?? Number(values.minutes ?? 5) * 60);
const chosen = modes.filter((mode) => values.mode === undefined || values.mode.includes(mode));

const connections = 50;
/** How soon anybody is answered hangs by what else the machine does in a short run: then it is told, and not judged. */
const judgesTimes = seconds >= 60;
const heapMib = 384;
/** Beside the heap of old objects: young ones, code, stacks, buffers on their way to clients, the libraries. */
const besideMib = 300;
const usualSeconds = 10;
const attacker = new URL('attack.ts', import.meta.url).pathname;
const typescript = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];

async function attack(options: AttackOptions): Promise<AttackResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [...typescript, attacker], {
    env: { ATTACK: JSON.stringify(options) },
    maxBuffer: 64 << 20,
  });
  return JSON.parse(stdout) as AttackResult;
}

/** Answers the lines of what does not hold. */
async function hold(mode: (typeof modes)[number]): Promise<string[]> {
  const users = mode !== 'single-user';
  const sandbox = await openSandbox(users ? { tokens: defaultTokens } : {});
  fillPlatform(sandbox.sandbox.admin, { at: new Date().toISOString() });
  await addPairsThatFail(sandbox.api);
  const server = await LoadedServer.start(
    {
      KUBECONFIG: await sandbox.kubeconfig(users ? 'admin-token' : undefined),
      AUTH_MODE: mode,
      SANDBOX_TOKENS: '',
      // Where all are one caller there is no limit of one.
      ...(users && { MAX_OPERATIONS_PER_SECOND_PER_CALLER: '100' }),
    },
    [`--max-old-space-size=${heapMib}`],
  );
  const tokens = users ? ['alice-token', 'viewer-token', 'bob-token'] : [];
  const honest = users ? 'admin-token' : undefined;
  try {
    const rest = startHonestCaller(server.url, honest);
    await new Promise((resolve) => setTimeout(resolve, usualSeconds * 1_000));
    const usual = await rest();
    const before = await server.memoryMib();
    const stopWatching = watchServer(server);
    const meanwhile = startHonestCaller(server.url, honest);
    const came = await attack({ url: server.url, tokens, seconds, connections, pauseMs: 200 });
    const [during, watched] = await Promise.all([meanwhile(), stopWatching()]);
    const most = Math.max(...watched.memory);
    console.log(`${mode}: ${seconds} s from ${connections} connections`);
    for (const [name, outcomes] of Object.entries(came)) console.log(`  ${name}: ${line(outcomes)}`);
    console.log(
      `  honest     p50 ${usual.p50Ms.toFixed(1)} ms before, ${during.p50Ms.toFixed(1)} ms now, p99 ${during.p99Ms.toFixed(1)} ms; ${during.answered} answered ${line(during.failed)}`,
    );
    console.log(
      `  /healthz   ${watched.looks} looks, ${watched.unwell} not answered with 200, slowest ${watched.slowestMs.toFixed(0)} ms`,
    );
    console.log(`  memory     ${before.toFixed(0)} MiB before, ${most.toFixed(0)} at most, of ${heapMib + besideMib}`);
    const codes = Object.values(came).flatMap((outcomes) => Object.keys(outcomes));
    return [
      ...(server.alive ? [] : ['the process has ended']),
      ...(most <= heapMib + besideMib ? [] : [`memory came to ${most.toFixed(0)} MiB`]),
      ...(watched.unwell === 0 || !judgesTimes ? [] : [`/healthz was not answered ${watched.unwell} times`]),
      ...(during.p50Ms <= usual.p50Ms * 3 || !judgesTimes
        ? []
        : ['an honest caller waits more than three times as long']),
      ...(Object.keys(during.failed).length === 0 ? [] : [`an honest caller was not answered: ${line(during.failed)}`]),
      ...codes
        .filter((code) => /^5\d\d(?! (CLUSTER_UNAVAILABLE|TIMEOUT))|INTERNAL|ws 4500/.test(code))
        .map((code) => `it answered ${code}`),
      ...(server.faults.length === 0 ? [] : [`its log tells of faults: ${server.faults[0]}`]),
    ].map((fault) => `${mode}: ${fault}`);
  } finally {
    await server.stop();
    await sandbox.close();
  }
}

const line = (outcomes: Readonly<Record<string, number>>) =>
  Object.entries(outcomes)
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, count]) => `${count} × ${outcome}`)
    .join(', ');

const faults: string[] = [];
for (const mode of chosen) faults.push(...(await hold(mode)));
for (const fault of faults) console.log(`FAILED  ${fault}`);
console.log(faults.length === 0 ? 'All of it held.' : `${faults.length} did not hold.`);
process.exit(faults.length === 0 ? 0 : 1);
