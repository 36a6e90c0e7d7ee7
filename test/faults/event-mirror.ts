import { isDeepStrictEqual } from 'node:util';
import type { AlbGraphql, Subscription } from '../harness/alb-graphql.js';
import type { KubeApi } from '../harness/kube-api.js';
import { paths } from '../operations/platform.js';

const query = `subscription ($namespace: String) {
  gatewayEvents(namespace: $namespace) {
    type
    gateway { namespace name uid listeners { port } addresses { value } }
  }
}`;

interface Shown {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly listeners: readonly { port: number }[];
  readonly addresses: readonly { value: string }[];
}

/** What a page shows that has nothing but its stream's events, and which of them broke the rules on the way. */
export class EventMirror {
  /** Events that no listener may meet: ADDED of what is there already, MODIFIED or DELETED of what is not. */
  readonly broken: string[] = [];
  /** Why the stream ended. */
  ended: Error | undefined;
  readonly #objects = new Map<string, Shown>();
  readonly #seen: string[] = [];
  #news = Promise.withResolvers<void>();

  private constructor(private readonly events: Subscription) {}

  /** Resolves at SYNCED. */
  static async follow(server: AlbGraphql, namespace?: string): Promise<EventMirror> {
    const mirror = new EventMirror(server.subscribe(query, { namespace }));
    void mirror.#read();
    await mirror.#until(() => mirror.#seen.includes('SYNCED'), 'no SYNCED');
    return mirror;
  }

  /** The same, begun anew for as long as it is refused with that code. */
  static async followAfter(
    code: 'FORBIDDEN' | 'NOT_FOUND',
    server: AlbGraphql,
    namespace?: string,
  ): Promise<EventMirror> {
    for (;;) {
      try {
        return await EventMirror.follow(server, namespace);
      } catch (error) {
        if (!(error as Error).message.includes(`"code":"${code}"`)) throw error;
      }
    }
  }

  /** A line for each object, sorted. */
  get lines(): string[] {
    return [...this.#objects.values()].map(lineOf).sort();
  }

  /** Events so far, in words: `ADDED a1/g1`. */
  get seen(): readonly string[] {
    return this.#seen;
  }

  /** Resolves as soon as exactly these lines are shown; rejects, with both, when that takes more than `withinMs`. */
  async shows(expected: readonly string[], withinMs = 20_000): Promise<void> {
    const what = () => `after ${withinMs} ms it shows ${JSON.stringify(this.lines)}, not ${JSON.stringify(expected)}`;
    await this.#until(() => isDeepStrictEqual(this.lines, expected), what, withinMs);
  }

  /** Resolves with the error that ends the stream. */
  async end(withinMs = 20_000): Promise<Error> {
    await this.#until(() => this.ended !== undefined, 'the stream goes on', withinMs);
    return this.ended as Error;
  }

  async stop(): Promise<void> {
    await this.events.stop();
  }

  async #read(): Promise<void> {
    try {
      for (;;) this.#take((await this.events.next()).gatewayEvents);
    } catch (thrown) {
      // What the server ends a stream with comes as it was on the wire: a list of GraphQL errors.
      this.ended = thrown instanceof Error ? thrown : new Error(JSON.stringify(thrown));
      this.#tell();
    }
  }

  #take({ type, gateway }: { type: string; gateway: Shown | null }): void {
    const words = gateway === null ? type : `${type} ${gateway.namespace}/${gateway.name}`;
    this.#seen.push(words);
    if (gateway !== null) {
      const known = this.#objects.has(gateway.uid);
      if (known === (type === 'ADDED')) this.broken.push(words);
      if (type === 'DELETED') this.#objects.delete(gateway.uid);
      else this.#objects.set(gateway.uid, gateway);
    }
    this.#tell();
  }

  #tell(): void {
    const news = this.#news;
    this.#news = Promise.withResolvers();
    news.resolve();
  }

  async #until(holds: () => boolean, complaint: string | (() => string), withinMs = 20_000): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<void>();
    const fail = () => reject(new Error(typeof complaint === 'string' ? complaint : complaint()));
    const timer = setTimeout(fail, withinMs);
    try {
      while (!holds()) {
        const news = this.#news.promise;
        if (this.ended !== undefined) throw this.ended;
        await Promise.race([news, late]);
      }
    } finally {
      clearTimeout(timer);
      late.catch(() => undefined);
    }
  }
}

/** The same lines by the word of the cluster itself. */
export async function linesByCluster(api: KubeApi, namespaces: readonly string[]): Promise<string[]> {
  const lines = await Promise.all(
    namespaces.map(async (namespace) => {
      const [gateways, albs] = await Promise.all([api.get(paths.gateway(namespace)), api.get(paths.alb(namespace))]);
      // There are none where the cluster has no definition of them.
      const albItems = albs.status === 404 ? [] : albs.body.items;
      const addressOf = new Map<string, string>(
        albItems.map((alb: any) => [alb.metadata.name, alb.spec.address ?? '']),
      );
      return gateways.body.items.map(({ metadata, spec }: any) => {
        const address = addressOf.get(metadata.labels?.['alb.cpaas.io/alb-ref'] ?? '') ?? '';
        return lineOf({
          ...metadata,
          listeners: spec.listeners,
          addresses: address === '' ? [] : [{ value: address }],
        });
      });
    }),
  );
  return lines.flat().sort();
}

function lineOf({ namespace, name, uid, listeners, addresses }: Shown): string {
  return `${namespace}/${name} ${uid} ports ${listeners.map(({ port }) => port)} at ${addresses.map(({ value }) => value)}`;
}
