interface ModelAddress {
  readonly value: string;
  readonly type: 'IPV4' | 'IPV6' | 'HOSTNAME';
  readonly sources: string[];
}

const ipv4 = /^\d+\.\d+\.\d+\.\d+$/;

/** Equal for the spellings of one address that are met here. */
export function spellingOf(address: string): string {
  return address.includes(':') ? new URL(`http://[${address}]`).hostname : address.toLowerCase().replace(/\.$/, '');
}

export function manualAddressesOf(alb: any): string[] {
  return String(alb.spec?.address ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean);
}

export function addressesOfAlb(alb: any): ModelAddress[] {
  const { ipv4: four = [], ipv6: six = [], host = [] } = alb.status?.detail?.address ?? {};
  return merged([
    ...manualAddressesOf(alb).map((value) => [value, 'MANUAL'] as const),
    ...[...four, ...six, ...host].map((value) => [value, 'LB_SERVICE'] as const),
  ]);
}

export function statusAddressesOf(gateway: any): ModelAddress[] {
  return merged((gateway.status?.addresses ?? []).map(({ value }: any) => [value, 'GATEWAY_STATUS'] as const));
}

export function urlsOf(listener: any, addresses: readonly ModelAddress[]): string[] {
  const hosts = listener.hostname
    ? [listener.hostname]
    : addresses.map(({ value, type }) => (type === 'IPV6' ? `[${value}]` : value));
  return hosts.map((host) => `${listener.protocol.toLowerCase()}://${host}:${listener.port}`);
}

function merged(all: readonly (readonly [string, string])[]): ModelAddress[] {
  const found = new Map<string, ModelAddress>();
  for (const [value, source] of all) {
    const key = spellingOf(value);
    const known = found.get(key);
    if (known !== undefined && !known.sources.includes(source)) known.sources.push(source);
    const type = value.includes(':') ? 'IPV6' : ipv4.test(value) ? 'IPV4' : 'HOSTNAME';
    if (known === undefined) found.set(key, { value, type, sources: [source] });
  }
  return [...found.values()];
}
