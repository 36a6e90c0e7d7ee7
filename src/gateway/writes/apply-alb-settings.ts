import type { AlbConfigResource, AlbResource, ResourceListResource } from '../resources.js';
import type { AlbSettingsInput, ResourceListInput } from './input.js';

type AlbSpec = NonNullable<AlbResource['spec']>;

/** The spec with the settings brought to the input. Omitted: stays. null: gone. All else is carried over. */
export function applyAlbSettings(spec: AlbSpec, input: AlbSettingsInput): AlbSpec {
  const config: AlbConfigResource = { ...spec.config };
  if (input.replicas !== undefined) setOrDelete(config, 'replicas', input.replicas);
  if (input.lbSvcAnnotations !== undefined) {
    const vip = { ...config.vip };
    setOrDelete(vip, 'lbSvcAnnotations', input.lbSvcAnnotations);
    config.vip = vip;
  }
  if (input.resources !== undefined) {
    const resources = { ...config.resources };
    for (const part of ['limits', 'requests'] as const) {
      const change = input.resources === null ? null : input.resources[part];
      if (change !== undefined) setOrDelete(resources, part, change && applyResourceList(resources[part], change));
    }
    config.resources = resources;
  }
  const result: AlbSpec = { ...spec, config };
  if (input.addresses !== undefined) {
    const addresses = input.addresses?.map((address) => address.trim()) ?? [];
    setOrDelete(result, 'address', addresses.length === 0 ? null : addresses.join(','));
  }
  return result;
}

function applyResourceList(live: ResourceListResource | undefined, input: ResourceListInput): ResourceListResource {
  const result = { ...live };
  for (const resource of ['cpu', 'memory'] as const) {
    const quantity = input[resource];
    if (quantity !== undefined) setOrDelete(result, resource, quantity);
  }
  return result;
}

function setOrDelete<T extends object, K extends keyof T>(target: T, field: K, value: T[K] | null): void {
  if (value === null) delete target[field];
  else target[field] = value;
}
