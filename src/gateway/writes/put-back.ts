import { AlbError } from '../../errors.js';
import type { Kind } from '../../kube/kinds.js';
import type { KubeObject } from '../../kube/ports.js';
import type { ClusterSession } from '../session.js';
import { changesBetween, hasAll, withoutChanges } from './json-changes.js';
import { bringAbout } from './patience.js';

/** What a write means to change: the metadata that the cluster keeps, and the status, are not of it. */
export function contentOf({ metadata, ...object }: KubeObject): object {
  const { labels, annotations } = metadata;
  return { metadata: { labels, annotations }, spec: (object as { spec?: unknown }).spec };
}

/**
 * Takes back what was changed in an object, and nothing that others changed in it. Rejects with CONFLICT where one of those
 * very fields was written since, with `outcomeUnknown` where it was tried and nobody can tell.
 */
export function putBack<T extends KubeObject>(
  session: ClusterSession,
  kind: Kind,
  { before, after }: { before: T; after: T },
): Promise<void> {
  const changes = changesBetween(contentOf(before), contentOf(after));
  const reverse = changes.map(({ path, from, to }) => ({ path, from: to, to: from }));
  const { namespace, name, uid } = after.metadata;
  return bringAbout(session.clock, async (unseen) => {
    const live = await session.ports.fresh.get<T>(kind, namespace, name);
    if (live?.metadata.uid !== uid) return undefined;
    if (unseen && hasAll(live, reverse)) return undefined;
    if (!hasAll(live, changes)) {
      throw new AlbError('CONFLICT', `${kind.kind} "${namespace}/${name}" was written by somebody else meanwhile.`);
    }
    return () => session.ports.writer.replace(kind, withoutChanges(live as T, changes));
  });
}
