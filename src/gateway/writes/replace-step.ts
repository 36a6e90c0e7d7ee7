import { isDeepStrictEqual } from 'node:util';
import { AlbError } from '../../errors.js';
import type { Kind } from '../../kube/kinds.js';
import type { KubeObject } from '../../kube/ports.js';
import type { ClusterSession } from '../session.js';
import { conflict, currentVersionOf, type WrittenObject } from './conflict.js';
import { changesBetween, hasAll, listsByName, overlap } from './json-changes.js';
import { contentOf, putBack } from './put-back.js';
import type { WriteStep } from './steps.js';

/** How often an object that others keep writing is read again before this is given up. */
const maxAttempts = 10;

export interface Replacement<T extends KubeObject> {
  readonly object: WrittenObject;
  readonly kind: Kind;
  /** As it was when it was read. */
  readonly live: T;
  /** The object as the caller wants it, made of what is there. */
  readonly plan: (live: T) => T;
  /** Throws CONFLICT where an object is not as the caller last saw it. */
  readonly expect: (live: T) => void;
}

/** One object to change, as a step: what is not to change is carried over from whatever is there. */
export class ReplaceStep<T extends KubeObject> implements WriteStep {
  /** As it was read last. */
  #live: T;
  #planned: T;
  /** As it was written; undefined before. */
  #written: T | undefined;
  /** What this write made of it: of what was found to have landed others may have made something more. */
  #made: T | undefined;

  constructor(
    private readonly session: ClusterSession,
    private readonly replacement: Replacement<T>,
  ) {
    this.#live = replacement.live;
    this.#planned = replacement.plan(replacement.live);
  }

  get object(): WrittenObject {
    return this.replacement.object;
  }

  /** Whether there is anything to write. */
  get isNeeded(): boolean {
    return !isDeepStrictEqual(this.#planned, this.#live);
  }

  /** Not where somebody else had changed it to the very same meanwhile. */
  get isWritten(): boolean {
    return this.#written !== undefined;
  }

  /** As it stands, as far as this call knows. */
  get stored(): T {
    return this.#written ?? this.#live;
  }

  /** What the cluster would store; its admission's refusal rejects. */
  tryOut(): Promise<T> {
    return this.session.ports.writer.replace(this.replacement.kind, this.#planned, { dryRun: true });
  }

  /** A conflict that nobody asked about is met with the object as it is now, unless both changed the same field. */
  async run(): Promise<void> {
    for (let attempt = 1; this.isNeeded; attempt += 1) {
      try {
        this.#written = await this.session.ports.writer.replace(this.replacement.kind, this.#planned);
        this.#made = this.#written;
        return;
      } catch (thrown) {
        if (AlbError.from(thrown).code !== 'CONFLICT' || attempt === maxAttempts) throw thrown;
        await this.#planAgain();
      }
    }
  }

  async landed(): Promise<boolean> {
    const found = await this.#find();
    if (found === undefined || !hasAll(found, changesBetween(contentOf(this.#live), contentOf(this.#planned)))) {
      return false;
    }
    this.#written = found;
    this.#made = this.#planned;
    return true;
  }

  async undo(): Promise<void> {
    if (this.#made === undefined) return;
    await putBack(this.session, this.replacement.kind, { before: this.#live, after: this.#made });
  }

  async #planAgain(): Promise<void> {
    const { object, live: before, expect, plan } = this.replacement;
    const { namespace, name, uid } = before.metadata;
    const found = await this.#find();
    if (found === undefined)
      throw new AlbError('NOT_FOUND', `${before.kind} "${namespace}/${name}" is not there any more.`);
    expect(found);
    this.#live = found;
    this.#planned = plan(found);
    const content = (resource: T) => listsByName(contentOf(resource));
    const theirs = changesBetween(content(before), content(found));
    const ours = changesBetween(content(found), content(this.#planned));
    if (uid === found.metadata.uid && !overlap(ours, theirs)) return;
    throw conflict('Somebody else changed the same meanwhile; nothing was written.', [currentVersionOf(object, found)]);
  }

  async #find(): Promise<T | undefined> {
    const { namespace, name } = this.replacement.live.metadata;
    return this.session.ports.fresh.get<T>(this.replacement.kind, namespace, name);
  }
}
