import { GraphQLClient } from 'graphql-request';
import { type Client, createClient } from 'graphql-ws';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { parseConfig } from '../../src/config.js';
import { createLogger } from '../../src/log.js';
import { type Running, start } from '../../src/main/start.js';
import { keepAnswer, keepToken, logFile } from './record.js';

/** This server, in the test's own process, as its settings would start it. */
export class AlbGraphql {
  readonly http: GraphQLClient;
  readonly #sockets: Client[];

  private constructor(
    private readonly running: Pick<Running, 'url' | 'stop'>,
    private readonly token: string | undefined,
    sockets: Client[] = [],
  ) {
    this.#sockets = sockets;
    keepToken(token);
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    this.http = new GraphQLClient(`${running.url}/graphql`, { headers, errorPolicy: 'all' });
  }

  /** `log`: where its lines go, one at a time. */
  static async start(
    environment: Record<string, string>,
    token?: string,
    log?: (line: string) => void,
  ): Promise<AlbGraphql> {
    const parsed = parseConfig({ PORT: '0', LOG_LEVEL: 'silent', ...environment }, { fileExists: () => true });
    if (parsed.kind !== 'config') throw new Error(JSON.stringify(parsed));
    const kept = log === undefined && logFile && pino.destination({ dest: logFile, sync: true });
    const logger = kept ? createLogger('trace', kept) : createLogger(parsed.config.logLevel, log && { write: log });
    const running = await start(parsed.config, logger);
    await running.ready;
    return new AlbGraphql(running, token);
  }

  /** One that runs elsewhere; to stop it here ends what was opened to it. */
  static at(url: string, token?: string): AlbGraphql {
    return new AlbGraphql({ url, stop: async () => undefined }, token);
  }

  /** The same server, spoken to with another token. Only the first is to be stopped. */
  as(token: string): AlbGraphql {
    return new AlbGraphql(this.running, token, this.#sockets);
  }

  get url(): string {
    return this.running.url;
  }

  /** The whole answer: data and errors. */
  async ask(query: string, variables: Record<string, unknown> = {}): Promise<{ data: any; errors?: any[] }> {
    const { data, errors } = await this.http.rawRequest(query, variables);
    if (errors !== undefined) keepAnswer(JSON.stringify(errors));
    return { data, ...(errors && { errors }) };
  }

  /** The data, where no error is expected. */
  async get(query: string, variables: Record<string, unknown> = {}): Promise<any> {
    const { data, errors } = await this.ask(query, variables);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** A subscription over a WebSocket of its own. */
  subscribe(query: string, variables: Record<string, unknown> = {}): Subscription {
    return new Subscription(this.#client().iterate({ query, variables }));
  }

  /** As many listeners, fifty on each WebSocket. */
  subscribeMany(query: string, count: number): Subscription[] {
    const clients = Array.from({ length: Math.ceil(count / 50) }, () => this.#client());
    return Array.from({ length: count }, (_, at) => {
      const client = clients[at % clients.length] as Client;
      return new Subscription(client.iterate({ query }));
    });
  }

  #client(): Client {
    const client = createClient({
      url: `${this.running.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      ...(this.token !== undefined && { connectionParams: { authorization: `Bearer ${this.token}` } }),
    });
    this.#sockets.push(client);
    return client;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#sockets.map((client) => client.dispose()));
    // Unless the test has stopped it by itself.
    if (logFile)
      await fetch(`${this.url}/metrics`).then(
        async (page) => keepAnswer(await page.text()),
        () => undefined,
      );
    await this.running.stop();
  }
}

export class Subscription {
  constructor(private readonly events: AsyncIterableIterator<unknown>) {}

  /** The next event's data; throws where an error came instead. */
  async next(): Promise<any> {
    const { value, done } = await this.events.next();
    if (done) throw new Error('the subscription has ended');
    const { data, errors } = value as { data: unknown; errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Events up to and with the first for which the test holds. */
  async until(test: (event: any) => boolean): Promise<any[]> {
    const seen: unknown[] = [];
    for (;;) {
      const event = await this.next();
      seen.push(event);
      if (test(event)) return seen;
    }
  }

  async stop(): Promise<void> {
    await this.events.return?.();
  }
}
