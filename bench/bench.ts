import { Asker } from './asker.js';
import { Changes } from './changes.js';
import { callerToken, Platform } from './platform.js';
import { MeasuredProcess } from './processes/measured-process.js';
import type { Question } from './queries.js';

/** How long and how often; `quick` is for CI. */
export interface Effort {
  /** Rounds of load, each of ours and of the baseline. */
  readonly rounds: number;
  readonly seconds: number;
  /** Changes of the store, each followed by one question to everybody. */
  readonly cycles: number;
}

export const efforts = {
  quick: { rounds: 5, seconds: 1, cycles: 60 },
  full: { rounds: 5, seconds: 2, cycles: 200 },
} satisfies Record<string, Effort>;

export interface Peer {
  readonly url: string;
  readonly query: string;
}

/** The gate stands, but at a load that is meant. */
export const roomyLimits = {
  MAX_OPERATIONS_PER_SECOND: '1000000',
  MAX_OPERATIONS_PER_SECOND_PER_CALLER: '1000000',
  MAX_SOCKETS: '20000',
  MAX_SOCKETS_PER_CALLER: '20000',
  MAX_SUBSCRIPTIONS_PER_CALLER: '20000',
};

/** Everything that the rows share: the platform, the server in front of it, and what it is measured against. */
export class Bench {
  private constructor(
    readonly platform: Platform,
    readonly effort: Effort,
    readonly peer: Peer | undefined,
    readonly server: MeasuredProcess,
    readonly baseline: MeasuredProcess,
    readonly changes: Changes,
  ) {}

  static async open(platform: Platform, effort: Effort, peer?: Peer): Promise<Bench> {
    const server = await MeasuredProcess.server({ ...(await platform.settings()), ...roomyLimits });
    const baseline = await MeasuredProcess.helper('baseline.ts');
    const changes = new Changes(platform, server);
    await changes.ready();
    return new Bench(platform, effort, peer, server, baseline, changes);
  }

  ask(question: Question, token: string = callerToken): Asker {
    return Asker.graphql(this.server, question, token);
  }

  /** Has the baseline answer, from now on, what the server answers now. */
  async makeReady(name: string, question: Question): Promise<void> {
    const asker = this.ask(question);
    const answer = await asker.json();
    await asker.close();
    const put = new Asker(this.baseline, `/ready/${name}`, JSON.stringify(answer));
    await put.bytes();
    await put.close();
  }

  async close(): Promise<void> {
    await this.changes.close();
    await Promise.all([this.server.stop(), this.baseline.stop()]);
  }
}
