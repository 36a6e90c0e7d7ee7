import { createClient as createStreamClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Printed } from './question.js';
import { secretsIn } from './secrets.js';

export interface FollowOptions {
  readonly url: string;
  readonly token: string;
  readonly over: 'WebSocket' | 'SSE';
  readonly printed: Printed;
  /** The member of an event that holds the object. */
  readonly member: string;
  /** Whether what exists is told first. */
  readonly initial: boolean;
}

/** A table that is made of nothing but the events of one stream. */
export class Follower {
  /** By uid. */
  readonly rows = new Map<string, any>();
  /** Events that no listener may meet. */
  readonly broken: string[] = [];
  synced = false;
  /** The code that the stream ended with. */
  ended: string | undefined;
  #heard = new Set<string>();
  #news = Promise.withResolvers<void>();
  readonly #dispose: () => void;

  constructor(private readonly options: FollowOptions) {
    const { url, token, over, printed } = options;
    const authorization = `Bearer ${token}`;
    const sink = {
      next: (message: any) => this.#take(message),
      error: (thrown: any) =>
        this.#end(Array.isArray(thrown) ? this.#codeOf(thrown) : String(thrown?.reason ?? thrown)),
      complete: () => this.#end('complete'),
    };
    if (over === 'WebSocket') {
      const client = createSocketClient({
        url: `${url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: { authorization },
      });
      client.subscribe(printed, sink);
      this.#dispose = () => void client.dispose();
    } else {
      const client = createStreamClient({ url: `${url}/graphql`, headers: { authorization }, retryAttempts: 0 });
      client.subscribe(printed, sink);
      this.#dispose = () => client.dispose();
    }
  }

  /** The words and uids heard since this was last called. */
  takeHeard(): ReadonlySet<string> {
    const heard = this.#heard;
    this.#heard = new Set();
    return heard;
  }

  /** Looks after each event; false when it did not come to hold in time. */
  async until(holds: () => boolean, withinMs: number): Promise<boolean> {
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), withinMs);
    try {
      while (!holds()) if ((await Promise.race([this.#news.promise, late.promise])) === 'late') return holds();
      return true;
    } finally {
      clearTimeout(timer);
    }
  }

  stop(): void {
    this.ended ??= 'stopped';
    this.#dispose();
  }

  #take(message: any): void {
    for (const secret of secretsIn(JSON.stringify(message))) this.#heard.add(secret);
    const event: any = message.data && Object.values(message.data)[0];
    if (!event) return this.#end(this.#codeOf(message.errors ?? []));
    const object = event[this.options.member];
    if (event.type === 'SYNCED') {
      if (this.synced) this.broken.push('a second SYNCED');
      this.synced = true;
    } else this.#apply(event.type, object);
    this.#tell();
  }

  #apply(type: string, object: any): void {
    const known = this.rows.has(object.uid);
    const strange = type === 'ADDED' ? known : !known && this.options.initial;
    if (strange) this.broken.push(`${type} ${object.namespace ?? ''}/${object.name}`);
    if (type === 'DELETED') this.rows.delete(object.uid);
    else this.rows.set(object.uid, object);
  }

  #codeOf(errors: readonly any[]): string {
    for (const secret of secretsIn(JSON.stringify(errors))) this.#heard.add(secret);
    return errors[0]?.extensions?.code ?? errors[0]?.message ?? 'no code';
  }

  #end(code: string): void {
    this.ended ??= code;
    this.#tell();
  }

  #tell(): void {
    const news = this.#news;
    this.#news = Promise.withResolvers();
    news.resolve();
  }
}
