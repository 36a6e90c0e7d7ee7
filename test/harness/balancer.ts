import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What stands before replicas: each new TCP connection goes to the next of them that says it is ready. */
export class Balancer {
  readonly #replicas: string[] = [];
  readonly #sockets = new Set<Socket>();
  #turn = 0;

  private constructor(private readonly server: Server) {
    server.on('connection', (client) => void this.#serve(client));
  }

  static async start(): Promise<Balancer> {
    const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Balancer(server);
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
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #serve(client: Socket): Promise<void> {
    this.#keep(client);
    const url = await this.#next();
    if (url === undefined || client.destroyed) return void client.destroy();
    const { hostname, port } = new URL(url);
    const replica = connect(Number(port), hostname);
    this.#keep(replica);
    client.pipe(replica).pipe(client);
    client.once('close', () => replica.destroySoon());
    replica.once('close', () => client.destroySoon());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    // The close that follows it tells all there is to do.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
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
