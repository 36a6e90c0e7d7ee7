import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What becomes of bytes: `pass` on; `hold` them until they may pass, as a stopped process does; or lose them for good, as
 * a network does that swallows packets and tells nobody.
 */
type Flow = 'pass' | 'hold' | 'lose';

interface Connection {
  readonly client: Socket;
  readonly server: Socket;
  flow: Flow;
  /** Bytes that still reach the client before it is cut. */
  allowance: number;
}

/** A TCP proxy in front of one server, that breaks connections as networks do. It looks into nothing, so TLS passes too. */
export class CuttingProxy {
  readonly #connections = new Set<Connection>();
  #server: Server | undefined;
  #flow: Flow = 'pass';
  #accepted = 0;
  #onCut: (() => void) | undefined;

  private constructor(
    private readonly target: URL,
    private readonly port: number,
  ) {}

  /** `target` is the URL of what stands behind; its path is none of the proxy's business. */
  static async start(target: string): Promise<CuttingProxy> {
    const server = createServer();
    const port = await listen(server, 0);
    const proxy = new CuttingProxy(new URL(target), port);
    proxy.#serve(server);
    return proxy;
  }

  /** The target's, with the proxy in its place. */
  get url(): string {
    return `${this.target.protocol}//127.0.0.1:${this.port}`;
  }

  /** Connections accepted so far. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Nothing gets through in either direction, and nothing is closed, until `pass()`. New connections are held too. */
  hold(): void {
    this.#setFlow('hold');
  }

  /** The same, but nothing of it ever gets through: open connections, and those accepted until `pass()`, stay dead. */
  lose(): void {
    this.#setFlow('lose');
  }

  /** What comes from now on is lost where a new connection brings it: accepted, and never answered. Open ones go on. */
  loseNew(): void {
    this.#flow = 'lose';
  }

  /** All is well again, but for what was lost. */
  pass(): void {
    this.#setFlow('pass');
  }

  /** Ends every open connection, now. */
  cut(): void {
    for (const connection of this.#connections) this.#end(connection);
  }

  /** Cuts the first connection on which the server says more than so many bytes from now on, and resolves then. */
  cutAfter(bytes: number): Promise<void> {
    for (const connection of this.#connections) connection.allowance = bytes;
    return new Promise((resolve) => {
      this.#onCut = resolve;
    });
  }

  /** Nobody listens here any more, and what was open is cut: the server is gone. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    this.cut();
    await closed;
  }

  /** The server is back, at the same address. */
  async up(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer();
    await listen(server, this.port);
    this.#serve(server);
  }

  close(): Promise<void> {
    return this.down();
  }

  #serve(server: Server): void {
    this.#server = server;
    server.on('connection', (client) => this.#accept(client));
  }

  #accept(client: Socket): void {
    this.#accepted += 1;
    const server = connect(Number(this.target.port), this.target.hostname);
    const connection: Connection = { client, server, flow: this.#flow, allowance: Number.POSITIVE_INFINITY };
    this.#connections.add(connection);
    this.#join(connection, client, server, (chunk) => {
      connection.allowance -= chunk.length;
      if (connection.allowance >= 0) return chunk;
      return chunk.subarray(0, chunk.length + connection.allowance);
    });
    this.#join(connection, server, client, (chunk) => chunk);
    if (connection.flow === 'hold') this.#pause(connection);
  }

  /** What `from` says goes to `to`, as far as the flow lets it. */
  #join(connection: Connection, to: Socket, from: Socket, take: (chunk: Buffer) => Buffer): void {
    from.on('data', (chunk: Buffer) => {
      if (connection.flow === 'lose') return;
      to.write(take(chunk), () => {
        if (connection.allowance < 0) this.#cutShort(connection);
      });
    });
    // Of a dead connection nobody hears that the other side has left.
    from.on('end', () => {
      if (connection.flow !== 'lose') to.end();
    });
    from.on('error', () => {
      if (connection.flow !== 'lose') this.#end(connection);
    });
    from.on('close', () => {
      if (to.closed) this.#connections.delete(connection);
    });
  }

  #cutShort(connection: Connection): void {
    if (!this.#connections.has(connection)) return;
    for (const other of this.#connections) other.allowance = Number.POSITIVE_INFINITY;
    this.#end(connection);
    this.#onCut?.();
  }

  #setFlow(flow: Flow): void {
    this.#flow = flow;
    for (const connection of this.#connections) {
      if (connection.flow === 'lose') continue;
      connection.flow = flow;
      if (flow === 'hold') this.#pause(connection);
      else for (const socket of [connection.client, connection.server]) socket.resume();
    }
  }

  #pause({ client, server }: Connection): void {
    for (const socket of [client, server]) socket.pause();
  }

  #end(connection: Connection): void {
    this.#connections.delete(connection);
    connection.client.destroy();
    connection.server.destroy();
  }
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
