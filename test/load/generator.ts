/**
 * The load generator, a process of its own: sends on schedule whether or not answers came, looks at no more of them than their
 * status and code, and tells in one line of JSON what it saw. What it is to do is in OFFER.
 */
import { connect, type Socket } from 'node:net';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import type { Answers, Arrivals, Offer } from './offer.ts';

const { url, seconds, warmUpSeconds, callers } = JSON.parse(process.env['OFFER'] ?? '') as Offer;
const { hostname, port, host } = new URL(url);
/** Of one caller; what finds none free waits, and is late by that. */
const maxConnections = 500;
/** After the last was sent: then what is open is given up. */
const patienceMs = 10_000;
const codeLength = 400;

const query = `{ gateways(first: 20) { totalCount nodes { namespace name gatewayClass { name type }
  addresses { value sources } listeners { name port protocol urls } provisioning { phase percent } } } }`;

/** One kept-alive connection, and the request under way on it. */
class Connection {
  readonly #socket: Socket;
  #dueMs: number | undefined;
  #head = '';
  #missing = 0;

  constructor(private readonly from: Caller) {
    this.#socket = connect(Number(port), hostname).setNoDelay();
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.from.lose(this, this.#dueMs));
  }

  send(dueMs: number): void {
    this.#dueMs = dueMs;
    this.#socket.write(this.from.request);
  }

  end(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    if (this.#head === '') this.#begin(chunk);
    else this.#missing -= chunk.length;
    if (this.#missing > 0 || this.#dueMs === undefined) return;
    const dueMs = this.#dueMs;
    this.#dueMs = undefined;
    const outcome = outcomeOf(this.#head);
    this.#head = '';
    this.from.take(this, outcome, dueMs);
  }

  /** The head of an answer comes in one piece. */
  #begin(chunk: Buffer): void {
    const end = chunk.indexOf('\r\n\r\n') + 4;
    this.#head = chunk.toString('latin1', 0, end + codeLength);
    const length = /content-length: (\d+)/i.exec(this.#head)?.[1];
    if (end < 4 || length === undefined) throw new Error(`No answer that can be measured: ${this.#head}`);
    this.#missing = Number(length) - (chunk.length - end);
  }
}

/** Its status; a table's answer is told as 200 by itself. */
function outcomeOf(head: string): string {
  const status = head.slice(9, 12);
  if (status === '200') return head.includes('\r\n\r\n{"data":{"gateways":{"totalCount":') ? '200' : '200 without data';
  return `${status} ${/"code":"(\w+)"/.exec(head)?.[1]}`;
}

/** Whoever sends with one token. */
class Caller {
  readonly request: Buffer;
  readonly #free: Connection[] = [];
  readonly #all = new Set<Connection>();
  readonly #waiting: number[] = [];
  readonly #outcomes = new Map<string, RecordableHistogram>();
  #meant = 0;
  #sent = 0;
  #lost = 0;
  #nextMs: number;

  constructor(
    private readonly arrivals: Arrivals,
    private readonly endMs: number,
    private readonly countedMs: number,
    startMs: number,
  ) {
    const body = JSON.stringify({ query });
    this.request = Buffer.from(
      `POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\nauthorization: Bearer ${arrivals.token}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    this.#nextMs = startMs;
    if (arrivals.kind === 'closed') for (let count = 0; count < arrivals.connections; count += 1) this.#send(startMs);
  }

  get idle(): boolean {
    return this.#waiting.length === 0 && this.#free.length === this.#all.size;
  }

  /** Sends what is due: at random, as callers come who know nothing of each other. */
  tick(nowMs: number): void {
    if (this.arrivals.kind === 'closed') return;
    for (const untilMs = Math.min(nowMs, this.endMs); this.#nextMs <= untilMs; ) {
      if (this.#counts(this.#nextMs)) this.#meant += 1;
      this.#send(this.#nextMs);
      this.#nextMs -= (Math.log(1 - Math.random()) * 1000) / this.arrivals.perSecond;
    }
  }

  take(connection: Connection, outcome: string, dueMs: number): void {
    const nowMs = performance.now();
    if (this.#counts(dueMs)) this.#record(outcome, nowMs - dueMs);
    this.#free.push(connection);
    const next = this.arrivals.kind === 'closed' ? (nowMs < this.endMs ? nowMs : undefined) : this.#waiting.shift();
    if (next !== undefined) this.#send(next);
  }

  #record(outcome: string, tookMs: number): void {
    let histogram = this.#outcomes.get(outcome);
    if (histogram === undefined) {
      histogram = createHistogram();
      this.#outcomes.set(outcome, histogram);
    }
    histogram.record(Math.max(1, Math.round(tookMs * 1000)));
  }

  lose(connection: Connection, dueMs: number | undefined): void {
    this.#all.delete(connection);
    const at = this.#free.indexOf(connection);
    if (at >= 0) this.#free.splice(at, 1);
    if (dueMs !== undefined) this.#lost += 1;
  }

  result() {
    for (const connection of this.#all) connection.end();
    const outcomes = [...this.#outcomes].map(([outcome, histogram]): [string, Answers] => [
      outcome,
      answersOf(histogram),
    ]);
    const answered = outcomes.reduce((sum, [, { count }]) => sum + count, 0);
    return {
      meant: this.#meant,
      sent: this.#sent,
      unanswered: this.#sent - answered,
      outcomes: Object.fromEntries(outcomes),
    };
  }

  #counts(dueMs: number): boolean {
    return dueMs >= this.countedMs;
  }

  #send(dueMs: number): void {
    const connection = this.#free.pop() ?? this.#open();
    if (connection === undefined) return void this.#waiting.push(dueMs);
    if (this.#counts(dueMs)) this.#sent += 1;
    connection.send(dueMs);
  }

  #open(): Connection | undefined {
    if (this.#all.size >= maxConnections) return undefined;
    const connection = new Connection(this);
    this.#all.add(connection);
    return connection;
  }
}

function answersOf(histogram: RecordableHistogram): Answers {
  return { count: histogram.count, p50Ms: histogram.percentile(50) / 1000, p99Ms: histogram.percentile(99) / 1000 };
}

const before = process.cpuUsage();
const startMs = performance.now();
const countedMs = startMs + warmUpSeconds * 1000;
const endMs = countedMs + seconds * 1000;
const all = callers.map((arrivals) => new Caller(arrivals, endMs, countedMs, startMs));
const results = await new Promise((resolve) => {
  const tick = () => {
    const nowMs = performance.now();
    for (const caller of all) caller.tick(nowMs);
    const over = nowMs >= endMs && all.every((caller) => caller.idle);
    if (over || nowMs >= endMs + patienceMs) resolve(all.map((caller) => caller.result()));
    else setTimeout(tick, 1);
  };
  tick();
});
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ callers: results, cores: (user + system) / 1e3 / (performance.now() - startMs) }));
