import { AlbError } from '../errors.js';
import { LiveHandle } from './live-handle.js';
import { mapBounded } from './map-bounded.js';
import type { LiveCollection } from './ports.js';
import { type Checked, type RecheckOptions, recheckRights } from './recheck-rights.js';
import { UnionListing } from './union-listing.js';

export interface UnionOptions {
  /** The namespaces that the caller may watch now; FORBIDDEN where there is none. */
  readonly find: () => Promise<readonly string[]>;
  readonly open: (namespace: string) => Promise<LiveCollection>;
  readonly refusal: () => AlbError;
  readonly recheck: RecheckOptions;
}

const sideBySide = 8;

/** The sets of those namespaces that the caller may watch, as one; a namespace allowed later joins in. */
export async function unionLive(options: UnionOptions): Promise<LiveCollection> {
  const names = await options.find();
  const union = new Union(options);
  try {
    await union.addAll(names);
    union.startChecks();
  } catch (error) {
    union.handle.close();
    throw error;
  }
  return union.handle;
}

class Union implements Checked {
  readonly handle: LiveHandle;
  readonly #parts = new Map<string, LiveCollection>();

  constructor(private readonly options: UnionOptions) {
    this.handle = new LiveHandle({
      listing: new UnionListing(this.#parts),
      covers: (namespace) => namespace !== undefined && this.#parts.has(namespace),
    });
    this.handle.whenClosed(() => {
      for (const part of this.#parts.values()) part.close();
    });
  }

  /** Not before the first parts are there: a look would open them a second time. */
  startChecks(): void {
    if (this.handle.closed) return;
    // Each part is watched with the caller's own token, whose end the cluster tells there.
    this.handle.whenClosed(recheckRights(this, { ...this.options.recheck, tokenEndsMs: undefined }));
  }

  /** So is each part: the cluster judges it, and a look that fails decides nothing. */
  isCutOff(): boolean {
    return true;
  }

  onLost(error: Error): void {
    this.handle.end(error);
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
    part.onEnd((error) => this.#onPartEnd(namespace, error));
    this.handle.emit([...part.all()].map((object) => ({ type: 'ADDED', object })));
  }

  async look(): Promise<void> {
    const names = await this.#findNames();
    await this.addAll(names.filter((namespace) => !this.#parts.has(namespace)));
    for (const namespace of [...this.#parts.keys()]) if (!names.includes(namespace)) this.#withdraw(namespace);
  }

  /** None is what a refusal comes to. */
  async #findNames(): Promise<readonly string[]> {
    try {
      return await this.options.find();
    } catch (error) {
      if (error instanceof AlbError && error.code === 'FORBIDDEN') return [];
      throw error;
    }
  }

  #onPartEnd(namespace: string, error: Error): void {
    if (error instanceof AlbError && error.code === 'FORBIDDEN') this.#withdraw(namespace);
    else this.handle.end(error);
  }

  /** What lay in it is DELETED for this caller; who loses the last one is told why. */
  #withdraw(namespace: string): void {
    const part = this.#parts.get(namespace);
    if (part === undefined) return;
    this.#parts.delete(namespace);
    this.handle.emit([...part.all()].map((object) => ({ type: 'DELETED', object })));
    part.close();
    if (this.#parts.size === 0) this.handle.end(this.options.refusal());
  }
}
