import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { LiveTable } from '../../examples/urql/src/live-table.js';

const query = `subscription ($namespace: String) {
  gatewayEvents(namespace: $namespace) { type gateway { id name listeners { port } } }
}`;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly listeners: readonly { port: number }[];
}

/** A client as examples/urql makes it: one WebSocket that comes back by itself, and tables that begin anew with it. */
export class LiveClient {
  /** How often the connection stood. */
  connections = 0;
  readonly #socket: Client;
  readonly #tables: LiveTable<Row>[];
  #news = Promise.withResolvers<void>();

  constructor(url: string, token: string, namespace: string, count: number) {
    this.#tables = Array.from({ length: count }, () => new LiveTable<Row>());
    this.#socket = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      on: {
        connected: () => {
          this.connections += 1;
          for (const table of this.#tables) table.beginAnew();
        },
      },
    });
    for (const table of this.#tables) this.#follow(table, namespace);
  }

  get synced(): boolean {
    return this.#tables.every(({ synced }) => synced);
  }

  /** What each table shows: `name port`, sorted. */
  get lines(): string[][] {
    return this.#tables.map(({ rows }) => rows.map(({ name, listeners }) => `${name} ${listeners[0]?.port}`).sort());
  }

  /** Resolves as soon as it holds; it is looked at after every event. */
  async until(holds: (client: LiveClient) => boolean): Promise<void> {
    while (!holds(this)) await this.#news.promise;
  }

  /** A connection that is being tried for meanwhile may fail. */
  async stop(): Promise<void> {
    await Promise.resolve(this.#socket.dispose()).catch(() => undefined);
  }

  #follow(table: LiveTable<Row>, namespace: string): void {
    this.#socket.subscribe<{ gatewayEvents: { type: 'ADDED'; gateway: Row | null } }>(
      { query, variables: { namespace } },
      {
        next: ({ data }) => {
          if (data) table.take({ type: data.gatewayEvents.type, row: data.gatewayEvents.gateway });
          const news = this.#news;
          this.#news = Promise.withResolvers();
          news.resolve();
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
  }
}
