import { AlbError } from '../../errors.js';
import type { KubeObject, ObjectMeta, Preconditions } from '../../kube/ports.js';

export type WrittenObject = 'ALB' | 'GATEWAY';

/** For people. */
export const objectNames: Readonly<Record<WrittenObject, string>> = { ALB: 'ALB', GATEWAY: 'Gateway' };

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
  const changed = checks.filter(({ live, seen }) => !isAsSeen(live.metadata, seen));
  if (changed.length === 0) return;
  const names = changed.map(
    ({ object, live }) => `${objectNames[object]} "${live.metadata.namespace}/${live.metadata.name}"`,
  );
  throw conflict(
    `Not as last seen: ${names.join(' and ')}. Nothing was written; read again, and repeat with what is there now.`,
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
