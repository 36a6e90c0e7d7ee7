import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { callerToken } from '../platform.js';
import type { MeasuredProcess } from '../processes/measured-process.js';
import { shown } from './store-table.js';

const query = `subscription Soak($namespace: String) {
  gatewayEvents(namespace: $namespace) {
    type
    gateway { namespace name conditions { message } alb { reason } }
  }
}`;

interface SoakEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'SYNCED';
  readonly gateway: {
    readonly namespace: string;
    readonly name: string;
    readonly conditions: readonly { readonly message: string }[];
    readonly alb: { readonly reason: string | null } | null;
  } | null;
}

/** One listener on a socket of its own, that keeps a table by what it is told: of everything, or of one namespace. */
export class Follower {
  readonly #client: Client;
  readonly #table = new Map<string, string>();
  readonly #synced = Promise.withResolvers<void>();
  #events = 0;
  #fault: string | undefined;

  constructor(
    server: MeasuredProcess,
    readonly namespace: string | undefined,
  ) {
    this.#client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: (error) => this.#fail(error),
      connectionParams: { authorization: `Bearer ${callerToken}` },
    });
    this.#client.subscribe<{ gatewayEvents: SoakEvent }>(
      { query, variables: { namespace } },
      {
        next: ({ data, errors }) => (data ? this.#take(data.gatewayEvents) : this.#fail(errors)),
        error: (error) => this.#fail(error),
        complete: () => undefined,
      },
    );
  }

  get events(): number {
    return this.#events;
  }

  /** Resolves when it was told what exists. */
  get ready(): Promise<void> {
    return this.#synced.promise;
  }

  /** What is wrong with its table, given what the store holds by namespace/name; undefined where nothing is. */
  difference(store: ReadonlyMap<string, string>): string | undefined {
    if (this.#fault !== undefined) return this.#fault;
    for (const [key, text] of this.#table) {
      if (store.get(key) !== text) return `${key} is ${store.get(key) ?? 'gone'}, was told ${text}`;
    }
    const expected = [...store.keys()].filter(
      (key) => this.namespace === undefined || key.startsWith(`${this.namespace}/`),
    );
    const missing = expected.find((key) => !this.#table.has(key));
    return missing && `${missing} was not told`;
  }

  async leave(): Promise<void> {
    await this.#client.dispose();
  }

  #take({ type, gateway }: SoakEvent): void {
    this.#events += 1;
    if (gateway === null) return this.#synced.resolve();
    const key = `${gateway.namespace}/${gateway.name}`;
    const known = this.#table.has(key);
    if (known === (type === 'ADDED')) this.#fail(`${type} of ${key}, which was ${known ? '' : 'not '}there`);
    if (type === 'DELETED') this.#table.delete(key);
    else this.#table.set(key, shown(gateway.conditions[0]?.message, gateway.alb?.reason));
  }

  #fail(error: unknown): void {
    this.#fault ??= typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error));
    this.#synced.reject(new Error(this.#fault));
  }
}
