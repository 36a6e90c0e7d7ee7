import type { Clock } from '../clock.js';
import { AlbError } from '../errors.js';
import { LiveHandle } from './live-handle.js';
import { mapBounded } from './map-bounded.js';
import type { LiveCollection } from './ports.js';
import { isRefusal } from './refusal.js';
import { repeat } from './repeat.js';
import { UnionListing } from './union-listing.js';

export interface UnionOptions {
  /** The namespaces that the caller may watch now; FORBIDDEN where there is none. */
  readonly find: () => Promise<readonly string[]>;
  readonly open: (namespace: string) => Promise<LiveCollection>;
  readonly refusal: () => AlbError;
  readonly clock: Clock;
  readonly recheckMs: number;
}

const sideBySide = 8;

/** The sets of those namespaces that the caller may watch, as one; a namespace allowed later joins in. */
export async function unionLive(options: UnionOptions): Promise<LiveCollection> {
  const names = await options.find();
  const union = new Union(options);
  try {
    await union.addAll(names);
  } catch (error) {
    union.handle.close();
    throw error;
  }
  return union.handle;
}

class Union {
  readonly handle: LiveHandle;
  readonly #parts = new Map<string, LiveCollection>();

  constructor(private readonly options: UnionOptions) {
    const stopChecks = repeat(options.clock, options.recheckMs, () => this.#recheck());
    this.handle = new LiveHandle({
      listing: new UnionListing(this.#parts),
      covers: (namespace) => namespace !== undefined && this.#parts.has(namespace),
      onClose: () => {
        stopChecks();
        for (const part of this.#parts.values()) part.close();
      },
    });
  }

  async addAll(namespaces: readonly string[]): Promise<void> {
    await mapBounded(namespaces, sideBySide, (namespace) => this.#add(namespace));
  }

  async #add(namespace: string): Promise<void> {
    let part: LiveCollection;
    try {
      part = await this.options.open(namespace);
    } catch (error) {
      // The right was lost, between the question and the watch.
      if (error instanceof AlbError && error.code === 'FORBIDDEN') return;
      throw error;
    }
    if (this.handle.closed) return part.close();
    this.#parts.set(namespace, part);
    part.onChange((change) => this.handle.emit([change]));
    part.onEnd((error) => this.handle.end(error));
    this.handle.emit([...part.all()].map((object) => ({ type: 'ADDED', object })));
  }

  async #recheck(): Promise<void> {
    try {
      const names = await this.options.find();
      const lost = [...this.#parts].filter(([namespace]) => !names.includes(namespace));
      // A part that is empty may belong to a namespace that is gone, and then nobody lost anything.
      if (lost.some(([, part]) => part.size > 0)) return this.handle.end(this.options.refusal());
      for (const [namespace, part] of lost) {
        this.#parts.delete(namespace);
        part.close();
      }
      await this.addAll(names.filter((namespace) => !this.#parts.has(namespace)));
    } catch (error) {
      if (isRefusal(error)) this.handle.end(error as AlbError);
    }
  }
}
