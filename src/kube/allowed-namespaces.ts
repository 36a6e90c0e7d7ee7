import { AlbError } from '../errors.js';
import type { Identity } from './identity.js';
import { type Kind, namespaceKind } from './kinds.js';
import type { KubeClient } from './kube-client.js';
import { mapBounded } from './map-bounded.js';
import { forbidden } from './refusal.js';
import type { Reviews } from './reviews.js';

const sideBySide = 10;

/** Finds the namespaces in which a caller may do something that they may not do in the whole cluster. */
export class AllowedNamespaces {
  constructor(
    private readonly client: KubeClient,
    private readonly reviews: Reviews,
  ) {}

  /** By name; FORBIDDEN, with advice, where there is none or the caller may not know the namespaces. */
  async find(kind: Kind, verbs: readonly string[], identity: Identity, signal?: AbortSignal): Promise<string[]> {
    const names = await this.#namespaceNames(kind, identity, signal);
    const allowed = await mapBounded(names, sideBySide, async (namespace) => {
      for (const verb of verbs) {
        if (!(await this.reviews.can({ verb, kind, namespace }, identity, signal))) return false;
      }
      return true;
    });
    const found = names.filter((_, index) => allowed[index]);
    if (found.length === 0) throw this.#advice(kind);
    return found;
  }

  async #namespaceNames(kind: Kind, identity: Identity, signal: AbortSignal | undefined): Promise<string[]> {
    try {
      const { items } = await this.client.list(namespaceKind, {}, identity, signal);
      return items.map(({ metadata }) => metadata.name).sort();
    } catch (error) {
      if (error instanceof AlbError && error.code === 'FORBIDDEN') throw this.#advice(kind, error);
      throw error;
    }
  }

  #advice(kind: Kind, cause?: unknown): AlbError {
    const what = `list ${kind.kind} objects of all namespaces in cluster ${this.client.rest.cluster}`;
    return forbidden(`You may not ${what}: name a namespace in which you may`, cause);
  }
}
