import type { InputFault } from '../../errors.js';
import { parseAddress } from '../addresses.js';
import { isAnnotationKey } from '../names.js';
import { compareQuantities, isNegativeQuantity, isQuantity } from '../quantity.js';
import type { AlbSettingsInput, ResourcesInput } from './input.js';

const maxReplicas = 2_147_483_647;

export function albSettingsFaults(
  settings: AlbSettingsInput | null | undefined,
  path: readonly string[],
): InputFault[] {
  if (settings == null) return [];
  const faults: InputFault[] = [];
  for (const [at, address] of (settings.addresses ?? []).entries()) {
    if (parseAddress(address.trim()) !== undefined) continue;
    faults.push({
      path: [...path, 'addresses', at],
      message: `"${address}" is no address; write one such as "10.0.0.8", "fd00::8" or "lb.example.com".`,
    });
  }
  for (const key of Object.keys(settings.lbSvcAnnotations ?? {})) {
    if (isAnnotationKey(key)) continue;
    faults.push({
      path: [...path, 'lbSvcAnnotations', key],
      message: `"${key}" is no annotation key: write [prefix/]name.`,
    });
  }
  const { replicas } = settings;
  if (replicas != null && (replicas < 1 || replicas > maxReplicas)) {
    faults.push({
      path: [...path, 'replicas'],
      message: `replicas is ${replicas}; give 1 or more, or null for the back end's default.`,
    });
  }
  return [...faults, ...resourceFaults(settings.resources, [...path, 'resources'])];
}

function resourceFaults(resources: ResourcesInput | null | undefined, path: readonly string[]): InputFault[] {
  const faults: InputFault[] = [];
  for (const part of ['limits', 'requests'] as const) {
    for (const resource of ['cpu', 'memory'] as const) {
      const quantity = resources?.[part]?.[resource];
      if (quantity == null || (isQuantity(quantity) && !isNegativeQuantity(quantity))) continue;
      faults.push({
        path: [...path, part, resource],
        message: `"${quantity}" is no amount; write one such as "200m" for CPU or "256Mi" for memory.`,
      });
    }
  }
  return faults;
}

type Amounts =
  | { cpu?: string | number | null | undefined; memory?: string | number | null | undefined }
  | null
  | undefined;

/**
 * Requests above their limits, in what is to be written: the back end's own definition does not check it, and a deployment
 * that asks for more than it may have never starts.
 */
export function amountFaults(
  resources: { limits?: Amounts; requests?: Amounts } | null | undefined,
  path: readonly string[],
): InputFault[] {
  return (['cpu', 'memory'] as const).flatMap((resource) => {
    const [limit, request] = [resources?.limits?.[resource], resources?.requests?.[resource]].map((amount) =>
      String(amount ?? ''),
    );
    if (!limit || !request || !isQuantity(limit) || !isQuantity(request) || compareQuantities(request, limit) <= 0)
      return [];
    const message = `The request ${request} would be above the limit ${limit}; lower it, or raise the limit.`;
    return [{ path: [...path, 'requests', resource], message }];
  });
}
