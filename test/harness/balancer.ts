import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy in front of replicas: each connection goes to the next of them that accepts one, as a Service's do. */
export class Balancer {
  readonly #sockets = new Set<Socket>();
  #next = 0;

  private constructor(
    private readonly server: Server,
    private readonly targets: readonly URL[],
  ) {
    server.on('connection', (client) => void this.#serve(client));
  }

  static async start(targets: readonly string[]): Promise<Balancer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Balancer(
      server,
      targets.map((target) => new URL(target)),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #serve(client: Socket): Promise<void> {
    this.#keep(client);
    for (const _ of this.targets) {
      const { hostname, port } = this.targets[this.#next++ % this.targets.length] as URL;
      const server = connect(Number(port), hostname);
      this.#keep(server);
      const accepted = await Promise.race([once(server, 'connect'), once(server, 'close').then(() => undefined)]).catch(
        () => undefined,
      );
      if (accepted === undefined) continue;
      client.pipe(server).pipe(client);
      for (const socket of [client, server]) {
        socket.once('close', () => {
          client.destroy();
          server.destroy();
        });
      }
      if (client.destroyed) server.destroy();
      return;
    }
    client.destroy();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
