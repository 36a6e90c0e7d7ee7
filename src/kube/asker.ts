import { AlbError } from '../errors.js';
import type { Kind } from './kinds.js';
import type { Identity } from './rest.js';

/** In whose name a cluster is asked, and the name under which answers for them are kept. */
export interface Asker {
  readonly identity: Identity;
  /** A caller's key; `serverKey` for the server's own identity. */
  readonly key: string;
}

/** FORBIDDEN, as decided here by what the cluster said of the caller's rights. */
export function forbidden(message: string, cause?: unknown): AlbError {
  return new AlbError('FORBIDDEN', message, { kubernetes: { code: 403, reason: 'Forbidden' }, cause });
}

/** `Gateway a/b`, `GatewayClass b`. */
export function describe(kind: Kind, namespace: string | undefined, name: string): string {
  return `${kind.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Whether the cluster refused, rather than failed. */
export function isRefusal(error: unknown): boolean {
  return error instanceof AlbError && (error.code === 'FORBIDDEN' || error.code === 'UNAUTHENTICATED');
}
