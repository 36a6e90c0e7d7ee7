import { AlbError } from '../errors.js';
import type { Kind } from './kinds.js';

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
