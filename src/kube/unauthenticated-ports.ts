import { AlbError } from '../errors.js';
import type { ClusterPorts } from './ports.js';

/** A cluster for a caller without a token: everything is UNAUTHENTICATED, and no request is made. */
export function unauthenticatedPorts(name: string): ClusterPorts {
  const refuse = () =>
    Promise.reject(new AlbError('UNAUTHENTICATED', `Cluster ${name} wants a bearer token, and the call has none`));
  const reader = { get: refuse, list: refuse };
  return {
    name,
    reader,
    fresh: reader,
    writer: { create: refuse, replace: refuse, delete: refuse },
    watcher: { watch: refuse },
    authorizer: { can: refuse, whoAmI: refuse },
    info: refuse,
    gatewayApiVersion: refuse,
  };
}
