import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { callerToken, type Platform } from './platform.js';
import type { MeasuredProcess } from './processes/measured-process.js';
import { albChanges, changes } from './queries.js';

/**
 * Real changes of the store, one at a time: a PATCH of a status through the API server, alternately of a gateway and of an
 * ALB, which is over when the server has told of it to a subscription. So whoever asks next asks a server
 * whose store is another than at the last question.
 */
export class Changes {
  readonly #client: Client;
  readonly #waiting = new Map<string, () => void>();
  readonly #salt = Math.random().toString(36).slice(2, 8);
  #count = 0;

  constructor(
    private readonly platform: Platform,
    server: MeasuredProcess,
  ) {
    this.#client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${callerToken}` },
    });
    this.#follow(changes, ({ gatewayEvents: event }) => event.gateway?.conditions[0]?.message);
    this.#follow(albChanges, ({ albEvents: event }) => event.alb?.reason);
  }

  /** Resolves when the subscriptions are known to be there. */
  async ready(): Promise<void> {
    for (let turn = 0; turn < 2; turn += 1) {
      let stop = false;
      const seen = this.#change().then(() => {
        stop = true;
      });
      // The first may come before the subscriptions: it is written again until one is told.
      while (!stop) await Promise.race([seen, this.#repeat()]);
    }
  }

  next(): Promise<void> {
    return this.#change();
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }

  async #change(): Promise<void> {
    const at = this.#count;
    this.#count += 1;
    const text = `change ${at} of ${this.#salt}`;
    const told = new Promise<void>((resolve) => this.#waiting.set(text, resolve));
    await this.#write(at, text);
    await told;
  }

  async #repeat(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const text of this.#waiting.keys()) {
      const at = Number(text.split(' ')[1]);
      await this.#write(at, `${text} `);
      await this.#write(at, text);
    }
  }

  async #write(at: number, text: string): Promise<void> {
    const index = (at * 7919) % this.platform.size;
    if (at % 2 === 0) await this.platform.touchGateway(index, text);
    else await this.platform.touchAlb(index, text);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
  #follow(query: string, textOf: (data: any) => string | undefined): void {
    this.#client.subscribe(
      { query },
      {
        next: ({ data }) => {
          const text = textOf(data) ?? '';
          this.#waiting.get(text)?.();
          this.#waiting.delete(text);
        },
        error: (error) => {
          throw new Error(`a subscription failed: ${JSON.stringify(error)}`);
        },
        complete: () => undefined,
      },
    );
  }
}
