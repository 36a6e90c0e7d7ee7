import type { Entry } from './admission.js';

export interface PlacesOptions {
  /** What takes them, for messages. */
  readonly what: string;
  /** The setting of `inAll`; that of `perCaller` is the same with _PER_CALLER. */
  readonly setting: string;
  readonly inAll: number;
  readonly perCaller: number;
  /** Told the name of the setting that refused. */
  readonly onRefused: (setting: string) => void;
}

/**
 * The first so many callers are remembered when they have nothing under way: a Map that is emptied and filled anew with each
 * request would leave a chain of tables behind, with all that they refer to, until V8 collects everything.
 */
const maxIdle = 10_000;

/** Nobody can say when one that is under way will end. */
const retryAfterMs = 1_000;

/** Places for what is under way at once, of one caller and in all. */
export class Places {
  #taken = 0;
  readonly #takenBy = new Map<string, number>();

  constructor(private readonly options: PlacesOptions) {}

  get taken(): number {
    return this.#taken;
  }

  enter(key: string): Entry {
    const { what, setting, inAll, perCaller } = this.options;
    const own = this.#takenBy.get(key) ?? 0;
    if (own >= perCaller) {
      const message = `You have ${own} ${what} under way; ${perCaller} is the most.`;
      return this.#refuse(`${setting}_PER_CALLER`, message, perCaller);
    }
    if (this.#taken >= inAll) {
      return this.#refuse(setting, `${this.#taken} ${what} are under way; ${inAll} is the most.`, inAll);
    }
    this.#taken += 1;
    this.#takenBy.set(key, own + 1);
    let here = true;
    return {
      kind: 'entered',
      leave: () => {
        if (here) this.#leave(key);
        here = false;
      },
    };
  }

  #leave(key: string): void {
    this.#taken -= 1;
    const own = this.#takenBy.get(key) ?? 0;
    if (own > 1 || this.#takenBy.size <= maxIdle) this.#takenBy.set(key, own - 1);
    else this.#takenBy.delete(key);
  }

  #refuse(setting: string, message: string, limit: number): Entry {
    this.options.onRefused(setting);
    return { kind: 'refused', message: `${message} Try again in ${retryAfterMs} ms.`, limit, retryAfterMs };
  }
}
