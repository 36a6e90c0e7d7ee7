import { type Awaitable, andThen } from '../awaitable.js';
import type { InputFault } from '../errors.js';
import { type Address, hasAddress } from './addresses.js';
import type { ClassType } from './class-type.js';
import { addressFaults, labelSelectorFaults } from './filter-faults.js';
import type { GatewayView } from './gateway-view.js';
import { parseLabelSelector } from './label-selector.js';
import type { ProvisioningPhase } from './provisioning.js';
import type { ListenerResource } from './resources.js';

/** Every condition given must hold. */
export interface GatewayFilter {
  labelSelector?: string | null | undefined;
  classNames?: readonly string[] | null | undefined;
  classType?: ClassType | null | undefined;
  phase?: readonly ProvisioningPhase[] | null | undefined;
  search?: string | null | undefined;
  address?: string | null | undefined;
  hostname?: string | null | undefined;
  port?: number | null | undefined;
}

type Test = (view: GatewayView) => Awaitable<boolean>;

export function gatewayFilterFaults(filter: GatewayFilter, path: readonly string[]): InputFault[] {
  const faults = [...labelSelectorFaults(filter.labelSelector, path), ...addressFaults(filter.address, path)];
  if (filter.port != null && (filter.port < 1 || filter.port > 65_535)) {
    faults.push({ path: [...path, 'port'], message: `port is ${filter.port}; give 1 to 65535.` });
  }
  return faults;
}

/** Tests in the order of their cost: what the Gateway itself tells, then what its class and ALB do. */
export function gatewayMatcher(filter: GatewayFilter): Test {
  const tests = [...ownTests(filter), ...joinedTests(filter)];
  const from =
    (at: number): Test =>
    (view) => {
      const test = tests[at];
      return test === undefined ? true : andThen(test(view), (holds) => holds && from(at + 1)(view));
    };
  return from(0);
}

function ownTests({ labelSelector, classNames, hostname, port }: GatewayFilter): Test[] {
  const tests: Test[] = [];
  if (labelSelector) {
    const selector = parseLabelSelector(labelSelector);
    if ('matches' in selector) tests.push((view) => selector.matches(view.labels));
  }
  if (classNames) tests.push((view) => classNames.includes(view.gatewayClassName));
  if (port != null) tests.push((view) => listenersOf(view).some((listener) => listener.port === port));
  if (hostname) {
    const wanted = hostname.trim().toLowerCase().replace(/\.$/, '');
    tests.push((view) => listenersOf(view).some((listener) => serves(listener.hostname, wanted)));
  }
  return tests;
}

function joinedTests({ classType, phase, search, address }: GatewayFilter): Test[] {
  const tests: Test[] = [];
  if (classType) tests.push((view) => andThen(view.classType(), (type) => type === classType));
  if (address) tests.push((view) => andThen(view.addresses(), (addresses) => hasAddress(addresses, address)));
  if (search) {
    const part = search.trim().toLowerCase();
    tests.push((view) =>
      namesContain(view, part) ? true : andThen(view.addresses(), (addresses) => addressesContain(addresses, part)),
    );
  }
  if (phase) tests.push((view) => andThen(view.provisioning(), (provisioning) => phase.includes(provisioning.phase)));
  return tests;
}

/** A listener serves a host name that it names, or that its wildcard covers. */
function serves(hostname: string | undefined, wanted: string): boolean {
  const own = hostname?.toLowerCase();
  if (own === undefined || own === wanted) return own === wanted;
  return own.startsWith('*.') && wanted.endsWith(own.slice(1));
}

function namesContain(view: GatewayView, part: string): boolean {
  return view.name.includes(part) || listenersOf(view).some(({ hostname }) => hostname?.toLowerCase().includes(part));
}

function listenersOf({ resource }: GatewayView): readonly ListenerResource[] {
  return resource.spec.listeners ?? [];
}

export function addressesContain(addresses: readonly Address[], part: string): boolean {
  return addresses.some(({ value }) => value.toLowerCase().includes(part));
}
