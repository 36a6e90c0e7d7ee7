import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { AlbGraphql } from '../../harness/alb-graphql.js';
import { Unheard } from '../../harness/unheard.js';
import type { SocketScript } from './any-frames.js';
import type { RawRequest } from './any-request.js';

const errorLevel = 50;
const sentinel = 'the last of them';

/** A whole server in this process, and all that it does which no input may bring about. */
export class FuzzedServer {
  readonly #unheard = new Unheard();
  #openAtStart = '';

  private constructor(
    private readonly server: AlbGraphql,
    /** Lines of the log that speak of a fault. */
    private readonly lines: string[],
  ) {}

  static async start(mode: string): Promise<FuzzedServer> {
    const lines: string[] = [];
    const log = (line: string) => {
      if (JSON.parse(line).level >= errorLevel) lines.push(line);
    };
    const settings = { SANDBOX_TOKENS: '1', AUTH_MODE: mode, LOG_LEVEL: 'error', MAX_OPERATIONS_PER_SECOND: '0' };
    const server = await AlbGraphql.start({ ...settings, MAX_OPERATIONS_PER_SECOND_PER_CALLER: '0' }, undefined, log);
    const fuzzed = new FuzzedServer(server, lines);
    fuzzed.#openAtStart = await fuzzed.#open();
    return fuzzed;
  }

  async stop(): Promise<void> {
    await this.server.stop();
    this.#unheard.close();
  }

  /** Sends the bytes over a connection of their own. Answers the status, or `closed`; fails for what must not be. */
  async request({ bytes, done }: RawRequest): Promise<string> {
    const socket = connect(Number(new URL(this.server.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    // A connection that is reset is closed all the same.
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const isHead = bytes.subarray(0, 5).equals(Buffer.from('HEAD '));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (isWhole(text, isHead)) socket.destroy();
      else if (isStream(text)) void this.#leave(socket);
    });
    socket.setNoDelay();
    if (done) socket.end(bytes);
    else socket.write(bytes);
    await closed;
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => String(status));
    await this.#check(
      text,
      statuses.some((status) => status.startsWith('5')),
    );
    const status = statuses.findLast((one) => one !== '100') ?? 'closed';
    const code = /"code":"(\w+)"/.exec(text)?.[1];
    return code === undefined ? status : `${status} ${code}`;
  }

  /** Sends the messages on a WebSocket of their own, and waits for the answer to a last one. Answers how it was closed. */
  async socket(script: SocketScript): Promise<string> {
    const socket = new WebSocket(`${this.server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    let text = '';
    socket.on('message', (data) => {
      text += data;
      if (String(data).includes(sentinel)) socket.close();
    });
    await new Promise((resolve) => socket.once('open', resolve));
    for (const message of script) {
      socket.send(message);
      // Before the answer to its initialisation nothing else is listened to.
      if (String(message).startsWith('{"type":"connection_init"'))
        await Promise.race([new Promise((resolve) => socket.once('message', resolve)), closed]);
    }
    socket.send(`{"type":"ping","payload":{"a":"${sentinel}"}}`);
    const code = await closed;
    await this.#check(text, code === 4500 || code === 1011);
    return String(code);
  }

  /** Resolves when nothing is open any more, and the server answers as ever. */
  async quiet(): Promise<void> {
    // What a client left is closed within a few turns of the event loop, each of these requests being some.
    for (let looks = 1; (await this.#open()) !== this.#openAtStart; looks += 1) {
      if (looks === 1_000)
        throw new Error(`This stays open:\n${await this.#open()}\nand was at the start:\n${this.#openAtStart}`);
    }
    await this.#check('', (await fetch(`${this.server.url}/healthz`)).status !== 200);
  }

  async #open(): Promise<string> {
    const metrics = await (await fetch(`${this.server.url}/metrics`)).text();
    return metrics.match(/^alb_graphql_(open_|cache_listeners).* [^0].*$/gm)?.join('\n') ?? '';
  }

  /** An event stream need not say anything more: by the answer to another request it has said what it had to say at once. */
  async #leave(socket: Socket): Promise<void> {
    await (await fetch(`${this.server.url}/healthz`)).text();
    socket.destroy();
  }

  async #check(text: string, isFault: boolean): Promise<void> {
    const unheard = await this.#unheard.take();
    const lines = this.lines.splice(0);
    if (isFault || text.includes('INTERNAL_SERVER_ERROR') || unheard.length > 0 || lines.length > 0) {
      const stacks = unheard.map((reason) => (reason instanceof Error ? reason.stack : String(reason)));
      throw new Error([text.slice(0, 1_000), ...stacks, ...lines].join('\n'));
    }
  }
}

/** Whether an answer has come to the end that it tells of. */
function isWhole(text: string, isHead: boolean): boolean {
  const start = text.startsWith('HTTP/1.1 100') ? text.indexOf('\r\n\r\n') + 4 : 0;
  const end = text.indexOf('\r\n\r\n', start);
  if (end < 0) return false;
  const head = text.slice(start, end);
  if (isHead || /^HTTP\/1\.1 (204|304|101)/.test(head)) return true;
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length);
  return /^transfer-encoding: *chunked/im.test(head) && text.endsWith('\r\n0\r\n\r\n');
}

const isStream = (text: string) => /^content-type: *text\/event-stream/im.test(text.slice(0, 2_000));
