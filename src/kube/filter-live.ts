import type { AlbError } from '../errors.js';
import { LiveHandle } from './live-handle.js';
import { mapBounded } from './map-bounded.js';
import { NamespacesView } from './namespaces-view.js';
import type { Change, LiveCollection } from './ports.js';
import { type Checked, type RecheckOptions, recheckRights } from './recheck-rights.js';
import type { OpenSet } from './server-cache.js';

export interface FilterOptions {
  readonly mayWatch: (namespace: string) => Promise<boolean>;
  /** What a caller is told who may not watch any. */
  readonly refusal: () => AlbError;
  readonly recheck: RecheckOptions;
}

const sideBySide = 10;

/** That part of a whole-cluster set which lies in namespaces the caller may watch; of the others nothing shows. */
export async function filterLive(set: OpenSet, options: FilterOptions): Promise<LiveCollection> {
  const filter = new NamespaceFilter(set, options);
  try {
    await filter.askAll();
  } catch (error) {
    filter.handle.close();
    throw error;
  }
  return filter.handle;
}

class NamespaceFilter implements Checked {
  readonly handle: LiveHandle;
  readonly #allowed = new Set<string>();
  readonly #asked = new Set<string>();

  constructor(
    private readonly set: OpenSet,
    private readonly options: FilterOptions,
  ) {
    this.handle = new LiveHandle({
      listing: new NamespacesView(set.store, this.#allowed, true),
      covers: (namespace) => namespace !== undefined && this.#allowed.has(namespace),
    });
    this.handle.whenClosed(recheckRights(this, options.recheck));
    this.handle.whenClosed(() => set.live.close());
    set.live.onChange((change) => this.#onChange(change));
    set.live.onEnd((error) => this.handle.end(error));
  }

  isCutOff(): boolean {
    return this.set.isCutOff();
  }

  onLost(error: Error): void {
    this.handle.end(error);
  }

  async askAll(): Promise<void> {
    await mapBounded(this.set.store.namespaces(), sideBySide, (namespace) => this.#ask(namespace));
  }

  #onChange(change: Change): void {
    const namespace = change.object.metadata.namespace ?? '';
    if (this.#allowed.has(namespace)) this.handle.emit([change]);
    // The first object in a namespace never seen: it shows up when the cluster has said yes.
    // Where the cluster cannot be asked now, the next look at the rights does.
    else if (!this.#asked.has(namespace)) this.#ask(namespace).catch(() => undefined);
  }

  async #ask(namespace: string): Promise<void> {
    this.#asked.add(namespace);
    try {
      if (await this.options.mayWatch(namespace)) this.#admit(namespace);
    } catch (error) {
      this.#asked.delete(namespace);
      throw error;
    }
  }

  #admit(namespace: string): void {
    if (this.#allowed.has(namespace)) return;
    this.#allowed.add(namespace);
    this.handle.emit([...this.set.store.all(namespace)].map((object) => ({ type: 'ADDED', object })));
  }

  async look(): Promise<void> {
    const namespaces = new Set([...this.set.store.namespaces(), ...this.#allowed]);
    for (const namespace of this.#asked) if (!namespaces.has(namespace)) this.#asked.delete(namespace);
    const had = this.#allowed.size > 0;
    await mapBounded([...namespaces], sideBySide, async (namespace) => {
      this.#asked.add(namespace);
      if (await this.options.mayWatch(namespace)) this.#admit(namespace);
      else this.#withdraw(namespace);
    });
    // Looked at when all is known, for a caller may have one namespace exchanged for another.
    if (had && this.#allowed.size === 0) this.handle.end(this.options.refusal());
  }

  /** What lay in it is DELETED for this caller. */
  #withdraw(namespace: string): void {
    if (!this.#allowed.delete(namespace)) return;
    this.handle.emit([...this.set.store.all(namespace)].map((object) => ({ type: 'DELETED', object })));
  }
}
