import { expect, it } from '@jest/globals';
import { runDifferential } from '../differential/run-differential.js';

/** One seed where a run is to come out the same each time; `npm run differential` takes another each time. */
const seed = 20_261_129;
const enough = 1500;

it(`random callers are shown the same in both modes, and what REST gives their tokens (seed ${seed})`, async () => {
  const report = await runDifferential({
    seed,
    pairsPerRound: 300,
    goesOn: ({ pairs }) => pairs < enough,
    say: (line) => process.stdout.write(`${line}\n`),
  });
  expect(report.crashes).toEqual([]);
  expect(report.outside).toEqual([]);
  expect(report.pairs).toBeGreaterThanOrEqual(enough);
  expect(report.streams).toBeGreaterThan(0);
  // Callers who may see nothing would be shown the same easily.
  expect(report.filled).toBeGreaterThan(enough / 5);
}, 900_000);
