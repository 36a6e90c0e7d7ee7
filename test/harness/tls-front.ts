import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';

/** TLS in front of a server that speaks plain HTTP, with the certificates in test/fixtures/tls: each is its own authority. */
export class TlsFront {
  readonly #sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(target: string): Promise<TlsFront> {
    const { hostname, port } = new URL(target);
    const server = createServer(pairOf('before'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const front = new TlsFront(server, `https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('secureConnection', (client) => front.#join(client, connect(Number(port), hostname)));
    return front;
  }

  /** New connections meet this certificate. */
  use(name: 'before' | 'after'): void {
    this.server.setSecureContext(pairOf(name));
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(client: Socket, server: Socket): void {
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
  }
}

/** The path of a file in test/fixtures/tls. */
export function fixture(name: string): string {
  return new URL(`../fixtures/tls/${name}`, import.meta.url).pathname;
}

function pairOf(name: string) {
  return { cert: readFileSync(fixture(`${name}.crt`)), key: readFileSync(fixture(`${name}.key`)) };
}
