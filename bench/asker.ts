import { Client } from 'undici';
import type { MeasuredProcess } from './processes/measured-process.js';
import type { Question } from './queries.js';
import { median } from './statistics.js';

export interface Timing {
  /** From the request's first byte to the answer's last, as its client sees it. */
  readonly wallMs: number;
  /** What the answering process was busy for, between the same moments. */
  readonly activeMs: number;
  readonly bytes: number;
}

/** One client with one kept-alive connection, asking one thing of one process, one at a time. */
export class Asker {
  readonly #client: Client;
  #probeMs = 0;

  constructor(
    private readonly process: MeasuredProcess,
    readonly path: string,
    readonly body: string,
    readonly headers: Record<string, string> = {},
  ) {
    this.#client = new Client(process.url, { keepAliveTimeout: 60_000, headersTimeout: 0, bodyTimeout: 0 });
  }

  static graphql(process: MeasuredProcess, question: Question, token: string): Asker {
    return new Asker(process, '/graphql', JSON.stringify(question), { authorization: `Bearer ${token}` });
  }

  /** What asking for the busy time costs by itself; to be called once before `timed`. */
  async calibrate(): Promise<void> {
    const costs: number[] = [];
    for (let turn = 0; turn < 50; turn += 1) {
      const before = await this.process.active();
      costs.push((await this.process.active()) - before);
    }
    this.#probeMs = median(costs);
  }

  async timed(): Promise<Timing> {
    const activeBefore = await this.process.active();
    const before = performance.now();
    const bytes = (await this.bytes()).byteLength;
    const wallMs = performance.now() - before;
    const activeMs = Math.max(0, (await this.process.active()) - activeBefore - this.#probeMs);
    return { wallMs, activeMs, bytes };
  }

  async bytes(): Promise<Buffer> {
    const { statusCode, body } = await this.#client.request({
      method: 'POST',
      path: this.path,
      headers: { 'content-type': 'application/json', ...this.headers },
      body: this.body,
    });
    const bytes = Buffer.from(await body.arrayBuffer());
    if (statusCode !== 200) throw new Error(`${this.path} answered ${statusCode}: ${bytes.subarray(0, 500)}`);
    return bytes;
  }

  async json(): Promise<{ data: Record<string, unknown>; errors?: unknown }> {
    const answer = JSON.parse((await this.bytes()).toString('utf8'));
    if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
    return answer;
  }

  close(): Promise<void> {
    return this.#client.destroy();
  }
}
