import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * What is kept of a request between those who handle it. A member of the request rather than an entry of a WeakMap: that one
 * would outlive it, with all it refers to, until V8 collects everything.
 */
export class RequestSlot<T> {
  constructor(
    app: FastifyInstance,
    private readonly name: string,
  ) {
    app.decorateRequest(name);
  }

  set(request: FastifyRequest, value: T): void {
    request.setDecorator<T | undefined>(this.name, value);
  }

  /** Throws where nothing was set. */
  get(request: FastifyRequest): T {
    const value = request.getDecorator<T | undefined>(this.name);
    if (value === undefined) throw new Error(`A request is without its ${this.name}`);
    return value;
  }
}
