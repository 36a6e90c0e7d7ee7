import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { closeServer } from './close-server.js';

/** One of the certificates in test/fixtures/tls: each is its own authority. */
export type CertificateName = 'before' | 'after';

/**
 * TLS in front of a server that speaks plain HTTP. As with an API server, who shows a certificate that is trusted is who it
 * names, here the holder of `clientToken`, whatever they send beside it; and who shows another is nobody.
 */
export class TlsFront {
  #own: CertificateName = 'before';
  #trusted: readonly CertificateName[] = ['before'];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(target: string, clientToken: string): Promise<TlsFront> {
    const server = createServer({ requestCert: true, rejectUnauthorized: false });
    server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
      const socket = incoming.socket as TLSSocket;
      const shown = Object.keys(socket.getPeerCertificate()).length > 0;
      if (shown && !socket.authorized) return void response.writeHead(401).end();
      passOn(target, incoming, response, shown ? { authorization: `Bearer ${clientToken}` } : {});
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const front = new TlsFront(server, `https://127.0.0.1:${(server.address() as AddressInfo).port}`);
    front.#apply();
    return front;
  }

  /** New connections meet this certificate. */
  use(name: CertificateName): void {
    this.#own = name;
    this.#apply();
  }

  /** Of those who show a certificate on new connections, these alone are known. */
  trust(...names: CertificateName[]): void {
    this.#trusted = names;
    this.#apply();
  }

  close(): Promise<void> {
    return closeServer(this.server);
  }

  #apply(): void {
    const ca = this.#trusted.map((name) => readFileSync(fixture(`${name}.crt`)));
    const [cert, key] = ['crt', 'key'].map((ending) => readFileSync(fixture(`${this.#own}.${ending}`)));
    this.server.setSecureContext({ cert, key, ca });
  }
}

function passOn(target: string, incoming: IncomingMessage, response: ServerResponse, headers: object): void {
  const { method, url = '/' } = incoming;
  const upstream = request(new URL(url, target), {
    method,
    headers: { ...incoming.headers, ...headers },
    agent: false,
  });
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    answer.pipe(response);
  });
  upstream.on('error', () => response.destroy());
  response.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}

/** The path of a file in test/fixtures/tls. */
export function fixture(name: string): string {
  return new URL(`../fixtures/tls/${name}`, import.meta.url).pathname;
}
