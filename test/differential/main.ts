/**
 * `npm run differential [-- --minutes N --seed S --rounds N]`: callers with random rights ask both modes the same random questions, and
 * follow the same random streams, beside a real API server whose objects and rights change meanwhile. Each answer is compared with the other mode's
 * and with what REST gives that very token. Prints what was seen; exits with 1 where a difference is not in the list of those that
 * are meant, or something crashed. `--seed S --rounds 1` does one round again.
 */
import { parseArgs } from 'node:util';
import { runDifferential } from './run-differential.js';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' }, rounds: { type: 'string' } },
});
const seed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed);
// What it started ends with it: by the handlers of its exit.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const untilMs = Date.now() + Number(values.minutes) * 60_000;
console.log(`seed          ${seed}`);
const report = await runDifferential({
  seed,
  pairsPerRound: 240,
  goesOn: (_, rounds) => (values.rounds === undefined ? Date.now() < untilMs : rounds < Number(values.rounds)),
  say: (line) => console.log(line),
});
process.exitCode = report.clean ? 0 : 1;
