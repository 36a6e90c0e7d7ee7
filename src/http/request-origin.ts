import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '../config.js';

/** Which web pages may use this server, beside its own. */
export interface OriginRules {
  /** As browsers write them, such as `https://console.example`. */
  readonly allowedOrigins: readonly string[];
  /** The server lends its own rights, and answers for this machine alone. */
  readonly localOnly: boolean;
}

/**
 * Whether a web page of another site is behind a request. WebSockets know no same-origin policy, and some requests are sent
 * without asking first, so the server looks itself. Who is no browser sends neither header, and is told by the token alone.
 */
export function isForeign(headers: IncomingHttpHeaders, rules: OriginRules): boolean {
  const { host, origin, 'sec-fetch-site': site } = headers;
  // The browser's own word; a proxy in front may have changed Host.
  if (site === 'same-origin') return false;
  if (origin === undefined) return site !== undefined && site !== 'none';
  if (rules.allowedOrigins.includes(origin)) return false;
  const page = URL.parse(origin);
  if (page === null) return true;
  if (rules.localOnly && isLoopback(page.hostname)) return false;
  // Without the scheme: who ends TLS may be another.
  return page.host !== URL.parse(`${page.protocol}//${host}`)?.host;
}
