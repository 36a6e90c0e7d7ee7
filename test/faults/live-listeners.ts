import { EventEmitter } from 'node:events';
import { createClient as createStreamClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { LiveTable } from '../../examples/urql/src/live-table.js';

const request = { query: 'subscription { gatewayEvents { type gateway { id name listeners { port } } } }' };

interface Row {
  readonly id: string;
  readonly name: string;
  readonly listeners: readonly { readonly port: number }[];
}

/** Of any listener. */
const heard = new EventEmitter().setMaxListeners(0);

/** Looks again whenever a listener heard something. */
export function when(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!condition()) return;
      heard.off('something', look);
      resolve();
    };
    heard.on('something', look);
    look();
  });
}

/** A live table, kept as examples/urql keeps it. */
export abstract class Listener {
  readonly table = new LiveTable<Row>();
  /** How streams that stood came to an end: by which code of a WebSocket, or just broken off. */
  readonly closes: (number | 'broken off')[] = [];
  readonly faults: unknown[] = [];
  #connected = false;

  abstract dispose(): void;

  /** Name and port of each row. */
  get shown(): Record<string, number | undefined> {
    return Object.fromEntries(this.table.rows.map(({ name, listeners }) => [name, listeners[0]?.port]));
  }

  protected readonly sink = {
    next: ({ data, errors }: { data?: any; errors?: unknown }) => {
      if (errors !== undefined || data == null) return void this.faults.push(errors);
      const { type, gateway } = data.gatewayEvents;
      this.table.take({ type, row: gateway });
      heard.emit('something');
    },
    error: (error: unknown) => void this.faults.push(error),
    complete: () => void this.faults.push('complete'),
  };

  protected connected(): void {
    this.#connected = true;
    this.table.beginAnew();
  }

  /** An attempt that came to nothing is none of it, as where the replica stopped in the same moment. */
  protected closed(how: number | 'broken off'): void {
    if (this.#connected) this.closes.push(how);
    this.#connected = false;
    heard.emit('something');
  }
}

export class SocketListener extends Listener {
  readonly #client;

  constructor(url: string) {
    super();
    this.#client = createSocketClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
      on: {
        connected: () => this.connected(),
        closed: (event) => this.closed((event as { code: number }).code),
      },
    });
    this.#client.subscribe(request, this.sink);
  }

  dispose(): void {
    void this.#client.dispose();
  }
}

export class StreamListener extends Listener {
  readonly #client;

  constructor(url: string) {
    super();
    this.#client = createStreamClient({
      url: `${url}/graphql`,
      retryAttempts: Number.POSITIVE_INFINITY,
      // Called before each attempt that follows a loss.
      retry: async () => this.closed('broken off'),
      on: { connected: () => this.connected() },
    });
    this.#client.subscribe(request, this.sink);
  }

  dispose(): void {
    this.#client.dispose();
  }
}
