import { type Awaitable, andThen } from '../awaitable.js';
import { namespaceKind } from '../kube/kinds.js';
import type { ClusterSession } from './session.js';

/** By the caller's own right to list namespaces, sorted. */
export function listNamespaces(session: ClusterSession): Awaitable<string[]> {
  return andThen(session.ports.reader.list(namespaceKind, {}), (namespaces) =>
    [...namespaces.all()].map(({ metadata }) => metadata.name).sort(),
  );
}
