import { AlbError } from '../../errors.js';
import type { Kind } from '../../kube/kinds.js';
import type { KubeObject, Preconditions } from '../../kube/ports.js';
import type { ClusterSession } from '../session.js';
import { conflict, currentVersionOf, type WrittenObject } from './conflict.js';
import type { WriteStep } from './steps.js';

export interface Deletion {
  readonly object: WrittenObject;
  readonly kind: Kind;
  readonly live: KubeObject;
  readonly preconditions: Preconditions;
}

/** One object to delete, as a step that nothing follows. */
export class DeleteStep implements WriteStep {
  constructor(
    private readonly session: ClusterSession,
    private readonly deletion: Deletion,
  ) {}

  get object(): WrittenObject {
    return this.deletion.object;
  }

  run(): Promise<void> {
    return this.#delete(false);
  }

  /** Whether the cluster would delete it. */
  tryOut(): Promise<void> {
    return this.#delete(true);
  }

  /** It did if the object is gone, or going: finalizers may hold it for a while. */
  async landed(): Promise<boolean> {
    const { uid } = this.deletion.live.metadata;
    const found = await this.#find();
    return found?.metadata.uid !== uid || found?.metadata.deletionTimestamp !== undefined;
  }

  /** What is deleted stays so: it is the last step. */
  async undo(): Promise<void> {}

  async #delete(dryRun: boolean): Promise<void> {
    const { kind, live, preconditions, object } = this.deletion;
    const { namespace, name } = live.metadata;
    try {
      await this.session.ports.writer.delete(kind, namespace, name, preconditions, { dryRun });
    } catch (thrown) {
      const error = AlbError.from(thrown);
      if (error.code !== 'CONFLICT') throw error;
      const found = await this.#find();
      throw conflict(error.message, found === undefined ? [] : [currentVersionOf(object, found)], error);
    }
  }

  async #find(): Promise<KubeObject | undefined> {
    const { kind, live } = this.deletion;
    return this.session.ports.fresh.get(kind, live.metadata.namespace, live.metadata.name);
  }
}
