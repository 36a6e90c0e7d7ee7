import { errorFromAbort } from './error-from-abort.js';
import { unlessAborted } from './unless-aborted.js';

interface Flight<V> {
  readonly promise: Promise<V>;
  readonly controller: AbortController;
  askers: number;
}

/**
 * Askers of the same question at the same time share one request. Each can leave by its own signal; the request is
 * aborted when the last has left, and no asker can end it for the others. Answers are not kept.
 */
export class SharedRequests<V> {
  readonly #flights = new Map<string, Flight<V>>();

  async ask(key: string, start: (signal: AbortSignal) => Promise<V>, signal?: AbortSignal): Promise<V> {
    if (signal?.aborted) throw errorFromAbort(signal);
    const flight = this.#flights.get(key) ?? this.#start(key, start);
    flight.askers += 1;
    try {
      return await unlessAborted(flight.promise, signal);
    } finally {
      flight.askers -= 1;
      if (flight.askers === 0) {
        this.#forget(key, flight);
        flight.controller.abort();
      }
    }
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<V>): Flight<V> {
    const controller = new AbortController();
    const flight: Flight<V> = { promise: start(controller.signal), controller, askers: 0 };
    this.#flights.set(key, flight);
    const forget = () => this.#forget(key, flight);
    flight.promise.then(forget, forget);
    return flight;
  }

  #forget(key: string, flight: Flight<V>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
