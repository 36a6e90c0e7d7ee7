import { type Awaitable, andThen } from '../awaitable.js';
import type { InputFault } from '../errors.js';
import { hasAddress } from './addresses.js';
import type { AlbState, GatewayMode } from './alb-state.js';
import type { AlbView } from './alb-view.js';
import { addressFaults, labelSelectorFaults } from './filter-faults.js';
import { addressesContain } from './filter-gateways.js';
import { parseLabelSelector } from './label-selector.js';

/** Every condition given must hold. */
export interface AlbFilter {
  labelSelector?: string | null | undefined;
  gatewayMode?: GatewayMode | null | undefined;
  state?: readonly AlbState[] | null | undefined;
  orphaned?: boolean | null | undefined;
  search?: string | null | undefined;
  address?: string | null | undefined;
}

export function albFilterFaults(filter: AlbFilter, path: readonly string[]): InputFault[] {
  return [...labelSelectorFaults(filter.labelSelector, path), ...addressFaults(filter.address, path)];
}

export function albMatcher(filter: AlbFilter): (view: AlbView) => Awaitable<boolean> {
  const { labelSelector, gatewayMode, state, orphaned, search, address } = filter;
  const selector = labelSelector ? parseLabelSelector(labelSelector) : undefined;
  const part = search?.trim().toLowerCase();
  return (view) => {
    if (selector !== undefined && 'matches' in selector && !selector.matches(view.labels)) return false;
    if (gatewayMode && view.gatewayMode !== gatewayMode) return false;
    if (state && !state.includes(view.state)) return false;
    if (address && !hasAddress(view.addresses(), address)) return false;
    if (part && !view.name.includes(part) && !addressesContain(view.addresses(), part)) return false;
    return orphaned == null ? true : andThen(view.orphaned(), (is) => is === orphaned);
  };
}
