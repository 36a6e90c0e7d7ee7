import ipaddr from 'ipaddr.js';
import type { Caller } from '../kube/ports.js';

/** Under what a caller is counted: their token's hash, or, without a token, the network they come from. */
export function admissionKey({ token, key }: Caller, address: string | undefined): string {
  return token === undefined ? `anonymous from ${networkOf(address ?? '')}` : key;
}

/** An IPv4 address by itself; of an IPv6 one the /64, any address of which a single machine may take. */
function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : parsed.toString();
}
