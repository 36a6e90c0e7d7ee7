import { once } from 'node:events';
import { connect } from 'node:net';
import { type ClientOptions, WebSocket } from 'ws';
import { fillPlatform } from '../../../src/sandbox/platform.js';
import { defaultTokens } from '../../../src/sandbox/users.js';
import { AlbGraphql } from '../../harness/alb-graphql.js';
import { type OpenedSandbox, openSandbox } from '../../harness/open-sandbox.js';

/** What reached the cluster. */
export interface Upstream {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/** A server in passthrough mode before a cluster that remembers all it was asked, and the ways to misuse it. */
export class Target {
  private constructor(
    private readonly server: AlbGraphql,
    private readonly opened: OpenedSandbox,
    /** Everything the cluster was asked. */
    readonly upstream: Upstream[],
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<Target> {
    const upstream: Upstream[] = [];
    const opened = await openSandbox({
      tokens: defaultTokens,
      intercept: ({ method, url, headers }) => {
        upstream.push({ method, url, headers });
        return undefined;
      },
    });
    fillPlatform(opened.sandbox.admin, { at: '2026-01-01T00:00:00Z' });
    const KUBECONFIG = await opened.kubeconfig('admin-token');
    const server = await AlbGraphql.start({ KUBECONFIG, AUTH_MODE: 'passthrough', ...settings });
    const target = new Target(server, opened, upstream);
    // Who a token belongs to is asked for once, for the log of mutations, whatever becomes of them.
    await target.ask({
      query: 'mutation { deleteGateway(input: { namespace: "a1", name: "none", dryRun: true }) { gateway { name } } }',
    });
    return target;
  }

  get url(): string {
    return this.server.url;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.opened.close();
  }

  /** `200` where it is as well as ever: alive, and able to read the cluster. */
  async health(): Promise<string> {
    const alive = await fetch(`${this.url}/healthz`);
    await alive.body?.cancel();
    const { data, errors } = await this.server.as('viewer-token').ask('{ gateways { totalCount } }');
    return errors === undefined && data.gateways.totalCount === 8 ? String(alive.status) : JSON.stringify(errors);
  }

  /** What the cluster was asked since `start`, but by health(). */
  askedSince(start: number): readonly string[] {
    const asked = this.upstream
      .slice(start)
      .filter(({ headers }) => headers['authorization'] !== 'Bearer viewer-token');
    return asked.map(({ method, url }) => `${method} ${url}`);
  }

  /** `STATUS CODE`, the code of the first error, or OK; over a connection of its own, which leaves nothing open. */
  async ask(params: unknown, headers: Record<string, string> = {}): Promise<string> {
    return this.post(JSON.stringify(params), headers);
  }

  async post(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<string> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer admin-token', ...headers },
      body: Buffer.from(body),
    });
    return seen(response.status, await response.text());
  }

  async fetch(path: string, init: RequestInit = {}): Promise<string> {
    const response = await fetch(`${this.url}${path}`, { redirect: 'manual', ...init });
    return seen(response.status, await response.text());
  }

  /** Bytes as they are; what is answered until the connection ends, or the first answer. */
  async raw(...chunks: (string | Uint8Array)[]): Promise<string> {
    const socket = connect(this.port, '127.0.0.1');
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (isWhole(text)) socket.destroy();
    });
    for (const chunk of chunks) socket.write(chunk);
    await once(socket, 'close');
    const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
    return status === undefined ? 'closed' : seen(Number(status), text.slice(text.indexOf('\r\n\r\n') + 4));
  }

  /** `closed CODE`, `refused STATUS`, or what `until` finds in a message. */
  async socket(
    messages: readonly (string | Uint8Array | object)[],
    { protocols = ['graphql-transport-ws'], ...options }: ClientOptions & { protocols?: string[] } = {},
  ): Promise<string> {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/graphql`, protocols, options);
    const closed = new Promise<string>((resolve) => {
      socket.once('unexpected-response', (_request, { statusCode }) => resolve(`refused ${statusCode}`));
      socket.once('close', (code) => resolve(`closed ${code}`));
      socket.once('error', () => undefined);
    });
    const refused = new Promise<string>((resolve) => {
      socket.on('message', (data) => {
        const { type, payload } = JSON.parse(String(data));
        if (type === 'connection_ack') send(messages.slice(1));
        if (type === 'error') resolve(`error ${payload[0].extensions.code}`);
        if (type === 'next') resolve(`next ${outcome(payload)}`);
      });
    });
    const send = (those: typeof messages) => {
      for (const message of those) {
        socket.send(typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message));
      }
    };
    // What follows an initialisation waits for its answer.
    socket.once('open', () => send(messages.slice(0, 1)));
    const first = await Promise.race([closed, refused]);
    socket.terminate();
    return first;
  }

  /** Frames as they are, on an accepted WebSocket; `closed CODE` by the server's own close frame. */
  async frames(head: string, ...bytes: Uint8Array[]): Promise<string> {
    const socket = connect(this.port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.write(head);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (chunk.includes(0x88)) socket.destroy();
    });
    await once(socket, 'data');
    for (const frame of bytes) socket.write(frame);
    if (!socket.destroyed) await once(socket, 'close');
    const last = Buffer.concat(chunks);
    const at = last.lastIndexOf(0x88);
    return at < 0 ? 'closed' : `closed ${last.readUInt16BE(at + 2)}`;
  }
}

/** The head of a request that asks for a WebSocket. */
export function upgrade(headers: Record<string, string> = {}, path = '/graphql'): string {
  const all = {
    Host: 'localhost',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Protocol': 'graphql-transport-ws',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

function seen(status: number, body: string): string {
  try {
    const answer = JSON.parse(body) as Answer;
    return typeof answer === 'object' ? `${status} ${outcome(answer)}` : String(status);
  } catch {
    return String(status);
  }
}

const outcome = ({ errors }: Answer) => (errors === undefined ? 'OK' : (errors[0]?.extensions?.code ?? 'no code'));

/** Whether an answer has come to the end that its Content-Length says. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  const length = /^content-length: *(\d+)/im.exec(text)?.[1];
  return end >= 0 && length !== undefined && text.length >= end + 4 + Number(length);
}
