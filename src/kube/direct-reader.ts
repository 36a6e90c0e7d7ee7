import type { Awaitable } from '../awaitable.js';
import { AlbError } from '../errors.js';
import type { AllowedNamespaces } from './allowed-namespaces.js';
import type { Identity } from './identity.js';
import type { Kind } from './kinds.js';
import type { KubeClient, ListResult } from './kube-client.js';
import { listingFrom } from './listing-from.js';
import { mapBounded } from './map-bounded.js';
import type { IndexFunctions, KubeObject, Listing, Reader, Scope } from './ports.js';
import { describe, forbidden } from './refusal.js';
import { compareVersions } from './resource-version.js';

export interface DirectReaderOptions {
  readonly client: KubeClient;
  readonly namespaces: AllowedNamespaces;
  readonly indexes: (kind: Kind) => IndexFunctions;
  readonly identity: Identity;
  /** Whether the caller may get all objects of a namespace, or some by name. */
  readonly mayGetSome: (kind: Kind, namespace: string | undefined) => Awaitable<boolean>;
  readonly signal: AbortSignal | undefined;
}

const sideBySide = 8;

/** Reads from the cluster at every call. */
export class DirectReader implements Reader {
  /** Kinds and namespaces of which a list was refused. */
  #refused: Set<string> | undefined;

  constructor(private readonly options: DirectReaderOptions) {}

  async get<T extends KubeObject>(kind: Kind, namespace: string | undefined, name: string): Promise<T | undefined> {
    const { client, identity, mayGetSome, signal } = this.options;
    // Most who may not list may not get either: a page of a thousand joins need not hear it a thousand times.
    if (this.#refused?.has(scopeKey(kind, namespace)) && !(await mayGetSome(kind, namespace))) {
      throw forbidden(`You may not get ${describe(kind, namespace, name)} in cluster ${client.rest.cluster}`);
    }
    return client.get<T>(kind, namespace, name, identity, signal);
  }

  async list<T extends KubeObject>(kind: Kind, scope: Scope): Promise<Listing<T>> {
    const { client, identity, signal } = this.options;
    try {
      return this.#listing(kind, await client.list<T>(kind, scope, identity, signal), false);
    } catch (error) {
      if (!(error instanceof AlbError) || error.code !== 'FORBIDDEN') throw error;
      this.#refused ??= new Set();
      this.#refused.add(scopeKey(kind, scope.namespace));
      if (!kind.namespaced || scope.namespace !== undefined) throw error;
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
        if (error instanceof AlbError && error.code === 'FORBIDDEN') return { items: [], resourceVersion: '' };
        throw error;
      }
    });
    const versions = results.map((result) => result.resourceVersion).filter((version) => version !== '');
    const [newest = ''] = versions.sort((a, b) => compareVersions(b, a) ?? 0);
    return { items: results.flatMap((result) => result.items), resourceVersion: newest };
  }
}

function scopeKey(kind: Kind, namespace: string | undefined): string {
  return `${kind.group}/${kind.plural}/${namespace ?? ''}`;
}
