import { Agent, type Dispatcher, request } from 'undici';
import { keepToken } from './record.js';

export interface KubeAnswer {
  status: number;
  body: any;
}

export interface KubeRequestOptions {
  body?: unknown;
  token?: string;
  contentType?: string;
}

export interface WatchedEvent {
  type: string;
  object: any;
}

/** A bare client of one Kubernetes API, for tests that speak of the API itself. */
export class KubeApi {
  readonly #agent: Agent;

  constructor(
    private readonly url: string,
    private readonly token: string | undefined,
    ca?: string,
  ) {
    keepToken(token);
    this.#agent = new Agent({ connect: ca === undefined ? {} : { ca }, bodyTimeout: 0 });
  }

  async send(method: string, path: string, options: KubeRequestOptions = {}): Promise<KubeAnswer> {
    const { statusCode, body } = await this.#request(method, path, options);
    const text = await body.text();
    return { status: statusCode, body: text.startsWith('{') ? JSON.parse(text) : text };
  }

  get(path: string, options?: KubeRequestOptions): Promise<KubeAnswer> {
    return this.send('GET', path, options);
  }

  post(path: string, body: unknown, options?: KubeRequestOptions): Promise<KubeAnswer> {
    return this.send('POST', path, { ...options, body });
  }

  put(path: string, body: unknown, options?: KubeRequestOptions): Promise<KubeAnswer> {
    return this.send('PUT', path, { ...options, body });
  }

  patch(path: string, body: unknown, contentType: string): Promise<KubeAnswer> {
    return this.send('PATCH', path, { body, contentType });
  }

  delete(path: string, body?: unknown): Promise<KubeAnswer> {
    return this.send('DELETE', path, { body });
  }

  /** Opens a watch; `next()` answers its events one by one. Stop it when done. */
  async watch(path: string, query: string, options: KubeRequestOptions = {}): Promise<WatchStream> {
    const answer = await this.#request('GET', `${path}?watch=1${query === '' ? '' : `&${query}`}`, options);
    return new WatchStream(answer.statusCode, answer.body);
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  #request(method: string, path: string, { body, token, contentType }: KubeRequestOptions) {
    const bearer = token ?? this.token;
    return request(`${this.url}${path}`, {
      method: method as Dispatcher.HttpMethod,
      dispatcher: this.#agent,
      headers: {
        accept: 'application/json',
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': contentType ?? 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }
}

export class WatchStream {
  readonly #events: AsyncGenerator<WatchedEvent>;

  constructor(
    readonly status: number,
    private readonly body: Dispatcher.ResponseData['body'],
  ) {
    this.#events = readEvents(body);
  }

  /** The next event that is no bookmark; undefined when the stream has ended. */
  async next(): Promise<WatchedEvent | undefined> {
    for (;;) {
      const { value, done } = await this.#events.next();
      if (done) return undefined;
      if (value.type !== 'BOOKMARK') return value;
    }
  }

  /** The next event of any type. */
  async nextOfAnyType(): Promise<WatchedEvent | undefined> {
    const { value, done } = await this.#events.next();
    return done ? undefined : value;
  }

  stop(): void {
    this.body.on('error', () => {});
    this.body.destroy();
  }
}

async function* readEvents(body: AsyncIterable<Buffer>): AsyncGenerator<WatchedEvent> {
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line);
  }
}
