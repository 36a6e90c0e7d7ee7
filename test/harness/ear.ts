import { type Client, createClient } from 'graphql-ws';
import { Agent, request } from 'undici';
import { WebSocket } from 'ws';
import { keepToken } from './record.js';

/** A caller who keeps every byte that they are sent. */
export class Ear {
  readonly #heard: string[] = [];
  readonly #clients: Client[] = [];

  constructor(
    private readonly url: string,
    readonly token: string,
    /** Makes an operation whole before it is sent, such as by the fragments that it uses. */
    private readonly complete: (operation: string) => string = (operation) => operation,
    private readonly agent = new Agent(),
  ) {
    keepToken(token);
  }

  /** All of it so far, HTTP bodies and socket messages alike. */
  get heard(): string {
    return this.#heard.join('\n');
  }

  /** The answer as it came. */
  async ask(query: string, variables: Record<string, unknown> = {}): Promise<string> {
    const { body } = await request(`${this.url}/graphql`, {
      method: 'POST',
      dispatcher: this.agent,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ query: this.complete(query), variables }),
    });
    const text = await body.text();
    this.#heard.push(text);
    return text;
  }

  /** Over a WebSocket of its own; `header`: a token in the upgrade request beside it. */
  subscribe(query: string, header?: string): Listening {
    const heard = this.#heard;
    class Overheard extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, header === undefined ? {} : { headers: { authorization: `Bearer ${header}` } });
        this.on('message', (data) => heard.push(String(data)));
        this.on('close', (_code, reason) => heard.push(String(reason)));
      }
    }
    const client = createClient({
      url: `${this.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: Overheard,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${this.token}` },
    });
    this.#clients.push(client);
    return new Listening(client.iterate({ query: this.complete(query) }));
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.dispose()));
    if (!this.agent.closed) await this.agent.close();
  }
}

/** A stream, its errors being messages like others. */
export class Listening {
  constructor(private readonly messages: AsyncIterableIterator<unknown>) {}

  /** What came next, as JSON; undefined when it is over. */
  async next(): Promise<string | undefined> {
    try {
      const { value, done } = await this.messages.next();
      return done ? undefined : JSON.stringify(value);
    } catch (thrown) {
      return JSON.stringify(thrown instanceof Error ? thrown.message : thrown);
    }
  }

  /** Up to SYNCED, or to the end of a stream that is refused. */
  async untilSynced(): Promise<void> {
    for (;;) {
      const message = await this.next();
      if (message === undefined || message.includes('"type":"SYNCED"') || !message.includes('"type":')) return;
    }
  }

  async stop(): Promise<void> {
    await this.messages.return?.();
  }
}
