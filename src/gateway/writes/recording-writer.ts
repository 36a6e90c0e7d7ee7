import { AlbError } from '../../errors.js';
import type { Kind } from '../../kube/kinds.js';
import type { KubeObject, ObjectMeta, Preconditions, WriteOptions, Writer } from '../../kube/ports.js';

/** One write to the cluster, as far as it may have changed something. */
export interface WriteRecord {
  readonly verb: 'create' | 'update' | 'delete';
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string | undefined;
  /** After the write; of a delete, before it. */
  readonly resourceVersion: string | undefined;
  /** False: no answer came, so nobody knows whether it happened. */
  readonly answered: boolean;
}

/** Writes by another writer, and keeps what was written, undoing included. Dry runs and refusals change nothing. */
export class RecordingWriter implements Writer {
  readonly records: WriteRecord[] = [];

  constructor(private readonly writer: Writer) {}

  create<T extends KubeObject>(kind: Kind, object: T, options: WriteOptions = {}): Promise<T> {
    return this.#record('create', kind, object.metadata, options, () => this.writer.create(kind, object, options));
  }

  replace<T extends KubeObject>(kind: Kind, object: T, options: WriteOptions = {}): Promise<T> {
    return this.#record('update', kind, object.metadata, options, () => this.writer.replace(kind, object, options));
  }

  async delete(
    kind: Kind,
    namespace: string | undefined,
    name: string,
    preconditions: Preconditions,
    options: WriteOptions = {},
  ): Promise<void> {
    const metadata = { namespace, name, ...preconditions } as ObjectMeta;
    await this.#record('delete', kind, metadata, options, async () => {
      await this.writer.delete(kind, namespace, name, preconditions, options);
      return { metadata };
    });
  }

  async #record<T extends KubeObject>(
    verb: WriteRecord['verb'],
    kind: Kind,
    sent: ObjectMeta,
    { dryRun = false }: WriteOptions,
    write: () => Promise<T>,
  ): Promise<T> {
    const note = ({ namespace, name, uid, resourceVersion }: ObjectMeta, answered: boolean) => {
      if (!dryRun) this.records.push({ verb, kind: kind.kind, namespace, name, uid, resourceVersion, answered });
    };
    try {
      const written = await write();
      note(written.metadata, true);
      return written;
    } catch (thrown) {
      if (AlbError.from(thrown).outcomeUnknown) note(sent, false);
      throw thrown;
    }
  }
}
