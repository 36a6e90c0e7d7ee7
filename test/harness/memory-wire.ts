import { Dispatcher } from 'undici';
import type { Clock } from '../../src/clock.js';
import type { Sandbox, SandboxResponse } from '../../src/sandbox/sandbox.js';

/** What becomes of one request: how long it travels, there and back, and what goes wrong with it. */
export interface Journey {
  readonly thereMs: number;
  readonly backMs: number;
  readonly fault?:
    | 'refused'
    | '403'
    | '429'
    | '500'
    | '500-after'
    | 'cut-before'
    | 'cut-after'
    | 'lost-before'
    | 'lost-after'
    | undefined;
}

/** Connections to a sandbox without sockets, in a clock's time: undici's own interface, so all above it is the real thing. */
export class MemoryWire extends Dispatcher {
  #dead = false;

  constructor(
    private readonly sandbox: Pick<Sandbox, 'handle'>,
    private readonly clock: Clock,
    private readonly choose: (method: string) => Journey,
  ) {
    super();
  }

  /** The process at this end is gone: what it sends from now on goes nowhere, and no answer reaches it. */
  kill(): void {
    this.#dead = true;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const controller = new Controller(handler);
    handler.onRequestStart?.(controller, {});
    if (this.#dead || controller.aborted) return true;
    const { thereMs, backMs, fault } = this.choose(options.method);
    const after = (ms: number, task: () => void) => this.clock.schedule(ms, () => !this.#dead && task());
    const answer = (status: number, headers: object, body: SandboxResponse['body']) =>
      after(backMs, () => controller.respond(status, { 'content-type': 'application/json', ...headers }, body));
    const fail = (code: string) => after(backMs, () => controller.fail(Object.assign(new Error(code), { code })));
    const refuse = (status: number, reason: string, headers = {}) =>
      answer(
        status,
        headers,
        JSON.stringify({ kind: 'Status', status: 'Failure', code: status, reason, message: reason }),
      );
    // A request that has left goes on, whatever becomes of who sent it.
    this.clock.schedule(thereMs, () => {
      switch (fault) {
        case 'refused':
          return fail('ECONNREFUSED');
        case '403':
          return refuse(403, 'Forbidden');
        case '429':
          return refuse(429, 'TooManyRequests', { 'retry-after': '1' });
        case '500':
          return refuse(500, 'InternalError');
        case 'cut-before':
          return fail('UND_ERR_SOCKET');
        case 'lost-before':
          return undefined;
        case '500-after':
        case 'cut-after':
        case 'lost-after':
        case undefined: {
          const carriedOut = this.#carryOut(options);
          if (fault === '500-after') return carriedOut.then(() => refuse(500, 'InternalError'));
          if (fault === 'cut-after') return carriedOut.then(() => fail('UND_ERR_SOCKET'));
          if (fault === 'lost-after') return carriedOut;
          return carriedOut.then(({ status, headers, body }) => answer(status, headers, body));
        }
        default:
          return fault satisfies never;
      }
    });
    return true;
  }

  override async close(): Promise<void> {}

  override async destroy(): Promise<void> {}

  #carryOut({ method, path, headers, body }: Dispatcher.DispatchOptions) {
    const text = typeof body === 'string' ? body : undefined;
    return this.sandbox.handle({ method, url: path, headers: headers as Record<string, string>, body: text });
  }
}

class Controller {
  aborted = false;
  paused = false;
  reason: Error | null = null;
  readonly rawHeaders = null;
  readonly rawTrailers = null;
  #over = false;
  #stream: AsyncIterableIterator<string> | undefined;

  constructor(private readonly handler: Dispatcher.DispatchHandler) {}

  abort(reason: Error): void {
    this.aborted = true;
    this.reason = reason;
    this.fail(reason);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  respond(status: number, headers: Record<string, string>, body: SandboxResponse['body']): void {
    if (typeof body !== 'string' && this.#over) void body.return?.();
    if (this.#over) return;
    this.handler.onResponseStart?.(this as never, status, headers);
    if (typeof body !== 'string') return void this.#pass(body);
    this.handler.onResponseData?.(this as never, Buffer.from(body));
    this.#end();
  }

  fail(error: Error): void {
    if (this.#over) return;
    this.#over = true;
    void this.#stream?.return?.();
    this.handler.onResponseError?.(this as never, error);
  }

  /** A watch: line after line, until one side has enough. */
  async #pass(lines: AsyncIterableIterator<string>): Promise<void> {
    this.#stream = lines;
    for await (const line of lines) {
      if (this.#over) return;
      this.handler.onResponseData?.(this as never, Buffer.from(line));
    }
    this.#end();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.handler.onResponseEnd?.(this as never, {});
  }
}
