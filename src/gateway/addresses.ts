import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isHostname } from './names.js';
import type { AlbResource, GatewayResource } from './resources.js';

export type AddressType = 'IPV4' | 'IPV6' | 'HOSTNAME';
export type AddressSource = 'MANUAL' | 'LB_SERVICE' | 'GATEWAY_STATUS';

export interface Address {
  value: string;
  type: AddressType;
  sources: AddressSource[];
}

export interface LoadBalancerAddresses {
  ok: boolean;
  message: string;
  ipv4: string[];
  ipv6: string[];
  hostnames: string[];
}

/** A text read as an address; `key` is equal for all spellings of one address. */
export interface ParsedAddress {
  type: AddressType;
  key: string;
}

/** Undefined for a text that is no address. Octal, hexadecimal and shortened IPv4 forms are none. */
export function parseAddress(text: string): ParsedAddress | undefined {
  // ipaddr.js alone would take octal and hexadecimal numbers inside an IPv6 address; four plain decimals are one spelling.
  if (isIPv4(text)) return { type: 'IPV4', key: text };
  if (isIPv6(text)) return { type: 'IPV6', key: canonicalIpv6(text) };
  const hostname = text.toLowerCase().replace(/\.$/, '');
  // What ends in a number is read as an IPv4 address by browsers and resolvers: a slip, not a host name.
  if (/(^|\.)(\d+|0x[0-9a-f]*)$/.test(hostname)) return undefined;
  return isHostname(hostname) ? { type: 'HOSTNAME', key: hostname } : undefined;
}

/** RFC 5952, always in hexadecimal; a zone stays as written, for it names an interface. */
function canonicalIpv6(text: string): string {
  const [address = '', zone] = text.split('%');
  // ipaddr.js reads `::1.2.3.4` as `::ffff:1.2.3.4`, another address: it is given the same bits without the dots.
  const plain = address.replace(/[^:]+\.[^:]+$/, (dotted) => {
    const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const canonical = ipaddr.IPv6.parse(plain).toRFC5952String();
  return zone === undefined ? canonical : `${canonical}%${zone}`;
}

/** spec.address split at commas, as written, blanks dropped. */
export function manualAddresses(alb: AlbResource): string[] {
  return String(alb.spec?.address ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

export function loadBalancerAddresses(alb: AlbResource): LoadBalancerAddresses {
  const address = alb.status?.detail?.address;
  return {
    ok: address?.ok ?? false,
    message: address?.msg ?? '',
    ipv4: present(address?.ipv4),
    ipv6: present(address?.ipv6),
    hostnames: present(address?.host),
  };
}

/** Manual ones first in the order written, then the load balancer's IPv4, IPv6 and host names; each address once. */
export function albAddresses(alb: AlbResource): Address[] {
  const { ipv4, ipv6, hostnames } = loadBalancerAddresses(alb);
  return mergeAddresses([
    ...manualAddresses(alb).map((value) => ({ value, source: 'MANUAL' as const })),
    ...[...ipv4, ...ipv6, ...hostnames].map((value) => ({ value, source: 'LB_SERVICE' as const })),
  ]);
}

/** What Gateway.status.addresses says. */
export function statusAddresses(gateway: GatewayResource): Address[] {
  const addresses = gateway.status?.addresses ?? [];
  return mergeAddresses(
    addresses.filter(({ value }) => value).map(({ value }) => ({ value, source: 'GATEWAY_STATUS' as const })),
  );
}

/** Whether an address is among them, however it is spelled. */
export function hasAddress(addresses: readonly Address[], text: string): boolean {
  const wanted = addressKey(text);
  return addresses.some(({ value }) => keyOf(value) === wanted);
}

/** Equal for all spellings of one address; for what is no address, its text without case. */
export function addressKey(text: string): string {
  return keyOf(text.trim());
}

function mergeAddresses(entries: readonly { value: string; source: AddressSource }[]): Address[] {
  const merged = new Map<string, Address>();
  for (const { value, source } of entries) {
    const key = keyOf(value);
    const known = merged.get(key);
    if (known === undefined) {
      // What a person wrote that is no address is shown all the same: hiding it would hide the mistake.
      merged.set(key, { value, type: parseAddress(value)?.type ?? 'HOSTNAME', sources: [source] });
    } else if (!known.sources.includes(source)) {
      known.sources.push(source);
    }
  }
  return [...merged.values()];
}

function keyOf(text: string): string {
  return parseAddress(text)?.key ?? text.toLowerCase();
}

/** A definition may leave open what is in a status. */
function present(texts: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(texts) ? texts : [];
  return all
    .filter((text) => typeof text === 'string')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
