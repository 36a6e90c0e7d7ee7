import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Offer {
  readonly url: string;
  readonly seconds: number;
  /** Before those, and not counted: hundreds of connections are opened at once, by a process that has just started. */
  readonly warmUpSeconds: number;
  readonly callers: readonly Arrivals[];
}

export type Arrivals =
  /** At random, so many a second on average, whatever comes back. */
  | { readonly kind: 'open'; readonly token: string; readonly perSecond: number }
  /** Each connection sends the next when it has an answer: as fast as the server can. */
  | { readonly kind: 'closed'; readonly token: string; readonly connections: number };

/** Times are from when a request was due, so that what could not be sent in time is not passed over. */
export interface Answers {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** What one caller was to send, what they sent, and what came of it. */
export interface CallerResult {
  readonly meant: number;
  readonly sent: number;
  readonly unanswered: number;
  /** By '200', '429 TOO_MANY_REQUESTS' and so on. */
  readonly outcomes: Readonly<Record<string, Answers>>;
}

export interface Offered {
  readonly callers: readonly CallerResult[];
  /** What the generator itself used. */
  readonly cores: number;
}

const generator = new URL('generator.ts', import.meta.url).pathname;
const typescript = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];

export async function offer(what: Offer): Promise<Offered> {
  const { stdout } = await promisify(execFile)(process.execPath, [...typescript, generator], {
    env: { OFFER: JSON.stringify(what) },
  });
  return JSON.parse(stdout) as Offered;
}
