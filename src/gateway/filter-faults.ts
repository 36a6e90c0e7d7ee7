import type { InputFault } from '../errors.js';
import { parseAddress } from './addresses.js';
import { parseLabelSelector } from './label-selector.js';

export function labelSelectorFaults(selector: string | null | undefined, path: readonly string[]): InputFault[] {
  const parsed = parseLabelSelector(selector ?? '');
  return 'fault' in parsed ? [{ path: [...path, 'labelSelector'], message: parsed.fault }] : [];
}

export function addressFaults(address: string | null | undefined, path: readonly string[]): InputFault[] {
  if (!address || parseAddress(address.trim()) !== undefined) return [];
  return [{ path: [...path, 'address'], message: `"${address}" is no IPv4 address, IPv6 address or host name.` }];
}
