import { connect } from 'node:net';
import { Agent, request } from 'undici';
import { WebSocket } from 'ws';

/** How long anything here waits for the server, so that no attack holds on to more than it means to. */
const patienceMs = 15_000;

/** The server, as those meet it who mean it no good. Each function tells in a word what came of it. */
export class Target {
  readonly #agent = new Agent({ connections: 50, pipelining: 1, headersTimeout: patienceMs, bodyTimeout: patienceMs });

  constructor(
    private readonly url: string,
    /** Tokens that the cluster knows, of callers with few rights; none where all are one. */
    readonly tokens: readonly string[],
  ) {}

  /** One of the tokens that the cluster knows. */
  token(n: number): string | undefined {
    return this.tokens[n % this.tokens.length];
  }

  async post(body: unknown, token?: string, headers: Record<string, string> = {}): Promise<string> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.#ask('POST', '/graphql', { 'content-type': 'application/json', ...headers }, token, text);
  }

  get(search: string, token?: string): Promise<string> {
    return this.#ask('GET', `/graphql?${search}`, {}, token);
  }

  /** Bytes as they are, on a connection of their own, which is then left for the server to end; or cut, if it does not. */
  raw(bytes: Buffer | string, leaveAfterMs = 1_000): Promise<string> {
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname);
      let heard = '';
      socket.on('data', (chunk) => {
        heard ||= chunk.toString('latin1', 0, 12);
      });
      socket.on('error', () => undefined);
      socket.once('close', () => resolve(`raw ${heard || 'nothing'}`));
      socket.setTimeout(leaveAfterMs, () => socket.destroy());
      socket.write(bytes);
    });
  }

  /** A socket on which messages are sent one after the other once it is initialised. Answers how it was closed. */
  socket(
    messages: readonly (string | Buffer)[],
    { token, holdMs = 500, reads = true }: SocketOptions,
  ): Promise<string> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`${this.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      const timers = [setTimeout(() => socket.terminate(), holdMs + patienceMs)];
      socket.on('error', () => undefined);
      socket.once('close', (code) => {
        for (const timer of timers) clearTimeout(timer);
        resolve(`ws ${code}`);
      });
      socket.once('open', () => {
        const payload = token === undefined ? {} : { authorization: `Bearer ${token}` };
        socket.send(JSON.stringify({ type: 'connection_init', payload }));
      });
      socket.once('message', () => {
        if (!reads) socket.pause();
        for (const message of messages) socket.send(message);
        timers.push(setTimeout(() => socket.terminate(), holdMs));
      });
    });
  }

  /** An event stream, read or not, left after a while. */
  async stream(query: string, token: string | undefined, holdMs: number): Promise<string> {
    const { body, statusCode } = await request(`${this.url}/graphql`, {
      method: 'POST',
      headers: this.#headers(token, { 'content-type': 'application/json', accept: 'text/event-stream' }),
      body: JSON.stringify({ query }),
      dispatcher: this.#agent,
    });
    await new Promise((resolve) => setTimeout(resolve, holdMs));
    body.on('error', () => undefined).destroy();
    return `sse ${statusCode}`;
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #ask(
    method: string,
    path: string,
    more: Record<string, string>,
    token?: string,
    body?: string,
  ): Promise<string> {
    const headers = this.#headers(token, more);
    const options = { method, headers, dispatcher: this.#agent, ...(body !== undefined && { body }) };
    const answer = await request(this.url + path, options);
    const text = await answer.body.text();
    const code = /"code":"(\w+)"/.exec(text)?.[1];
    return `${answer.statusCode}${code ? ` ${code}` : ''}`;
  }

  #headers(token: string | undefined, more: Record<string, string>): Record<string, string> {
    return token === undefined ? more : { authorization: `Bearer ${token}`, ...more };
  }
}

export interface SocketOptions {
  readonly token?: string | undefined;
  /** How long it is kept open. */
  readonly holdMs?: number;
  /** False: nothing is read from it once it is initialised. */
  readonly reads?: boolean;
}
