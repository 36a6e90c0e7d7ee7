import { Platform } from './platform.js';
import { Report } from './report.js';
import { Round } from './round.js';

export interface RunOptions {
  /** Of the first round; the next ones count on from it. */
  readonly seed: number;
  readonly pairsPerRound: number;
  /** Whether another round is to begin. */
  readonly goesOn: (report: Report, rounds: number) => boolean;
  readonly say: (line: string) => void;
}

/** Rounds of random callers against a platform of its own. */
export async function runDifferential({ seed, pairsPerRound, goesOn, say }: RunOptions): Promise<Report> {
  const report = new Report();
  const platform = await Platform.start();
  const startedMs = Date.now();
  try {
    for (let rounds = 0; goesOn(report, rounds); rounds += 1) {
      const goesOnAfter = await runRound(platform, seed + rounds, pairsPerRound, report);
      const { pairs, streams, outside } = report;
      say(`seed ${seed + rounds}: ${pairs} pairs, ${streams} streams, ${outside.length} differences`);
      for (const text of report.news()) say(text);
      if (!goesOnAfter) break;
    }
  } finally {
    await platform.stop();
  }
  for (const line of report.lines((Date.now() - startedMs) / 1000)) say(line);
  return report;
}

/** Answers whether both servers are still there. A round that fails because one is not has found what it was to find. */
async function runRound(platform: Platform, seed: number, pairs: number, report: Report): Promise<boolean> {
  const servers = Object.values(platform.servers);
  try {
    await new Round(platform, seed, report).run(pairs);
  } catch (error) {
    if (servers.every(({ alive }) => alive)) throw new Error(`the round of seed ${seed} failed`, { cause: error });
  }
  for (const { mode, faults } of servers) {
    report.crashes.push(...faults.splice(0).map((line) => `${mode}, seed ${seed}: ${line}`));
  }
  return servers.every(({ alive }) => alive);
}
