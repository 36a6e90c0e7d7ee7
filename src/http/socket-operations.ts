import type { Caller } from '../kube/ports.js';
import { closeCodes } from './close-codes.js';
import { anonymous } from './identity.js';
import type { OperationScope } from './operation-scope.js';

/** One operation under way on a socket. */
export interface SocketOperation {
  readonly scope: OperationScope;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly name: string | undefined;
  /** For metrics: see fieldOf. */
  readonly field: string;
  readonly caller: Caller;
  readonly startedMs: number;
  /** OK, or the code of its first error. */
  outcome: string;
}

/** Who is at the other end of one WebSocket, and what they have under way. */
export class SocketOperations {
  /** As the connection's one initialisation said. */
  caller: Caller = anonymous;
  /** Under what they are counted. */
  key = '';
  readonly #operations = new Map<string, SocketOperation>();
  #onClosed: readonly (() => void)[] = [];
  #draining = false;

  constructor(
    readonly address: string | undefined,
    readonly close: (code: number, reason: string) => void,
  ) {}

  /** Whether the connection was initialised. */
  get identified(): boolean {
    return this.key !== '';
  }

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

  /** The client wants no more of it: what it still reads is read for nobody. */
  abandon(id: string): void {
    this.#operations.get(id)?.scope.disconnect();
  }

  /** Nobody is at the other end any more. */
  disconnect(): void {
    for (const { scope } of this.#operations.values()) scope.disconnect();
    const tasks = this.#onClosed;
    this.#onClosed = [];
    for (const task of tasks) task();
  }

  /** Called once, by disconnect(). */
  onDisconnect(task: () => void): void {
    this.#onClosed = this.#onClosed.concat(task);
  }

  /** What failed in the middle will not be told to have ended. */
  giveUp(): void {
    for (const id of [...this.#operations.keys()]) this.finish(id);
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
    if (!this.#draining || operations.some(({ type }) => type !== 'subscription')) return;
    // Tells the client to connect anew.
    this.close(closeCodes.goingAway, 'Going away');
  }
}
