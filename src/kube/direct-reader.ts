import { AlbError } from '../errors.js';
import type { AllowedNamespaces } from './allowed-namespaces.js';
import type { Identity } from './identity.js';
import type { Kind } from './kinds.js';
import type { KubeClient, ListResult } from './kube-client.js';
import { listingFrom } from './listing-from.js';
import { mapBounded } from './map-bounded.js';
import type { IndexFunctions, KubeObject, Listing, Reader, Scope } from './ports.js';
import { isRefusal } from './refusal.js';
import { compareVersions } from './resource-version.js';

export interface DirectReaderOptions {
  readonly client: KubeClient;
  readonly namespaces: AllowedNamespaces;
  readonly indexes: (kind: Kind) => IndexFunctions;
  readonly identity: Identity;
  readonly signal: AbortSignal | undefined;
}

const sideBySide = 8;

/** Reads from the cluster at every call. */
export class DirectReader implements Reader {
  constructor(private readonly options: DirectReaderOptions) {}

  get<T extends KubeObject>(kind: Kind, namespace: string | undefined, name: string): Promise<T | undefined> {
    const { client, identity, signal } = this.options;
    return client.get<T>(kind, namespace, name, identity, signal);
  }

  async list<T extends KubeObject>(kind: Kind, scope: Scope): Promise<Listing<T>> {
    const { client, identity, signal } = this.options;
    try {
      return this.#listing(kind, await client.list<T>(kind, scope, identity, signal), false);
    } catch (error) {
      const wide = kind.namespaced && scope.namespace === undefined;
      if (!wide || !(error instanceof AlbError) || error.code !== 'FORBIDDEN') throw error;
      return this.#listing(kind, await this.#listAllowed<T>(kind, scope), true);
    }
  }

  #listing<T extends KubeObject>(kind: Kind, result: ListResult<T>, partial: boolean): Listing<T> {
    return listingFrom(result.items, this.options.indexes(kind), { partial, resourceVersion: result.resourceVersion });
  }

  async #listAllowed<T extends KubeObject>(kind: Kind, scope: Scope): Promise<ListResult<T>> {
    const { client, namespaces, identity, signal } = this.options;
    const names = await namespaces.find(kind, ['list'], identity, signal);
    const results = await mapBounded(names, sideBySide, async (namespace) => {
      try {
        return await client.list<T>(kind, { ...scope, namespace }, identity, signal);
      } catch (error) {
        // The right was lost, between the question and the list.
        if (isRefusal(error)) return { items: [], resourceVersion: '' };
        throw error;
      }
    });
    const versions = results.map((result) => result.resourceVersion).filter((version) => version !== '');
    const [newest = ''] = versions.sort((a, b) => compareVersions(b, a) ?? 0);
    return { items: results.flatMap((result) => result.items), resourceVersion: newest };
  }
}
