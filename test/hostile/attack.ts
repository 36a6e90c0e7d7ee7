/**
 * The attackers, a process of their own: connections that strike one after the other, each attack in turn, for as long as ATTACK
 * says, against 127.0.0.1 alone. Tells in one line of JSON what came of each.
 */
import { attacks } from './attacks.ts';
import { Target } from './target.ts';

export interface AttackOptions {
  readonly url: string;
  readonly tokens: readonly string[];
  readonly seconds: number;
  readonly connections: number;
  /** Between two blows of one connection, on average. */
  readonly pauseMs: number;
}

export type AttackResult = Readonly<Record<string, Readonly<Record<string, number>>>>;

const { url, tokens, seconds, connections, pauseMs } = JSON.parse(process.env['ATTACK'] ?? '') as AttackOptions;
const target = new Target(url, tokens);
const endMs = performance.now() + seconds * 1_000;
const results: Record<string, Record<string, number>> = {};

/** Begins at another attack than its neighbours, so that all of them are under way at any time. */
async function strike(connection: number): Promise<void> {
  const all = Object.entries(attacks);
  // Not one stampede, which would show how a process starts.
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * pauseMs));
  for (let n = connection; performance.now() < endMs; n += 1) {
    const [name, attack] = all[n % all.length] as (typeof all)[number];
    const outcome = await attack(target, Math.floor(n / all.length) + connection).catch(
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
    const outcomes = results[name] ?? {};
    results[name] = { ...outcomes, [outcome]: (outcomes[outcome] ?? 0) + 1 };
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 * pauseMs));
  }
}

await Promise.all(Array.from({ length: connections }, (_, connection) => strike(connection)));
await target.close();
console.log(JSON.stringify(results));
process.exit(0);
