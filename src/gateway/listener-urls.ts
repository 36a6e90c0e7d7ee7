import { type Address, parseAddress } from './addresses.js';
import type { ListenerResource } from './resources.js';

/**
 * Where a listener is reached: its host name, wildcard included, or each address; the port always. The scheme is the
 * protocol in lower case; of one written as `domain/protocol` the last part.
 */
export function listenerUrls(
  listener: Pick<ListenerResource, 'hostname' | 'port' | 'protocol'>,
  addresses: readonly Address[],
): string[] {
  const scheme = (listener.protocol ?? '').split('/').at(-1)?.toLowerCase();
  const hosts = listener.hostname ? [listener.hostname] : addresses.map(hostOf);
  return hosts.map((host) => `${scheme}://${host}:${listener.port}`);
}

function hostOf({ value }: Address): string {
  // RFC 6874: in a URL the % before a zone is itself written %25.
  return parseAddress(value)?.type === 'IPV6' ? `[${value.replace('%', '%25')}]` : value;
}
