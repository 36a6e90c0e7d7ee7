import { type Identity, keyOfIdentity } from './identity.js';
import type { Informers } from './informers.js';
import type { Kind } from './kinds.js';
import type { KubeClient } from './kube-client.js';
import type { KubeObject, Preconditions, WriteOptions, Writer } from './ports.js';

/** Writes to the cluster, and lets this server's own caches know at once. No signal aborts a write. */
export class RestWriter implements Writer {
  constructor(
    private readonly client: KubeClient,
    private readonly informers: Informers,
    private readonly identity: Identity,
  ) {}

  async create<T extends KubeObject>(kind: Kind, object: T, options: WriteOptions = {}): Promise<T> {
    const written = await this.client.create(kind, object, this.identity, options);
    return this.#noteWritten(kind, written, options);
  }

  async replace<T extends KubeObject>(kind: Kind, object: T, options: WriteOptions = {}): Promise<T> {
    const written = await this.client.replace(kind, object, this.identity, options);
    return this.#noteWritten(kind, written, options);
  }

  async delete(
    kind: Kind,
    namespace: string | undefined,
    name: string,
    preconditions: Preconditions,
    options: WriteOptions = {},
  ): Promise<void> {
    const target = { namespace, name };
    const result = await this.client.delete(kind, target, preconditions, this.identity, options);
    if (options.dryRun === true) return;
    if (result.remaining !== undefined)
      return this.informers.applyWritten(kind, result.remaining, keyOfIdentity(this.identity));
    const uid = result.uid ?? preconditions.uid;
    // Without a uid it could hit an object that was made under the same name meanwhile: the watch will tell.
    if (uid !== undefined) this.informers.applyDeleted(kind, { ...target, uid }, keyOfIdentity(this.identity));
  }

  #noteWritten<T extends KubeObject>(kind: Kind, written: T, options: WriteOptions): T {
    if (options.dryRun !== true) this.informers.applyWritten(kind, written, keyOfIdentity(this.identity));
    return written;
  }
}
