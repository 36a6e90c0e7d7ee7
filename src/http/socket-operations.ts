import type { Caller } from '../kube/ports.js';
import { anonymous } from './identity.js';
import type { OperationScope } from './operation-scope.js';

/** One operation under way on a socket. */
export interface SocketOperation {
  readonly scope: OperationScope;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly name: string | undefined;
  readonly startedMs: number;
  /** OK, or the code of its first error. */
  outcome: string;
}

/** Who is at the other end of one WebSocket, and what they have under way. */
export class SocketOperations {
  caller: Caller = anonymous;
  readonly #operations = new Map<string, SocketOperation>();
  #draining = false;

  /** `goAway` closes the socket, telling the client to connect anew. */
  constructor(private readonly goAway: () => void) {}

  get size(): number {
    return this.#operations.size;
  }

  add(id: string, operation: SocketOperation): void {
    this.#operations.set(id, operation);
  }

  get(id: string): SocketOperation | undefined {
    return this.#operations.get(id);
  }

  finish(id: string): SocketOperation | undefined {
    const operation = this.#operations.get(id);
    this.#operations.delete(id);
    operation?.scope.end();
    return operation;
  }

  disconnect(): void {
    for (const { scope } of this.#operations.values()) scope.disconnect();
  }

  /**
   * Closes as soon as no query or mutation is under way. Subscriptions are cut without a `complete`: by that message a
   * client would take them for finished, while a closed socket makes it connect and subscribe again, elsewhere.
   */
  drain(): void {
    this.#draining = true;
    this.closeWhenQuiet();
  }

  /** To be called once a result was sent. */
  closeWhenQuiet(): void {
    const operations = [...this.#operations.values()];
    if (this.#draining && operations.every(({ type }) => type === 'subscription')) this.goAway();
  }
}
