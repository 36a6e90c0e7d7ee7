import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What stands before replicas: each new TCP connection goes to the next of them that says it is ready. */
export class ReadyBalancer {
  readonly #replicas: string[] = [];
  readonly #open = new Set<Socket>();
  #turn = 0;

  private constructor(private readonly server: Server) {
    server.on('connection', (client) => void this.#accept(client));
  }

  static async start(): Promise<ReadyBalancer> {
    const server = createServer({ pauseOnConnect: true });
    const balancer = new ReadyBalancer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  add(url: string): void {
    this.#replicas.push(url);
  }

  remove(url: string): void {
    this.#replicas.splice(this.#replicas.indexOf(url), 1);
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.#open) socket.destroy();
    await once(this.server, 'close');
  }

  async #accept(client: Socket): Promise<void> {
    client.on('error', () => client.destroy());
    const url = await this.#next();
    if (url === undefined) return void client.destroy();
    const { hostname, port } = new URL(url);
    const replica = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, replica],
      [replica, client],
    ] as const) {
      this.#open.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#open.delete(from);
        to.destroySoon();
      });
      from.pipe(to);
    }
  }

  async #next(): Promise<string | undefined> {
    const first = this.#turn++;
    for (const at of this.#replicas.keys()) {
      const url = this.#replicas[(first + at) % this.#replicas.length];
      if (url !== undefined && (await isReady(url))) return url;
    }
    return undefined;
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
