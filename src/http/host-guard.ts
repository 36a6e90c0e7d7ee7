import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../config.js';

/**
 * A server that acts with its own rights for whoever connects must not be used by a web page the user happens to
 * visit. Such a page can reach loopback in two ways that browsers allow: under a name of its own that resolves to
 * 127.0.0.1 (its Host header tells), and by WebSocket, which knows no same-origin policy (its Origin header tells).
 */
export function isLocalRequest(headers: IncomingHttpHeaders): boolean {
  const { host, origin } = headers;
  return hasLoopbackHost(`http://${host}`) && (origin === undefined || hasLoopbackHost(origin));
}

function hasLoopbackHost(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && isLoopback(parsed.hostname);
}
