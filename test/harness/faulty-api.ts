import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeServer } from './close-server.js';
import { RequestCounter } from './kube-request.js';

export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What answers where nothing is injected. */
export type Upstream = (request: {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}) => Promise<ApiAnswer>;

/** What happens to one request. `answer` instead of the cluster; the others to the connection, before or after it was carried out. */
export type Fault =
  | { readonly type: 'answer'; readonly answer: ApiAnswer }
  | { readonly type: 'answer-after'; readonly answer: ApiAnswer }
  | { readonly type: 'cut-before' }
  | { readonly type: 'cut-after' }
  | { readonly type: 'hang-before' }
  | { readonly type: 'hang-after' }
  /** Called before, or after, the request was carried out; no answer comes. */
  | { readonly type: 'call-before'; readonly call: () => void }
  | { readonly type: 'call-after'; readonly call: () => void }
  /** Something else happens just before the request is carried out, and answered as ever. */
  | { readonly type: 'meanwhile'; readonly call: () => void };

export interface Injection {
  /** As RequestCounter names it. */
  readonly at: string;
  readonly fault: Fault;
  /** Whether every request from there on meets it, rather than that one. */
  readonly onward: boolean;
}

/** An HTTP proxy before a Kubernetes API that fails as it is told. */
export class FaultyApi {
  /** The requests since the last `arm`. */
  requests: string[] = [];
  /** Requests that are being held without an answer. */
  held = 0;
  #injections: readonly Injection[] = [];
  /** Of those, the ones whose request has come. */
  readonly #met = new Set<Injection>();
  #counter = new RequestCounter();

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private readonly upstream: Upstream,
  ) {
    server.on('request', (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    server.keepAliveTimeout = 0;
  }

  static async start(upstream: Upstream): Promise<FaultyApi> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultyApi(server, upstream);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Whether every request that was to fail has come. */
  get met(): boolean {
    return this.#injections.length > 0 && this.#injections.every((injection) => this.#met.has(injection));
  }

  /** Just before the request of that name is carried out, something else happens. Counts anew. */
  meanwhile(at: string, call: () => void): void {
    this.arm(meanwhile(at, call));
  }

  /** One request of that name is refused. Counts anew. */
  refuse(at: string, code = 403, reason = 'Forbidden'): void {
    this.arm({
      at,
      fault: { type: 'answer', answer: statusAnswer(code, reason, `${reason} by a test`) },
      onward: false,
    });
  }

  /** Counts anew, and fails so; without an injection everything works. */
  arm(...injections: Injection[]): void {
    this.#injections = injections;
    this.#met.clear();
    this.#counter = new RequestCounter();
    this.requests = [];
  }

  /** Cuts every connection. */
  cut(): void {
    this.server.closeAllConnections();
  }

  close(): Promise<void> {
    return closeServer(this.server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/', headers } = request;
    const what = this.#counter.next(method, url);
    this.requests.push(what);
    const fault = this.#faultAt(what);
    let body = '';
    for await (const chunk of request) body += chunk;
    const carryOut = () => this.upstream({ method, url, headers, body });
    switch (fault?.type) {
      case 'answer':
        return send(response, fault.answer);
      case 'answer-after':
        await carryOut();
        return send(response, fault.answer);
      case 'cut-before':
        return void request.socket.destroy();
      case 'cut-after':
        await carryOut();
        return void request.socket.destroy();
      case 'hang-before':
        return this.#hold(response);
      case 'hang-after':
        await carryOut();
        return this.#hold(response);
      case 'call-before':
        return fault.call();
      case 'call-after':
        await carryOut();
        return fault.call();
      case 'meanwhile':
        fault.call();
        return send(response, await carryOut());
      case undefined:
        return send(response, await carryOut());
      default:
        return fault satisfies never;
    }
  }

  #faultAt(what: string): Fault | undefined {
    for (const injection of this.#injections) if (injection.at === what) this.#met.add(injection);
    const met = this.#injections.find(
      (injection) => injection.at === what || (injection.onward && this.#met.has(injection)),
    );
    return met?.fault;
  }

  #hold(response: ServerResponse): void {
    this.held += 1;
    response.once('close', () => {
      this.held -= 1;
    });
  }
}

function send(response: ServerResponse, { status, headers, body }: ApiAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

export function meanwhile(at: string, call: () => void): Injection {
  return { at, fault: { type: 'meanwhile', call }, onward: false };
}

export function refusal(at: string, code = 403, reason = 'Forbidden'): Injection {
  return { at, fault: { type: 'answer', answer: statusAnswer(code, reason, `${reason} by a test`) }, onward: false };
}

/** A Status of Kubernetes, as an answer. */
export function statusAnswer(
  code: number,
  reason: string,
  message: string,
  { details, headers = {} }: { details?: object; headers?: Record<string, string> } = {},
): ApiAnswer {
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason,
    message,
    ...(details && { details }),
  };
  return { status: code, headers, body: JSON.stringify(body) };
}
