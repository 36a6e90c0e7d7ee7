import type { SandboxObject } from './json.js';
import type { Objects } from './objects.js';
import type { SandboxResource } from './resource.js';
import { notFound, StatusError } from './status.js';
import type { Storage, StoredEvent } from './storage.js';

/** Where an object is; without namespace for a cluster-scoped one. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** Direct access to what the sandbox stores: everything is validated and versioned as from outside, nobody is asked who. */
export class SandboxAdmin {
  constructor(
    private readonly storage: Storage,
    private readonly objects: Objects,
    private readonly resources: readonly SandboxResource[],
  ) {}

  get({ kind, namespace, name }: ObjectRef): SandboxObject | undefined {
    return this.storage.get(kind, namespace, name);
  }

  list(kind: string, namespace?: string): SandboxObject[] {
    return this.storage.list(kind, namespace);
  }

  /** With its status, if it has one. */
  create(object: object): SandboxObject {
    const { kind, metadata, status } = object as SandboxObject;
    const created = this.objects.create(this.#resource(kind), metadata.namespace, object as SandboxObject, false);
    return status === undefined ? created : this.setStatus(created, status);
  }

  /** Changes the object as it stands now; nothing happens where it is gone. */
  update(ref: ObjectRef, change: (object: SandboxObject) => SandboxObject): SandboxObject | undefined {
    const before = this.get(ref);
    if (before === undefined) return undefined;
    return this.objects.replace(this.#resource(ref.kind), before, change(structuredClone(before)), {
      status: false,
      dryRun: false,
    });
  }

  setStatus({ kind, metadata }: SandboxObject, status: unknown): SandboxObject {
    const resource = this.#resource(kind);
    const before = this.storage.get(kind, metadata.namespace, metadata.name);
    if (before === undefined) throw notFound(resource, metadata.name);
    return this.objects.replace(resource, before, { ...before, status }, { status: true, dryRun: false });
  }

  delete(ref: ObjectRef): void {
    const before = this.get(ref);
    if (before !== undefined) this.objects.delete(this.#resource(ref.kind), before, {}, false);
  }

  subscribe(kind: string, listener: (event: StoredEvent) => void): () => void {
    return this.storage.subscribe(kind, listener);
  }

  #resource(kind: string): SandboxResource {
    const resource = this.resources.find((one) => one.kind === kind);
    if (resource === undefined) throw new StatusError(404, 'NotFound', `no kind ${kind}`);
    return resource;
  }
}
