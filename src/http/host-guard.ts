import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../config.js';

/**
 * A server that acts with its own rights for whoever connects must not be used by a web page the user happens to
 * visit. Such a page can reach loopback under a name of its own that resolves to 127.0.0.1: its Host header tells. (Its
 * Origin header is looked at by isForeign.)
 */
export function isLocalHost({ host }: IncomingHttpHeaders): boolean {
  const parsed = URL.parse(`http://${host}`);
  return parsed !== null && isLoopback(parsed.hostname);
}
