import { AlbError } from '../../errors.js';
import type { KubeObject, ObjectMeta, Preconditions } from '../../kube/ports.js';

export type WrittenObject = 'ALB' | 'GATEWAY';

export interface CurrentVersion {
  object: WrittenObject;
  resourceVersion: string | undefined;
  generation: number | undefined;
  uid: string | undefined;
}

export function currentVersionOf(object: WrittenObject, { metadata }: KubeObject): CurrentVersion {
  const { resourceVersion, generation, uid } = metadata;
  return { object, resourceVersion, generation, uid };
}

/** What a caller last saw of an object; absent members are not compared. */
export interface Seen extends Preconditions {
  generation?: number | null | undefined;
}

/** CONFLICT unless every object stands as it was last seen. `current` lists each object concerned. */
export function expectUnchanged(checks: readonly { object: WrittenObject; live: KubeObject; seen: Seen }[]): void {
  if (checks.every(({ live, seen }) => isAsSeen(live.metadata, seen))) return;
  throw conflict(
    'The object changed since it was last seen; nothing was written. Read it again and repeat with what it shows now.',
    checks.map(({ object, live }) => currentVersionOf(object, live)),
  );
}

export function conflict(message: string, current: readonly CurrentVersion[], cause?: AlbError): AlbError {
  return new AlbError('CONFLICT', message, {
    extensions: { current },
    ...(cause && { cause, ...(cause.kubernetes && { kubernetes: cause.kubernetes }) }),
  });
}

function isAsSeen(live: ObjectMeta, seen: Seen): boolean {
  return (
    (seen.uid == null || seen.uid === live.uid) &&
    (seen.resourceVersion == null || seen.resourceVersion === live.resourceVersion) &&
    (seen.generation == null || seen.generation === live.generation)
  );
}
